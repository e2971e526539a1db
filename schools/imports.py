"""The official list of schools: rows → judged rows. Pure but for the area names; `actions/load_schools.py` writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ksbb.imports.cells import filled
from ksbb.imports.reading import Limits, SheetRow, read_sheet
from ksbb.territories.models import Territory
from schools.models import NPSN_SHAPE, School
from schools.rows import SchoolRow

COLUMNS = ("npsn", "nama", "bentuk", "status", "alamat", "kode_kecamatan", "kode_kelurahan", "lintang", "bujur")
REQUIRED = ("npsn", "nama", "bentuk", "status", "kode_kecamatan")
LIMITS = Limits(rows=20_000)


def read_schools(data: bytes, *, file_name: str = "") -> Iterator[SchoolRow]:
    """The rows of a CSV or XLSX with the columns of `COLUMNS`, judged; raises SheetRefused for an unreadable file."""
    sheet = read_sheet(data, file_name=file_name, known=COLUMNS, required=REQUIRED, keep=COLUMNS, limits=LIMITS)
    areas = frozenset(Territory.objects.values_list("code", flat=True))
    return _without_repeats(_judge(row, areas) for row in sheet.rows)


def _judge(row: SheetRow, areas: frozenset[str]) -> SchoolRow:
    text = {name: filled(row.values.get(name)) for name in COLUMNS}
    problems, remarks = [], []
    npsn = text["npsn"].upper()
    if not re.match(NPSN_SHAPE, npsn):
        problems.append(f"npsn “{npsn[:20]}”: eight letters or digits expected")
    if not text["nama"]:
        problems.append("nama: empty")
    form = next((value for value in School.Form.values if value.lower() == text["bentuk"].lower()), "")
    if not form:
        problems.append(f"bentuk “{text['bentuk'][:20]}”: one of {', '.join(School.Form.values)} expected")
    status = text["status"].lower()
    if status not in School.Status.values:
        problems.append(f"status “{status[:20]}”: negeri or swasta expected")
    if text["kode_kecamatan"] not in areas:
        problems.append(f"kode_kecamatan “{text['kode_kecamatan'][:20]}”: unknown area")
    village = text["kode_kelurahan"] or None
    if village and (village not in areas or not village.startswith(text["kode_kecamatan"])):
        remarks.append(f"kode_kelurahan {village}: unknown or in another kecamatan, left out")
        village = None
    latitude, longitude = _point(text["lintang"], text["bujur"])
    if latitude is None and (text["lintang"] or text["bujur"]):
        remarks.append("lintang/bujur: not a place in Indonesia, left out")
    return SchoolRow(
        number=row.number,
        npsn=npsn,
        name=text["nama"][:200],
        form=form,
        status=status,
        address=text["alamat"][:300],
        district_id=text["kode_kecamatan"],
        village_id=village,
        latitude=latitude,
        longitude=longitude,
        problems=tuple(problems),
        remarks=tuple(remarks),
    )


def _point(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Decimal degrees, comma or point; None for what lies outside Indonesia (0, swapped, a typing error)."""
    try:
        north, east = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return None, None
    return (north, east) if -11 <= north <= 6 and 95 <= east <= 141 else (None, None)


def _without_repeats(rows: Iterable[SchoolRow]) -> Iterator[SchoolRow]:
    first: dict[str, int] = {}
    for row in rows:
        earlier = first.setdefault(row.npsn, row.number)
        repeated = (f"npsn {row.npsn}: already in row {earlier}",) if earlier != row.number and row.npsn else ()
        yield replace(row, problems=row.problems + repeated) if repeated else row
