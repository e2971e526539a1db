"""Keeping a search: its name, and whether to tell."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    name = forms.CharField(label=_("Nama pencarian"), max_length=120)
    tells = forms.BooleanField(
        label=_("Beri tahu saya bila kebutuhannya bertambah"),
        help_text=_("Paling banyak satu pesan sehari untuk setiap pencarian; dapat dimatikan kapan saja."),
        required=False,
        initial=True,
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
