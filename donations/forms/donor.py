"""Who gives, and how the public may name them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from lokal.phone import normalize_phone

from donations.models import Donor


class DonorForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Anda memberi sebagai"), choices=Donor.Kind.choices, initial=Donor.Kind.PERSON, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Nama donatur"),
        help_text=_("Nama Anda, perusahaan, atau komunitas, seperti yang akan tertulis di berita acara."),
        min_length=3,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    shown_as = forms.ChoiceField(
        label=_("Di halaman umum, tampilkan saya sebagai"),
        choices=[
            (Donor.ShownAs.NAME, _("Nama lengkap")),
            (Donor.ShownAs.INITIALS, _("Inisial, misalnya “R. D.”")),
            (Donor.ShownAs.NOBODY, _("Tanpa nama (donatur anonim)")),
        ],
        initial=Donor.ShownAs.INITIALS,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("Alamat"),
        help_text=_("Tertulis di berita acara."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    phone = forms.CharField(
        label=_("Nomor telepon"),
        help_text=_("Hanya dilihat sekolah yang Anda bantu, untuk mengatur serah terima. Contoh: 0812 3456 7890."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_phone(self) -> str:
        """As +62…, so that one number is written one way."""
        typed = self.cleaned_data["phone"].strip()
        if not typed:
            return ""
        number = normalize_phone(typed)
        if number is None:
            raise forms.ValidationError(
                _("Nomor ini bukan nomor telepon Indonesia. Tulis seperti 0812 3456 7890 atau 021 555 1234.")
            )
        return number
