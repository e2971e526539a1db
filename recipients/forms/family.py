"""What joins brothers and sisters and tells namesakes apart; kept as keyed hashes only."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recipients import identity


class FamilyFields(forms.Form):
    """For a pupil's form, behind the field `nik`."""

    family_card = forms.CharField(
        label=_("Nomor Kartu Keluarga (No KK)"),
        required=False,
        max_length=24,
        help_text=_("16 angka. Dipakai agar satu keluarga mendapat gawai bergiliran; hanya disimpan tersandi."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    mother_name = forms.CharField(
        label=_("Nama ibu kandung"),
        required=False,
        max_length=150,
        help_text=_("Membedakan anak yang namanya sama; hanya disimpan tersandi."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_family_card(self) -> str:
        checked = identity.check_family_card(self.cleaned_data["family_card"])
        if found := [*checked.problems, *checked.warnings]:
            raise ValidationError([finding.message for finding in found])
        if checked.value and checked.value == self.cleaned_data.get("nik"):
            raise ValidationError(gettext("Nomor ini sama dengan NIK. Di kartu keluarga, No KK tercetak paling atas."))
        return checked.value
