"""What a giver may put right of the own profile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from lokal import parse_npwp

from donations.forms.donor import DonorForm
from donations.models import Donor
from ksbb.common import sealing


class ProfileForm(DonorForm):
    """The registration's fields but kind and name, which stand on signed papers, and what the tax form asks for."""

    chat_allowed = forms.BooleanField(
        label=_("Sekolah yang saya bantu boleh menulis ke nomor ini lewat WhatsApp."), required=False
    )
    tax_name = forms.CharField(
        label=_("Nama pada NPWP"),
        help_text=_("Hanya untuk ringkasan pajak Anda sendiri."),
        max_length=200,
        required=False,
    )
    npwp = forms.CharField(
        label=_("NPWP"),
        help_text=_("15 atau 16 angka. Disimpan tersegel; hanya tercetak di ringkasan Anda."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, donor: Donor) -> None:
        initial = {
            "shown_as": donor.shown_as,
            "address": donor.address,
            "phone": donor.phone,
            "chat_allowed": donor.organisation.chat_allowed,
            "tax_name": donor.tax_name,
            "npwp": sealing.unseal(donor.npwp_sealed),
        }
        super().__init__(data, initial=initial)
        del self.fields["kind"], self.fields["name"]

    def clean_npwp(self) -> str:
        """The digits alone."""
        typed = self.cleaned_data["npwp"].strip()
        if not typed:
            return ""
        digits = "".join(sign for sign in typed if sign.isdigit())
        if len(digits) not in (15, 16) or not parse_npwp(digits).valid:
            raise forms.ValidationError(_("NPWP terdiri dari 15 atau 16 angka. Periksa lagi angkanya."))
        return digits

    def clean_tax_name(self) -> str:
        return " ".join(self.cleaned_data["tax_name"].split())
