"""The figures as tables that anybody may take along: rows, schema, CSV, JSON and the data package that describes them.

Numbers come rounded (verification/rounding.py); what is fewer than five is written `<5`, never as a zero. Schema and package
follow Frictionless Data (https://specs.frictionlessdata.io/data-package/).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from donations.flows import MonthFlow
from donations.models import DeviceType
from donations.models.flow import FLOWS
from ksbb.common.spreadsheet_out import csv_bytes
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH
from recipients.models import NeedClass
from verification.figures import EVERYWHERE, FigureCube, Told, told_of
from verification.rounding import shown

FEW = "<5"
VERSION = "1.0"
# Newest first; a change that takes something away, or gives it another meaning, raises the first number.
CHANGES: tuple[tuple[str, str, str], ...] = (
    ("1.0", "2026-11-23", "Terbitan pertama: kebutuhan, wilayah, dan bulan. / First edition: needs, areas and months."),
)
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
PACKAGE = "datapackage.json"


class Field(NamedTuple):
    """A column; the description stands in both languages."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    """`key` are the columns that name a row."""

    name: str
    title: str
    description: str
    fields: Sequence[Field]
    key: Sequence[str]
    rows: Sequence[Sequence[str | int | None]]

    def written(self) -> list[list[str | int]]:
        """Few are marked in the columns of numbers."""
        return [[FEW if value is None else value for value in row] for row in self.rows]

    def csv(self) -> bytes:
        return csv_bytes([[field.name for field in self.fields], *self.written()])

    def schema(self) -> dict[str, Any]:
        fields = [{"name": one.name, "type": one.type, "description": one.description} for one in self.fields]
        return {"fields": fields, "missingValues": ["", FEW], "primaryKey": list(self.key)}

    def json(self, day: date) -> bytes:
        names = [field.name for field in self.fields]
        rows = [dict(zip(names, row, strict=True)) for row in self.written()]
        return _json({"name": self.name, "date": day.isoformat(), "licence": LICENCE["path"], "few": FEW, "data": rows})


_DAY = Field("tanggal", "date", "Hari berkas dibuat / day of this file")
_NUMBERS = (
    Field("dibutuhkan", "integer", "Kebutuhan yang memenuhi kriteria / needed"),
    Field("dijanjikan", "integer", "Sudah dijanjikan donatur / pledged"),
    Field("diserahkan", "integer", "Sudah diserahkan / handed over"),
    Field("terverifikasi", "integer", "Sudah dibuktikan validator / verified"),
)
_FORM = Field("jenjang", "string", "Bentuk sekolah / kind of school")
_CLASS = Field("penerima", "string", "murid (gawai) atau guru (laptop/PC) / pupils or teachers")
_WHO = {NeedClass.STUDENT_DEVICE.value: "murid", NeedClass.TEACHER_COMPUTER.value: "guru"}


def _numbers(told: Told) -> tuple[int | None, ...]:
    return told.needed, told.pledged, told.handed_over, told.verified


def needs_table(cube: FigureCube, names: Mapping[str, str], day: date) -> Table:
    """The finest: kecamatan, jenjang and who; `names` of all areas by code."""
    rows = [
        (str(day), place[0], names.get(place[0], ""), names.get(place[0][:CITY_LENGTH], ""), place[1], _WHO[place[2]])
        + _numbers(told_of(states))
        for place, states in cube.cells.items()
    ]
    area = (
        Field("kode_kecamatan", "string", "Kode Kemendagri / official code"),
        Field("kecamatan", "string", "Kecamatan / district"),
        Field("kota", "string", "Kota atau kabupaten / city"),
    )
    return Table(
        "kebutuhan",
        "Empat angka per kecamatan, jenjang, dan penerima",
        "The four numbers by district, kind of school and who receives; rows add up to the other tables, with <5 as 0.",
        (_DAY, *area, _FORM, _CLASS, *_NUMBERS),
        ("tanggal", "kode_kecamatan", "jenjang", "penerima"),
        rows,
    )


def areas_table(cube: FigureCube, names: Mapping[str, str], day: date) -> Table:
    levels = {len(EVERYWHERE): "semua", CITY_LENGTH: "kota", DISTRICT_LENGTH: "kecamatan"}
    rows = [
        (str(day), code, names.get(code, "Semua wilayah"), levels[len(code)], *_numbers(cube.told(code)))
        for code in cube.areas()
    ]
    area = (
        Field("kode_wilayah", "string", "Kode Kemendagri; kosong: semua / official code; empty: everywhere"),
        Field("wilayah", "string", "Nama wilayah / name of the area"),
        Field("tingkat", "string", "semua, kota, kecamatan / level"),
    )
    return Table(
        "wilayah",
        "Empat angka per wilayah",
        "The four numbers everywhere, by city and by district.",
        (_DAY, *area, *_NUMBERS),
        ("tanggal", "kode_wilayah"),
        rows,
    )


def months_table(told: Sequence[MonthFlow], day: date) -> Table:
    """From rounded cells."""
    rows = [
        (str(day), f"{flow.month:%Y-%m}", str(DeviceType(flow.device_type).label))
        + tuple(shown(getattr(flow, name)) for name in FLOWS)
        for flow in told
    ]
    what = (
        Field("bulan", "yearmonth", "Bulan kejadiannya / month in which it happened"),
        Field("jenis_gawai", "string", "Jenis gawai / kind of device"),
    )
    return Table(
        "bulan",
        "Gawai per bulan dan jenis",
        "Devices pledged, handed over and verified in each month, by kind, everywhere.",
        (_DAY, *what, *_NUMBERS[1:]),
        ("tanggal", "bulan", "jenis_gawai"),
        rows,
    )


class File(NamedTuple):
    """What is given out under `name`."""

    name: str
    media_type: str
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def files_of(tables: Sequence[Table], day: date) -> list[File]:
    """CSV and JSON of each table, and the package that describes them with their checksums."""
    files: list[File] = []
    resources: list[dict[str, Any]] = []
    for table in tables:
        pair = (
            File(f"{table.name}.csv", "text/csv", table.csv()),
            File(f"{table.name}.json", "application/json", table.json(day)),
        )
        files += pair
        resources += [_resource(table, file) for file in pair]
    package = {
        "profile": "data-package",
        "name": "ksbb-pendidikan-angka",
        "title": "KSBB Pendidikan: empat angka / the four numbers",
        "description": "Angka dibulatkan ke kelipatan 5; <5 berarti kurang dari lima, mungkin nol. / Numbers are rounded to "
        "multiples of 5; <5 is fewer than five, which may be none.",
        "version": VERSION,
        "created": f"{day}T00:00:00+07:00",
        "licenses": [LICENCE],
        "resources": resources,
        "changes": [{"version": version, "date": on, "change": words} for version, on, words in CHANGES],
    }
    return [*files, File(PACKAGE, "application/json", _json(package))]


def _resource(table: Table, file: File) -> dict[str, Any]:
    is_csv = file.name.endswith(".csv")
    return {
        "name": file.name.replace(".", "-"),
        "path": file.name,
        "title": table.title,
        "description": table.description,
        "format": "csv" if is_csv else "json",
        "mediatype": file.media_type,
        "encoding": "utf-8-sig" if is_csv else "utf-8",
        "bytes": len(file.body),
        "hash": f"sha256:{file.sha256}",
        **({"profile": "tabular-data-resource", "schema": table.schema()} if is_csv else {}),
    }


def _json(what: Mapping[str, Any]) -> bytes:
    return (json.dumps(what, ensure_ascii=False, indent=1) + "\n").encode()
