"""How the list of recipients is narrowed. The words searched for are sealed: names stand in no address and in no log."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.territories.models import Territory
from recipients.models import Need, RecipientKind
from recipients.models.recipient import RecipientQuerySet
from recipients.states import NeedState, RecipientState

_MOST_WORDS = 6
_NEEDS = [choice for choice in NeedState.choices if choice[0] != NeedState.CLOSED]


def conceal(text: str) -> str:
    """`text` as an address may carry it."""
    return base64.urlsafe_b64encode(sealing.seal(text)).decode().rstrip("=")


def reveal(token: str) -> str:
    """The text again; nothing for a token that is not ours."""
    try:
        return sealing.unseal(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (binascii.Error, ValueError, sealing.CannotOpen):
        return ""


class RecipientFilter(forms.Form):
    """Unknown values are ignored. `address()` is what the page is redirected to after the form was sent."""

    cari = forms.CharField(label=_("Nama"), required=False, max_length=80)
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)
    jenis = forms.ChoiceField(
        label=_("Jenis"), required=False, choices=[("", _("Murid dan guru")), *RecipientKind.choices]
    )
    kelayakan = forms.ChoiceField(
        label=_("Kelayakan"),
        required=False,
        choices=[
            ("", _("Semua")), ("ya", _("Layak")), ("tidak", _("Belum layak")), ("lengkapi", _("Data belum lengkap")),
        ],
    )  # fmt: skip
    kebutuhan = forms.ChoiceField(
        label=_("Kebutuhan"), required=False, choices=[("", _("Semua")), *_NEEDS, ("tanpa", _("tidak ada"))]
    )
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[("", _("Masih terdaftar")), *RecipientState.choices[1:], ("semua", _("Semua"))],
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        self.ground = actor.oversees
        if not actor.oversees:
            del self.fields["kecamatan"]
            return
        districts = Territory.objects.districts().within(actor.oversees)
        mine = [(district.code, district.short_name) for district in districts]
        self.fields["kecamatan"].choices = [("", _("Semua kecamatan")), *mine]  # type: ignore[attr-defined]

    @classmethod
    def of_address(cls, query: Any, *, actor: Actor) -> RecipientFilter:
        """The form as a GET address tells it, the words opened."""
        return cls({**query.dict(), "cari": reveal(query.get("cari", ""))}, actor=actor)

    def address(self) -> str:
        """The query string of this choice."""
        self.is_valid()
        told = {name: value for name, value in self.cleaned_data.items() if value}
        if words := told.pop("cari", ""):
            told["cari"] = conceal(words)
        return urlencode(told)

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def filtered(self, people: RecipientQuerySet) -> RecipientQuerySet:
        """Those of `people` who were asked for; an office's with `area`, to be ordered by (area, id)."""
        self.is_valid()
        asked = self.cleaned_data
        if not asked.get("keadaan"):
            people = people.registered()
        elif asked["keadaan"] != "semua":
            people = people.filter(state=asked["keadaan"])
        if self.ground:
            people = people.by_area([asked["kecamatan"]] if asked.get("kecamatan") else self.ground)
        if asked.get("jenis"):
            people = people.filter(kind=asked["jenis"])
        return _named(_needing(_judged(people, asked.get("kelayakan")), asked.get("kebutuhan")), asked.get("cari", ""))


def _judged(people: RecipientQuerySet, answer: str | None) -> RecipientQuerySet:
    if answer == "lengkapi":
        return people.incomplete()
    return people.eligible(answer == "ya") if answer else people


def _needing(people: RecipientQuerySet, state: str | None) -> RecipientQuerySet:
    if not state:
        return people
    live = Need.objects.filter(recipient=OuterRef("pk")).exclude(state=NeedState.CLOSED)
    return people.filter(~Exists(live)) if state == "tanpa" else people.filter(Exists(live.filter(state=state)))


def _named(people: RecipientQuerySet, words: str) -> RecipientQuerySet:
    asked = Q()
    for word in words.split()[:_MOST_WORDS]:
        asked &= Q(full_name__icontains=word)
    return people.filter(asked)
