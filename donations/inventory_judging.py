"""What each row of a file of devices would do to the base: a new device, a change, nothing, or a trouble."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from donations.inventory_rows import Facts, Remark, Row
from donations.models import Condition, Device, DeviceNumber, WantedDevice
from donations.states import DeviceState
from donations.wanted import Number, numbers_named, wanted_among, wanted_words
from ksbb.imports.models import ImportRow
from ksbb.imports.running import Outcome
from schools.models import School

_Status = ImportRow.Status
# What a file may change of a device that is known; its kind and its numbers are what it is known by, a second IMEI may be added.
CHANGING = ("model", "imei2", "grade", "year", "specification", "accessories", "unit_value")
_WORDS = {
    "model": "Tipe", "imei2": "IMEI 2", "grade": "Mutu", "year": "Tahun", "specification": "Spesifikasi",
    "accessories": "Kelengkapan", "unit_value": "Nilai", "meant_for": "Sekolah",
}  # fmt: skip


@dataclass(slots=True)
class Judge:
    """Judges chunk after chunk for one organisation; remembers the numbers of the file."""

    organisation_id: int
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    schools: dict[str, int | None] = field(default_factory=dict)
    # Entries of the list of lost and stolen devices that the file named.
    met: dict[int, WantedDevice] = field(default_factory=dict)

    def outcomes(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        """Three queries a chunk."""
        numbers = {key for row in rows for key in row.facts.keys}
        known, wanted = _known(numbers), {(one.kind, one.value): one for one in wanted_among(numbers)}
        self.met |= {one.pk: one for one in wanted.values()}
        self._find_schools({row.facts.npsn for row in rows if row.facts.npsn})
        for row in rows:
            yield self._outcome(row, known, wanted)

    def _find_schools(self, codes: set[str]) -> None:
        if missing := codes - self.schools.keys():
            found = School.objects.accepted().filter(npsn__in=missing).values_list("npsn", "pk")
            self.schools |= dict.fromkeys(missing) | dict(found)

    def _outcome(self, row: Row, known: Mapping[Number, Device], wanted: Collection[Number]) -> Outcome:
        problems = [*row.problems, *self._repeated(row)]
        problems += [
            Remark(column_of(key, row.facts), "wanted", wanted_words()) for key in row.facts.keys if key in wanted
        ]
        school = self.schools.get(row.facts.npsn) if row.facts.npsn else None
        if row.facts.npsn and school is None:
            text = _("Tidak ada sekolah peserta dengan NPSN ini. Periksa lagi angkanya, atau kosongkan.")
            problems.append(Remark("Sekolah (NPSN)", "npsn", text))
        matches = {one.pk: one for key in row.facts.keys if (one := known.get(key)) is not None}
        changes: list[tuple[str, str, str]] = []
        device: Device | None = None
        if matches:
            device, trouble, changes = self._compared(row.facts, school, list(matches.values()))
            problems += [trouble] if trouble else []
        return _told(row, device, school, problems, changes)

    def _repeated(self, row: Row) -> Iterator[Remark]:
        for key in row.facts.keys:
            first = self.seen.setdefault(key, row.number)
            if first != row.number:
                column = column_of(key, row.facts)
                text = _("Nomor ini sudah ada di baris %(row)s. Satu gawai ditulis satu kali.") % {"row": first}
                yield Remark(column, "twice", text)

    def _compared(
        self, facts: Facts, school: int | None, found: list[Device]
    ) -> tuple[Device | None, Remark | None, list[tuple[str, str, str]]]:
        device = found[0]
        column = "IMEI" if facts.imei and facts.imei in (device.imei, device.imei2) else "Nomor seri"
        if len(found) > 1:
            return None, Remark(column, "two", _("IMEI dan nomor seri ini milik dua gawai yang berbeda.")), []
        if device.stock_of_id != self.organisation_id:
            # Whose it is, is nobody's business here.
            text = _("Nomor ini sudah tercatat di portal. Periksa nomornya; bila benar, hubungi koordinator.")
            return None, Remark(column, "known", text), []
        changes = list(changes_of(device, facts, school))
        same_number = (device.imei or "", device.serial_number or "") == (facts.imei, facts.serial_number)
        same_number = same_number and (not device.imei2 or facts.imei2 in ("", device.imei2))
        same_kind = (device.device_type, device.condition) == (facts.device_type, facts.condition)
        if not same_number or not same_kind:
            text = _(
                "Gawai ini sudah ada di stok Anda dengan jenis, kondisi, atau nomor lain. Perbaiki di halaman gawainya."
            )
            return device, Remark(column, "other", text), []
        if changes and (device.allocation_id is not None or device.state not in _OPEN):
            text = _("Gawai ini sudah dipasangkan dengan komitmen atau diserahkan, jadi tidak diubah lewat berkas.")
            return device, Remark(column, "taken", text), []
        return device, None, changes


_OPEN = (DeviceState.PROMISED, DeviceState.INSPECTED)


def column_of(number: Number, facts: Facts) -> str:
    """In which column a number stands."""
    if number[0] == DeviceNumber.Kind.SERIAL:
        return "Nomor seri"
    return "IMEI 2" if number[1] == facts.imei2 else "IMEI"


def _known(numbers: Collection[Number]) -> dict[Number, Device]:
    """Number → the device that bears it in the whole base, whoever's it is."""
    named = DeviceNumber.objects.filter(numbers_named(numbers)).select_related("device__meant_for")
    return {(one.kind, one.value): one.device for one in named}


def changes_of(device: Device, facts: Facts, school: int | None) -> Iterator[tuple[str, str, str]]:
    """(what, now, then) in words; what the file leaves empty stays."""
    inspected = device.condition == Condition.USED and device.state == DeviceState.INSPECTED
    for name in CHANGING:
        then, now = getattr(facts, name), getattr(device, name)
        # The grade of an inspection counts, not the giver's guess; and another model would be another device.
        if then and then != now and not (inspected and name in ("grade", "model")):
            yield _WORDS[name], "" if now is None else str(now), str(then)
    if school is not None and school != device.meant_for_id:
        yield _WORDS["meant_for"], device.meant_for.npsn if device.meant_for else "", facts.npsn


def _told(
    row: Row, device: Device | None, school: int | None, problems: Sequence[Remark], changes: list[tuple[str, str, str]]
) -> Outcome:
    cells = json.dumps(row.cells)
    if problems:
        return Outcome(row.number, _Status.PROBLEM, row.label, problems=tuple(problems), cells=cells)
    facts: dict[str, Any] = asdict(row.facts) | {"meant_for": school, "device": device.pk if device else None}
    status = _Status.NEW if device is None else _Status.CHANGED if changes else _Status.UNCHANGED
    told = json.dumps(changes) if changes else ""
    return Outcome(row.number, status, row.label, facts=json.dumps(facts), changes=told, cells=cells)
