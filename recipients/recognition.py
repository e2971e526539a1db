"""Whom of these people a school has registered already: each is new, changed, unchanged, known elsewhere, or a problem.

A person is recognised by the keyed hash of NIK, NISN or NUPTK, never by the name. Rehearsing and applying an upload ask
the same question here, so that what was shown is what happens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from ksbb.imports.models import ImportRow
from recipients.corrections import Correction, corrections
from recipients.dapodik import Problem
from recipients.models import DuplicateCase, Identity, Recipient
from recipients.registration import Registration
from recipients.states import CaseState
from schools.models import School

_Status = ImportRow.Status
NEW, CHANGED, UNCHANGED, PROBLEM, ELSEWHERE = (
    status.value for status in (_Status.NEW, _Status.CHANGED, _Status.UNCHANGED, _Status.PROBLEM, _Status.ELSEWHERE)
)

Digest = tuple[str, bytes]
Owner = tuple[int, int]  # recipient, school


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one row of a file is. `recipient_id`: the own person behind it, if any; `case_number`: what the office already has
    about a person of another school and this one; `holder_id`: that person, never shown to anybody.
    """

    number: int
    status: str
    person: Registration
    recipient_id: int | None = None
    problems: tuple[Problem, ...] = ()
    changes: tuple[Correction, ...] = ()
    case_number: int | None = None
    holder_id: int | None = field(default=None, repr=False)


@dataclass(slots=True)
class Recognition:
    """Goes through the people of one file, chunk by chunk; remembers the numbers of earlier chunks."""

    school: School
    # By the keyed hash alone: hashes of one number for two purposes differ.
    _seen: dict[bytes, int] = field(default_factory=dict)

    def judge(self, rows: Sequence[tuple[int, Registration]]) -> list[Verdict]:
        """(row number, person) → verdicts in the same order, with four queries for the whole chunk."""
        told = [(number, person, person.digests) for number, person in rows]
        owners = _owners({digest for _number, _person, digests in told for digest in digests.values()})
        mine = _own_people(self.school, {owner for owner, school_id in owners.values() if school_id == self.school.pk})
        cases = _cases(self.school, {owner for owner, _school in owners.values() if owner not in mine})
        return [self._verdict(number, person, digests, owners, mine, cases) for number, person, digests in told]

    def remember(self, rows: Iterable[tuple[int, Registration]]) -> None:
        """Rows of the same file that were judged before: a number in one of them is not free for another row."""
        for number, person in rows:
            for digest in person.digests.values():
                self._seen.setdefault(digest, number)

    def _verdict(
        self,
        number: int,
        person: Registration,
        digests: dict[str, bytes],
        owners: Mapping[Digest, Owner],
        mine: Mapping[int, _Known],
        cases: Mapping[int, int],
    ) -> Verdict:
        found = {owners[digest][0]: digest[0] for digest in digests.items() if digest in owners}
        known = next((mine[owner] for owner in found if owner in mine), None)
        recipient_id = known.recipient.pk if known else None
        if (repeated := self._repeated(number, digests)) is not None:
            return Verdict(number, PROBLEM, person, recipient_id, (repeated,))
        strangers = [owner for owner in found if owner not in mine]
        if strangers:
            case = cases.get(strangers[0])
            return Verdict(number, ELSEWHERE, person, recipient_id, (elsewhere(),), (), case, strangers[0])
        if known is None:
            return Verdict(number, NEW, person)
        if (problem := _why_not(person, digests, found, known)) is not None:
            return Verdict(number, PROBLEM, person, recipient_id, (problem,))
        changes = tuple(corrections(known.recipient, person))
        return Verdict(number, CHANGED if changes else UNCHANGED, person, recipient_id, changes=changes)

    def _repeated(self, number: int, digests: dict[str, bytes]) -> Problem | None:
        for purpose, digest in digests.items():
            earlier = self._seen.setdefault(digest, number)
            if earlier != number:
                text = _("Nomor ini sudah ada di baris %(row)s berkas yang sama. Hapus salah satunya atau perbaiki.")
                return Problem(purpose.upper(), "number_repeated", text % {"row": earlier})
        return None


@dataclass(frozen=True, slots=True)
class _Known:
    """A registered person of the own school, with the keyed hashes of the numbers."""

    recipient: Recipient
    digests: dict[str, bytes]


def elsewhere() -> Problem:
    """One wording, whichever number it is and wherever that person is: it tells nothing about another school."""
    text = _(
        "Sudah terdaftar di tempat lain, jadi tidak didaftarkan di sini. Saat berkas diterapkan, Suku Dinas memeriksanya "
        "sebagai kasus."
    )
    return Problem("", "already_registered", text)


def _why_not(person: Registration, digests: dict[str, bytes], found: Collection[int], known: _Known) -> Problem | None:
    """Why the own person behind these numbers cannot be changed by this row; `found`: everybody they belong to."""
    if len(found) > 1:
        text = _("Nomor di baris ini milik dua orang yang berbeda di daftar penerima. Cocokkan NIK dan NISN keduanya.")
        return Problem("NIK", "two_people", text)
    if known.recipient.kind != person.kind:
        text = _("Orang ini sudah terdaftar sebagai %(kind)s di sekolah Anda. Periksa nomornya.")
        return Problem("NIK", "other_kind", text % {"kind": known.recipient.get_kind_display().lower()})
    for name, digest in digests.items():
        if known.digests.get(name, digest) != digest:
            text = _(
                "%(column)s di berkas berbeda dari yang tercatat untuk orang ini. Cocokkan dengan kartu keluarga; bila yang "
                "tercatat salah, tarik pendaftarannya lalu daftarkan lagi."
            )
            return Problem(name.upper(), "other_number", text % {"column": name.upper()})
    return None


# One array parameter: a file of ten thousand rows must not become ten thousand placeholders.
_OWNERS = """
SELECT i.purpose, i.digest, i.recipient_id, r.school_id
FROM recipients_identity i JOIN recipients_recipient r ON r.id = i.recipient_id
WHERE i.digest = ANY(%s) AND r.state = 'registered'
"""


def _owners(digests: Collection[bytes]) -> dict[Digest, Owner]:
    """(purpose, digest) → (recipient, school) of the people who are registered anywhere."""
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, [list(digests)])
        return {(purpose, bytes(digest)): (person, school) for purpose, digest, person, school in cursor.fetchall()}


def owners_of(digests: Collection[bytes]) -> set[int]:
    """The registered people behind these keyed hashes of numbers, wherever they are."""
    return {recipient for recipient, _school in _owners(digests).values()}


def _own_people(school: School, recipient_ids: Iterable[int]) -> dict[int, _Known]:
    people = list(Recipient.objects.filter(pk__in=list(recipient_ids), school=school).select_related("circumstances"))
    digests: dict[int, dict[str, bytes]] = defaultdict(dict)
    for identity in Identity.objects.filter(recipient__in=[recipient.pk for recipient in people]):
        digests[identity.recipient_id][identity.purpose] = bytes(identity.digest)
    return {recipient.pk: _Known(recipient, digests[recipient.pk]) for recipient in people}


def _cases(school: School, holders: Collection[int]) -> dict[int, int]:
    """Holder → the newest case that this school's claim has led to: the same file again opens no second one."""
    if not holders:
        return {}
    cases = DuplicateCase.objects.filter(
        holder__in=holders, claimant_school=school, kind=DuplicateCase.Kind.NUMBER
    ).exclude(state=CaseState.DROPPED)
    return dict(cases.order_by("pk").values_list("holder_id", "pk"))
