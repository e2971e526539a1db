"""The quick tick-list: what Dapodik does not know, for one page of people at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recipients.forms.people import day_field
from recipients.models import Consent, DeviceAccess, Recipient, RecipientKind

ACCESS = [
    (DeviceAccess.NONE, _("Tidak punya")),
    (DeviceAccess.SHARED, _("Berbagi")),
    (DeviceAccess.OWN, _("Punya sendiri")),
]


class ConsentForm(forms.Form):
    """Said once for everybody ticked on the page."""

    given_on = day_field(_("Tanggal persetujuan"))
    relation = forms.ChoiceField(
        label=_("Yang menandatangani (untuk murid)"),
        choices=[
            (Consent.Relation.PARENT, _("orang tua")),
            *Consent.Relation.choices[:2],
            (Consent.Relation.GUARDIAN, _("wali")),
        ],
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"given_on": timezone.localdate(), "relation": Consent.Relation.PARENT})

    def clean_given_on(self) -> date:
        day: date = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("Tanggal persetujuan belum tiba. Isi tanggal surat persetujuannya."))
        return day


class TickForm(forms.Form):
    """One person's row. Nothing in it is required: what is not ticked stays open."""

    access = forms.ChoiceField(label=_("Gawai"), required=False, choices=ACCESS, widget=forms.RadioSelect)
    devices = forms.IntegerField(
        label=_("Gawai di rumah"),
        required=False,
        min_value=0,
        max_value=50,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    learners = forms.IntegerField(
        label=_("Pelajar di rumah"),
        required=False,
        min_value=1,
        max_value=50,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    consent = forms.BooleanField(label=_("Persetujuan sudah ada"), required=False)

    def __init__(self, recipient: Recipient, data: QueryDict | None = None) -> None:
        self.recipient = recipient
        known = recipient.circumstances.device_access
        super().__init__(
            data,
            prefix=recipient.public_id.hex,
            initial={"access": "" if known == DeviceAccess.UNKNOWN else known, "devices": 1, "learners": 2},
        )

    @property
    def asks_for_household(self) -> bool:
        """A teacher's computer is the own one: nobody counts the household's."""
        return self.recipient.kind == RecipientKind.STUDENT

    def answer(self, consent: dict[str, Any]) -> dict[str, Any]:
        """What record_circumstances takes; empty when nothing new was ticked. `consent`: day and relation for pupils."""
        told = self.cleaned_data
        answer: dict[str, Any] = {}
        if told["access"] and told["access"] != self.initial["access"]:
            answer["device_access"] = told["access"]
            if told["access"] == DeviceAccess.SHARED and self.asks_for_household:
                answer["household_devices"] = told["devices"] if told["devices"] is not None else 1
                answer["household_learners"] = told["learners"] or 2
        if told["consent"] and not self.recipient.circumstances.consent_given:
            own = {} if self.asks_for_household else {"relation": Consent.Relation.SELF}
            answer["consent"] = {"medium": Consent.Medium.PAPER, **consent, **own}
        return answer


class TickList:
    """The rows of one page and what is said for all of them."""

    def __init__(self, people: Sequence[Recipient], data: QueryDict | None = None) -> None:
        self.consent = ConsentForm(data)
        self.rows = [TickForm(recipient, data) for recipient in people]

    def is_valid(self) -> bool:
        return all([self.consent.is_valid(), *(row.is_valid() for row in self.rows)])

    def answers(self) -> dict[int, dict[str, Any]]:
        """Recipient id → answer, those with an answer only."""
        found = {row.recipient.pk: row.answer(self.consent.cleaned_data) for row in self.rows}
        return {pk: answer for pk, answer in found.items() if answer}
