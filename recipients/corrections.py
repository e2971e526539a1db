"""What a file would change about a person, column by column: shown in a rehearsal, written when applied, taken back when undone.

All three use this one comparison, so that what was shown is what happens, and what happened can be undone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ksbb.common import sealing
from recipients.identity import mask
from recipients.models import Circumstances, Recipient
from recipients.names import mother_digest, name_key
from recipients.registration import Registration

# What a file may correct. A file that leaves one empty says nothing about it.
_PERSONAL = ("full_name", "sex", "birth_date", "class_group", "grade", "village")
_SEALED = ("phone", "nik", "nisn", "nuptk")
_DIGESTS = ("mother_digest", "household_digest")

PERSON, CIRCUMSTANCES = "person", "circumstances"
CONSENT = "consent_given"


@dataclass(frozen=True, slots=True)
class Correction:
    """One column of one person: `table` is PERSON or CIRCUMSTANCES; sealed columns are named without `_sealed`, in clear."""

    table: str
    column: str
    old: Any = field(repr=False)
    new: Any = field(repr=False)

    def shown(self, villages: Mapping[str, str]) -> tuple[str, str, str]:
        """(what, old, new) for the page of the own school; numbers masked, hashes as words. `villages`: code → name."""
        if self.column in _DIGESTS:
            label = _("Nama ibu kandung") if self.column == "mother_digest" else _("Nomor KK")
            return label, _("tercatat") if self.old else "–", _("diganti") if self.old else _("diisi")
        if self.column in _SEALED:
            label = _("Nomor HP") if self.column == "phone" else self.column.upper()
            return label, mask(self.old) if self.old else "–", mask(self.new)
        if self.column == CONSENT:
            return _("Persetujuan"), _("belum dicatat"), _("dicatat")
        model = Recipient if self.table == PERSON else Circumstances
        old, new = (_in_words(model, self.column, value, villages) for value in (self.old, self.new))
        return _label(model, self.column), old, new


def corrections(recipient: Recipient, person: Registration) -> Iterator[Correction]:
    """What `person` tells otherwise than the register; `recipient.circumstances` is read too."""
    for column in _PERSONAL:
        told = getattr(person, column)
        if told not in ("", None) and told != getattr(recipient, column):
            yield Correction(PERSON, column, getattr(recipient, column), told)
    for column in _SEALED:
        told = getattr(person, column)
        if told and told != (known := sealing.unseal(getattr(recipient, f"{column}_sealed"))):
            yield Correction(PERSON, column, known, told)
    digests = (mother_digest(person.mother_name), sealing.digest("family_card", person.family_card))
    for column, digest in zip(_DIGESTS, digests, strict=True):
        if digest and digest != (before := bytes(getattr(recipient, column))):
            yield Correction(PERSON, column, before, digest)
    for column, told in person.circumstances.items():
        if told != (now := getattr(recipient.circumstances, column)):
            yield Correction(CIRCUMSTANCES, column, now, told)
    if _agrees_anew(recipient.circumstances, person.consent):
        yield Correction(CIRCUMSTANCES, CONSENT, False, True)


def _agrees_anew(now: Circumstances, consent: dict[str, Any] | None) -> bool:
    """A consent that nobody has recorded yet; one that was taken back since its paper was signed stays taken back."""
    if consent is None or now.consent_given:
        return False
    return now.consent_withdrawn_on is None or consent["given_on"] > now.consent_withdrawn_on


def put(
    recipient: Recipient, circumstances: Circumstances, made: Iterable[Correction], *, back: bool = False
) -> set[str]:
    """Set the corrected columns (with `back`: the old values) on the two rows; gives `table.attname` of what was set."""
    touched = set()
    for one in made:
        value = one.old if back else one.new
        if one.table == CIRCUMSTANCES:
            setattr(circumstances, one.column, value)
            touched.add(f"{CIRCUMSTANCES}.{one.column}")
            continue
        name = f"{one.column}_sealed" if one.column in _SEALED else one.column
        setattr(recipient, name, sealing.seal(value) if one.column in _SEALED else value)
        touched.add(f"{PERSON}.{name}")
        if one.column == "full_name":
            recipient.name_key = name_key(value)
            touched.add(f"{PERSON}.name_key")
    return touched


def stands(recipient: Recipient, made: Iterable[Correction]) -> bool:
    """Whether every correction is still in force, so that nobody has changed the same column since."""
    return all(_now(recipient, one) == one.new for one in made)


def _now(recipient: Recipient, one: Correction) -> Any:
    if one.table == CIRCUMSTANCES:
        return getattr(recipient.circumstances, one.column)
    if one.column in _SEALED:
        return sealing.unseal(getattr(recipient, f"{one.column}_sealed"))
    value = getattr(recipient, one.column)
    return bytes(value) if one.column in _DIGESTS else value


def packed(made: Iterable[Correction]) -> str:
    """As text, to be sealed until the upload can no longer be taken back."""
    return json.dumps([[one.table, one.column, _plain(one.old), _plain(one.new)] for one in made])


def unpacked(text: str) -> list[Correction]:
    """The corrections of `packed`."""
    return [
        Correction(table, column, _typed(column, old), _typed(column, new))
        for table, column, old, new in json.loads(text or "[]")
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else value


def _typed(column: str, value: Any) -> Any:
    if column in _DIGESTS:
        return bytes.fromhex(value)
    return date.fromisoformat(value) if column == "birth_date" else value


def _label(model: type[Model], column: str) -> str:
    label = str(model._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _in_words(model: type[Model], column: str, value: Any, villages: Mapping[str, str]) -> str:
    if value in ("", None):
        return "–"
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if column == "village":
        return villages.get(value, value)
    choices = dict(model._meta.get_field(column).flatchoices)  # type: ignore[union-attr]
    return str(choices.get(value, value))
