"""What a donor promises a school."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Condition, DeviceType
from donations.offers import FITS, Offer
from donations.policies import LATEST
from recipients.models import NeedClass
from recipients.statistics import Figures

# Kinds of device that one promise may mix for one class of need.
ROWS = 2
PARTS = ("device_type", "condition", "quantity", "specification")


@dataclass(frozen=True)
class Row:
    """One kind of device: the controls of its parts."""

    device_type: BoundField
    condition: BoundField
    quantity: BoundField
    specification: BoundField

    @property
    def is_used(self) -> bool:
        return bool(self.quantity.value()) or any(part.errors for part in (self.device_type, self.quantity))


@dataclass(frozen=True)
class Block:
    """One class of need: what is left of it, and the rows to promise for it."""

    need_class: NeedClass
    left: int
    rows: list[Row]


class DateField(forms.DateField):
    """A day, by the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PledgeForm(forms.Form):
    """How much is left is judged by the action alone: the same form sent twice must meet the same answer."""

    proposed_on = DateField(
        label=gettext_lazy("Tanggal penyerahan yang Anda usulkan"),
        help_text=gettext_lazy("Tanggal pastinya nanti diatur bersama sekolah. Paling lama 180 hari lagi."),
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk sekolah"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Saya menyatakan keempat hal di atas benar."),
        error_messages={"required": gettext_lazy("Centang pernyataan ini untuk melanjutkan.")},
    )
    signed_name = forms.CharField(
        label=gettext_lazy("Tanda tangan: ketik nama lengkap Anda"),
        min_length=3,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, left: Mapping[str, Figures]) -> None:
        today = timezone.localdate()
        initial = {"request_key": uuid.uuid4(), "proposed_on": today + timedelta(days=7)}
        super().__init__(data, initial=initial)
        self.fields["proposed_on"].widget.attrs |= {"min": today.isoformat(), "max": (today + LATEST).isoformat()}
        self.left: dict[str, int] = {need_class: max(0, found.open) for need_class, found in left.items()}
        for need_class, count in self.left.items():
            for number in range(ROWS):
                self._add_row(need_class, number, count)

    def _add_row(self, need_class: str, number: int, left: int) -> None:
        types = [(value, DeviceType(value).label) for value in FITS[need_class]]
        parts: dict[str, forms.Field] = {
            "device_type": forms.ChoiceField(label=gettext_lazy("Jenis gawai"), choices=types, required=False),
            "condition": forms.ChoiceField(
                label=gettext_lazy("Kondisi"), choices=Condition.choices, initial=Condition.NEW, required=False
            ),
            "quantity": forms.IntegerField(
                label=gettext_lazy("Jumlah"),
                min_value=1,
                max_value=1000,
                required=False,
                widget=forms.NumberInput(attrs={"max": left, "inputmode": "numeric"}),
            ),
            "specification": forms.CharField(
                label=gettext_lazy("Spesifikasi"),
                help_text=gettext_lazy("Misalnya “layar 10 inci, RAM 4 GB”."),
                max_length=300,
                required=False,
            ),
        }
        for part, field in parts.items():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            self.fields[_name(need_class, number, part)] = field

    def blocks(self) -> Iterator[Block]:
        """For the page: classes of which something is left, or for which something was typed."""
        for need_class, left in self.left.items():
            rows = [Row(**{part: self[_name(need_class, number, part)] for part in PARTS}) for number in range(ROWS)]
            if left or any(row.is_used for row in rows):
                yield Block(NeedClass(need_class), left, rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = [name for name in self.errors if name.endswith("-quantity")]
        if not typed and not self.offers():
            raise forms.ValidationError(_("Isi jumlah gawai pada sedikitnya satu baris."))
        return cleaned

    def offers(self) -> list[Offer]:
        return [
            Offer(
                need_class=need_class,
                device_type=self._said(need_class, number, "device_type") or FITS[need_class][0],
                condition=self._said(need_class, number, "condition") or Condition.NEW,
                quantity=quantity,
                specification=" ".join((self._said(need_class, number, "specification") or "").split()),
            )
            for need_class in self.left
            for number in range(ROWS)
            if (quantity := self._said(need_class, number, "quantity"))
        ]

    def refuse_quantity(self, need_class: str, reason: str) -> None:
        """Put `reason` beside the first quantity that was typed for this class."""
        for number in range(ROWS):
            if self._said(need_class, number, "quantity"):
                self.add_error(_name(need_class, number, "quantity"), reason)
                return
        self.add_error(None, reason)

    def _said(self, need_class: str, number: int, part: str) -> Any:
        return self.cleaned_data.get(_name(need_class, number, part))


def _name(need_class: str, number: int, part: str) -> str:
    return f"{need_class}-{number}-{part}"
