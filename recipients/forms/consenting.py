"""One person's consent: who gave it, when, how and to what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ksbb.common import sealing
from recipients.forms.people import a_name, day_field
from recipients.models import Consent, Recipient, RecipientKind

# The first purpose is in every consent; these are asked apart (UU 27/2022 art. 22).
EXTRA_PURPOSES = [choice for choice in Consent.Purpose.choices if choice[0] != Consent.Purpose.REGISTRATION]
MEDIA = [
    (Consent.Medium.PAPER, _("surat yang ditandatangani; suratnya disimpan sekolah")),
    (Consent.Medium.CLICK, _("ia membaca dan menyetujui sendiri di layar ini")),
]


class GuardianConsentForm(forms.Form):
    """For a pupil. What is known already stands in it."""

    giver = forms.CharField(
        label=_("Nama yang menyetujui"), max_length=150, help_text=_("Seperti tertulis di surat persetujuan.")
    )
    relation = forms.ChoiceField(
        label=_("Hubungannya dengan murid"),
        choices=[choice for choice in Consent.Relation.choices if choice[0] != Consent.Relation.SELF],
        widget=forms.RadioSelect,
    )
    given_on = day_field(_("Tanggal persetujuan"))
    medium = forms.ChoiceField(label=_("Bentuknya"), choices=MEDIA, widget=forms.RadioSelect)
    purposes = forms.MultipleChoiceField(
        label=_("Selain pendaftaran dan penyaluran gawai, ia menyetujui"),
        choices=EXTRA_PURPOSES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Centang hanya yang benar-benar disetujui. Boleh kosong."),
    )

    def __init__(self, data: Any = None, *, consent: Consent | None = None) -> None:
        first: dict[str, Any] = {"given_on": timezone.localdate(), "medium": Consent.Medium.PAPER}
        if consent:
            first = {name: getattr(consent, name) for name in ("relation", "given_on", "medium", "purposes")}
            first["giver"] = sealing.unseal(consent.giver_sealed)
        super().__init__(data, initial=first)

    def clean_giver(self) -> str:
        return a_name(self.cleaned_data["giver"])

    def clean_given_on(self) -> date:
        day: date = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise ValidationError(gettext("Tanggal persetujuan belum tiba. Isi tanggal surat persetujuannya."))
        return day

    def consent(self) -> dict[str, Any]:
        """As record_circumstances takes it."""
        told = self.cleaned_data
        return {**told, "purposes": [Consent.Purpose.REGISTRATION.value, *told["purposes"]]}


class OwnConsentForm(GuardianConsentForm):
    """For a teacher, who agrees for himself or herself."""

    giver = None  # type: ignore[assignment]
    relation = None  # type: ignore[assignment]

    def clean_giver(self) -> str:
        return ""

    def consent(self) -> dict[str, Any]:
        return {**super().consent(), "relation": Consent.Relation.SELF, "giver": ""}


def consent_form(recipient: Recipient, data: Any = None) -> GuardianConsentForm:
    """The form for this person, filled with what is known."""
    kind = GuardianConsentForm if recipient.kind == RecipientKind.STUDENT else OwnConsentForm
    return kind(data, consent=getattr(recipient, "consent", None))
