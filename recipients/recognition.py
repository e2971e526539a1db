"""Whom of these people a school has registered already: each is new, changed, unchanged, or a problem.

A person is recognised by the keyed hash of NIK, NISN or NUPTK, never by the name. Rehearsing and applying an upload ask
the same question here, so that what was shown is what happens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext as _

from ksbb.common import sealing
from ksbb.imports.models import ImportRow
from recipients.dapodik import Problem
from recipients.models import Circumstances, Identity, Recipient
from recipients.policies import already_registered
from recipients.registration import Registration
from recipients.states import RecipientState
from schools.models import School

_Status = ImportRow.Status
NEW, CHANGED, UNCHANGED, PROBLEM = (
    status.value for status in (_Status.NEW, _Status.CHANGED, _Status.UNCHANGED, _Status.PROBLEM)
)
# What a file may correct. A file that leaves one empty says nothing about it.
PERSONAL = ("full_name", "sex", "birth_date", "class_group", "grade")

Digest = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one row of a file is: `recipient_id` names the person whom it changes, `changes` the columns in words."""

    number: int
    status: str
    person: Registration
    recipient_id: int | None = None
    problems: tuple[Problem, ...] = ()
    changes: tuple[str, ...] = ()


@dataclass(slots=True)
class Recognition:
    """Goes through the people of one file, chunk by chunk; remembers the numbers of earlier chunks."""

    school: School
    _seen: dict[Digest, int] = field(default_factory=dict)

    def judge(self, rows: Sequence[tuple[int, Registration]]) -> list[Verdict]:
        """(row number, person) → verdicts in the same order, with three queries for the whole chunk."""
        digests = {digest: number for number, person in rows for digest in person.digests.items()}
        owners = _owners(digests)
        mine = _own_people(self.school, {owner for owner, school_id in owners.values() if school_id == self.school.pk})
        return [self._verdict(number, person, owners, mine) for number, person in rows]

    def _verdict(
        self, number: int, person: Registration, owners: dict[Digest, tuple[int, int]], mine: dict[int, _Known]
    ) -> Verdict:
        digests = person.digests
        found = {owners[digest][0]: digest[0] for digest in digests.items() if digest in owners}
        problem = self._repeated(number, digests)
        if problem is None and found:
            problem = _why_not(person, digests, found, mine)
        if problem is not None:
            return Verdict(number, PROBLEM, person, problems=(problem,))
        if not found:
            return Verdict(number, NEW, person)
        known = mine[next(iter(found))]
        changes = tuple(known.differences(person))
        return Verdict(number, CHANGED if changes else UNCHANGED, person, known.recipient.pk, changes=changes)

    def _repeated(self, number: int, digests: dict[str, bytes]) -> Problem | None:
        for purpose, digest in digests.items():
            earlier = self._seen.setdefault((purpose, digest), number)
            if earlier != number:
                text = _("Nomor ini sudah ada di baris %(row)s berkas yang sama. Hapus salah satunya atau perbaiki.")
                return Problem(purpose.upper(), "number_repeated", text % {"row": earlier})
        return None


@dataclass(frozen=True, slots=True)
class _Known:
    """A registered person of the own school, with the keyed hashes of the numbers."""

    recipient: Recipient
    digests: dict[str, bytes]

    def differences(self, person: Registration) -> Iterator[str]:
        """What the row would change, as column names in words."""
        for name in PERSONAL:
            told = getattr(person, name)
            if told not in ("", None) and told != getattr(self.recipient, name):
                yield _label(Recipient, name)
        if person.phone and person.phone != sealing.unseal(self.recipient.phone_sealed):
            yield _("nomor HP")
        yield from (purpose.upper() for purpose in person.numbers if purpose not in self.digests)
        for name, told in person.circumstances.items():
            if told != getattr(self.recipient.circumstances, name):
                yield _label(Circumstances, name)


def _label(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _why_not(
    person: Registration, digests: dict[str, bytes], found: dict[int, str], mine: dict[int, _Known]
) -> Problem | None:
    """Why the person behind these numbers cannot be changed by this row; `found`: recipient → by which number."""
    purpose = next(iter(found.values())).upper()
    if any(recipient_id not in mine for recipient_id in found):
        return Problem(purpose, "already_registered", already_registered())
    if len(found) > 1:
        text = _("Nomor di baris ini milik dua orang yang berbeda di daftar penerima. Cocokkan NIK dan NISN keduanya.")
        return Problem(purpose, "two_people", text)
    known = mine[next(iter(found))]
    if known.recipient.kind != person.kind:
        text = _("Orang ini sudah terdaftar sebagai %(kind)s di sekolah Anda. Periksa nomornya.")
        return Problem(purpose, "other_kind", text % {"kind": known.recipient.get_kind_display().lower()})
    for name, digest in digests.items():
        if known.digests.get(name, digest) != digest:
            text = _(
                "%(column)s di berkas berbeda dari yang tercatat untuk orang ini. Cocokkan dengan kartu keluarga; bila yang "
                "tercatat salah, tarik pendaftarannya lalu daftarkan lagi."
            )
            return Problem(name.upper(), "other_number", text % {"column": name.upper()})
    return None


def _owners(digests: Iterable[Digest]) -> dict[Digest, tuple[int, int]]:
    """(purpose, digest) → (recipient, school) of the people who are registered anywhere."""
    rows = Identity.objects.of(digest for _purpose, digest in digests).filter(
        recipient__state=RecipientState.REGISTERED
    )
    return {
        (purpose, bytes(digest)): (recipient_id, school_id)
        for purpose, digest, recipient_id, school_id in rows.values_list(
            "purpose", "digest", "recipient_id", "recipient__school_id"
        )
    }


def _own_people(school: School, recipient_ids: Iterable[int]) -> dict[int, _Known]:
    people = Recipient.objects.filter(pk__in=list(recipient_ids), school=school).select_related("circumstances")
    digests: dict[int, dict[str, bytes]] = defaultdict(dict)
    for identity in Identity.objects.filter(recipient__in=people):
        digests[identity.recipient_id][identity.purpose] = bytes(identity.digest)
    return {recipient.pk: _Known(recipient, digests[recipient.pk]) for recipient in people}
