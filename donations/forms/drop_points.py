"""A place where devices can be left."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.forms.basket import areas
from donations.models import DropPoint


class DropPointForm(forms.Form):
    """Everything here is public: an office's own telephone, never a person's."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=150)
    region = forms.ChoiceField(label=gettext_lazy("Kota dan kecamatan"))
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=300)
    opening = forms.CharField(
        label=gettext_lazy("Jam buka"), max_length=150, help_text=gettext_lazy("Misalnya Senin–Jumat 09.00–15.00.")
    )
    phone = forms.CharField(
        label=gettext_lazy("Telepon kantor"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Dibaca semua orang."),
    )
    latitude = forms.FloatField(label=gettext_lazy("Lintang"), min_value=-11.5, max_value=6.5, required=False)
    longitude = forms.FloatField(label=gettext_lazy("Bujur"), min_value=94.5, max_value=141.5, required=False)
    is_active = forms.BooleanField(label=gettext_lazy("Menerima gawai"), required=False, initial=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["region"].choices = areas()  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not re.fullmatch(r"[0-9+()\- ]{5,20}", phone):
            raise forms.ValidationError(_("Tulis nomor teleponnya dengan angka saja."))
        return phone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if (said.get("latitude") is None) != (said.get("longitude") is None):
            self.add_error("longitude", _("Isi lintang dan bujur, atau kosongkan keduanya."))
        return said


def initial_of(point: DropPoint) -> dict[str, Any]:
    return {name: getattr(point, name) for name in DropPointForm.base_fields}
