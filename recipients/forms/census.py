"""How the census is narrowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.territories.models import CITY_LENGTH, Territory
from recipients.census import FORMS
from recipients.models import RecipientKind


class CensusFilter(forms.Form):
    """Unknown values are ignored; the area is always one of the own ground."""

    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=RecipientKind.choices)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    bentuk = forms.ChoiceField(
        label=_("Jenjang"), required=False, choices=[("", _("Semua jenjang")), *((form, form) for form in FORMS)]
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        self.ground = actor.oversees
        areas = Territory.objects.within(self.ground).exclude(level=Territory.Level.VILLAGE).order_by("code")
        self.areas = {area.code: area for area in areas}
        named = [(area.code, _label(area)) for area in areas if area.level != Territory.Level.PROVINCE]
        self.fields["wilayah"].choices = [("", _("Seluruh wilayah")), *named]  # type: ignore[attr-defined]
        self.is_valid()
        self.chosen: dict[str, str] = self.cleaned_data

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    @property
    def kind(self) -> str:
        return self.chosen.get("jenis") or RecipientKind.STUDENT

    @property
    def form(self) -> str:
        return self.chosen.get("bentuk", "")

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.chosen["wilayah"],) if self.chosen.get("wilayah") else self.ground

    @property
    def by_city(self) -> bool:
        """Kota for a province, kecamatan for less."""
        return any(len(code) < CITY_LENGTH for code in self.codes)


def _label(area: Territory) -> str:
    """Kecamatan stand under their kota."""
    return area.short_name if area.level == Territory.Level.CITY else f"– {area.short_name}"
