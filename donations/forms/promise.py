"""A promise that was made: changed, or divided over two days."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.effects import Effect
from donations.forms.basket import offer_deliveries
from donations.forms.pledge import DateField
from donations.models import Delivery, DropPoint, Pledge, PledgeLine
from donations.policies import LATEST, not_enough_left
from donations.policies_promise import free_units
from recipients.models import NeedClass

DETAILS = ("brand", "model", "specification", "accessories")


class LineFields:
    """One line and its controls, for the page."""

    def __init__(self, line: PledgeLine, fields: dict[str, BoundField]) -> None:
        self.line = line
        self.quantity = fields["quantity"]
        self.details = [fields[name] for name in DETAILS if name in fields]


class EditForm(forms.Form):
    """How many, what exactly, when, and how it comes. Each line has its own controls."""

    proposed_on = DateField(label=gettext_lazy("Tanggal penyerahan yang Anda usulkan"))
    delivery = forms.ChoiceField(label=gettext_lazy("Pengantaran"), choices=Delivery.choices, widget=forms.RadioSelect)
    drop_point = forms.ModelChoiceField(
        DropPoint.objects.none(),
        label=gettext_lazy("Titik kumpul"),
        empty_label=gettext_lazy("Tidak lewat titik kumpul"),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk sekolah"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, pledge: Pledge, lines: Sequence[PledgeLine]) -> None:
        names = ("proposed_on", "delivery", "note")
        super().__init__(
            data, initial={name: getattr(pledge, name) for name in names} | {"drop_point": pledge.drop_point_id}
        )
        self.pledge = pledge
        self.lines = list(lines)
        offer_deliveries(self)
        for line in self.lines:
            self._add(line)

    def _add(self, line: PledgeLine) -> None:
        self.fields[f"jumlah-{line.pk}"] = forms.IntegerField(
            label=_("Jumlah"),
            min_value=1,
            max_value=1000,
            initial=line.quantity,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
        for name in DETAILS:
            column: models.CharField[str, str] = PledgeLine._meta.get_field(name)  # type: ignore[assignment]
            label = str(column.verbose_name)
            self.fields[f"{name}-{line.pk}"] = forms.CharField(
                label=label[:1].upper() + label[1:],
                max_length=column.max_length,
                required=False,
                initial=getattr(line, name),
            )

    def rows(self) -> list[LineFields]:
        return [
            LineFields(
                line,
                {"quantity": self[f"jumlah-{line.pk}"]} | {name: self[f"{name}-{line.pk}"] for name in DETAILS},
            )
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        through = said.get("delivery") == Delivery.DROP_POINT
        if through and not said.get("drop_point"):
            self.add_error("drop_point", _("Pilih titik kumpulnya."))
        said["drop_point"] = said.get("drop_point") if through else None
        # A date that is past already may stay as it is while other things are changed.
        day, today = said.get("proposed_on"), timezone.localdate()
        if day and day != self.pledge.proposed_on and not today <= day <= today + LATEST:
            self.add_error("proposed_on", _("Pilih tanggal antara hari ini dan 180 hari ke depan."))
        return said

    def quantities(self) -> dict[int, int]:
        return {line.pk: self.cleaned_data[f"jumlah-{line.pk}"] for line in self.lines}

    def details(self) -> dict[int, dict[str, Any]]:
        return {line.pk: {name: self.cleaned_data[f"{name}-{line.pk}"] for name in DETAILS} for line in self.lines}

    def released(self) -> dict[str, int]:
        """Per class, how many units go back (minus: are held in addition)."""
        found: dict[str, int] = {}
        for line in self.lines:
            wanted = self.cleaned_data[f"jumlah-{line.pk}"]
            found[line.need_class] = found.get(line.need_class, 0) + line.quantity - wanted
        return found

    def refuse_short(self, effects: Iterable[Effect]) -> None:
        """Tells beside the number that grew that the school does not need so many more."""
        left = {effect.need_class: effect.before for effect in effects if effect.short}
        for line in self.lines:
            name = f"jumlah-{line.pk}"
            if line.need_class in left and self.cleaned_data[name] > line.quantity:
                self.add_error(name, not_enough_left(left[NeedClass(line.need_class)]))
                return


class SplitForm(forms.Form):
    """How many of each line go into a pledge with a date of its own."""

    proposed_on = DateField(label=gettext_lazy("Tanggal untuk bagian ini"))
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, pledge: Pledge, lines: Sequence[PledgeLine]) -> None:
        day = max(pledge.proposed_on, timezone.localdate()) + timedelta(days=14)
        super().__init__(data, initial={"proposed_on": day, "request_key": uuid.uuid4()})
        self.lines = list(lines)
        for line in self.lines:
            free = free_units(line)
            self.fields[f"jumlah-{line.pk}"] = forms.IntegerField(
                label=f"{line.get_device_type_display()}, {line.get_condition_display()}",
                help_text=_("Paling banyak %(free)s gawai yang belum dijadwalkan.") % {"free": free},
                min_value=0,
                max_value=free,
                required=False,
                initial=0,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def rows(self) -> list[BoundField]:
        return [self[f"jumlah-{line.pk}"] for line in self.lines]

    def parts(self) -> dict[int, int]:
        return {line.pk: self.cleaned_data[f"jumlah-{line.pk}"] or 0 for line in self.lines}
