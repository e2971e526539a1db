"""The form of a new key of the API: what for, what it opens, where, from where, and for how long."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.token_policies import why_not_networks
from ksbb.authority.actors import Actor
from ksbb.authority.grants import grants_of
from ksbb.territories.models import Territory

_BETWEEN = re.compile(r"[\s,;]+")


class TokenForm(forms.Form):
    """Offers the rights of the actor's role; the area to those only who watch over ground."""

    name = forms.CharField(
        label=_("Untuk sistem apa"), max_length=80, help_text=_("Misalnya nama aplikasi yang akan memakainya.")
    )
    grants = forms.MultipleChoiceField(
        label=_("Yang boleh dilakukan kunci ini"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu hak untuk kunci ini.")},
    )
    area = forms.ChoiceField(
        label=_("Wilayah"), required=False, help_text=_("Kunci hanya melihat wilayah ini, bukan seluruh wilayah Anda.")
    )
    networks = forms.CharField(
        label=_("Hanya dari alamat jaringan ini"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("Satu per baris, misalnya 103.10.20.7 atau 103.10.20.0/24. Kosong: dari mana saja."),
    )
    days = forms.TypedChoiceField(
        label=_("Berlaku selama"),
        coerce=int,
        choices=[(30, _("30 hari")), (90, _("90 hari")), (180, _("180 hari")), (365, _("satu tahun"))],
        initial=90,
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        grants = grants_of(actor.role)
        self._field("grants").choices = [(grant.value, grant.label) for grant in grants]
        self.fields["grants"].initial = [grants[0].value] if len(grants) == 1 else []
        areas = Territory.objects.within(actor.oversees).exclude(level=Territory.Level.VILLAGE).exclude(
            code__in=actor.oversees if len(actor.oversees) == 1 else ()
        )  # fmt: skip
        self._field("area").choices = [("", _("Seluruh wilayah saya")), *((one.code, one.name) for one in areas)]
        if not actor.oversees:
            del self.fields["area"]

    def _field(self, name: str) -> forms.ChoiceField:
        return self.fields[name]  # type: ignore[return-value]

    def clean_networks(self) -> list[str]:
        told = [one for one in _BETWEEN.split(self.cleaned_data["networks"]) if one]
        if reason := why_not_networks(told):
            raise forms.ValidationError(reason)
        return told
