"""The figures of the public pages that are no part of the daily files, as tables to take along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from verification.complaint_statistics import ComplaintFigures
from verification.journey import StillUsed
from verification.open_data import Field, Table
from verification.timing import Waiting

_DAY = Field("tanggal", "date", "Hari dibuat / day")


def waiting_table(rows: Sequence[Waiting], names: Mapping[str, str], day: date) -> Table:
    """Percentiles, told from twenty devices on."""
    days = [
        Field(f"hari_{part}", "integer", f"Hari sampai {part} % terbukti / days until {part} % are proven")
        for part in (25, 50, 75, 90)
    ]
    return Table(
        "lama",
        "Lama dari janji sampai terbukti",
        "Days from the promise to the proof, of devices verified in the last year.",
        (_DAY, Field("wilayah", "string", "Kosong: semua / empty: everywhere"), *days),
        ("tanggal", "wilayah"),
        [
            (str(day), names.get(row.area, ""), row.quarter, row.half, row.three_quarters, row.nine_tenths)
            for row in rows
        ],
    )


def use_table(rows: Sequence[StillUsed], day: date) -> Table:
    return Table(
        "pemakaian",
        "Gawai yang masih dipakai",
        "Devices still used for learning, of those that schools answered for, 30, 90 and 180 days after the proof.",
        (
            _DAY,
            Field("hari_sesudah_terbukti", "integer", "30, 90, 180"),
            Field("dijawab", "integer", "Gawai yang dijawab sekolah / devices answered for"),
            Field("dipakai", "integer", "Masih dipakai belajar / still used"),
        ),
        ("tanggal", "hari_sesudah_terbukti"),
        [(str(day), row.days, row.answered, row.used) for row in rows],
    )


def complaints_table(found: ComplaintFigures, day: date) -> Table:
    rows = [
        (str(day), line.label, name, cell)
        for line in found.lines
        for (name, _total), cell in zip(found.periods, line.cells, strict=True)
    ]
    return Table(
        "pengaduan",
        "Pengaduan per jenis dan masa",
        "Complaints by kind and period of the last twelve months.",
        (
            _DAY,
            Field("jenis", "string", "Jenis pengaduan / kind"),
            Field("masa", "string", "Bulan atau beberapa bulan / period"),
            Field("jumlah", "integer", "Pengaduan / complaints"),
        ),
        ("tanggal", "jenis", "masa"),
        rows,
    )
