"""The offices of the education service and their ground, from a file that stays editable."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from ksbb.accounts.actions.map_offices import map_offices
from ksbb.authority.actors import SYSTEM
from ksbb.territories.models import Territory

COLUMNS = ("sudin", "kode_kecamatan")


@dataclass
class OfficeLoad:
    """What happened: counts, and the rows left out with number and reason."""

    offices: int = 0
    districts: int = 0
    problems: list[str] = field(default_factory=list)


def load_offices(
    path: Path, *, province: str = "31", province_office: str = "Dinas Pendidikan Provinsi DKI Jakarta"
) -> OfficeLoad:
    """Make the provincial office, one organisation per Sudin and one per kecamatan, and give each its ground.

    `path`: CSV with the columns sudin, kode_kecamatan (others are ignored). A ground that changed in the file changes here;
    running twice changes nothing.
    """
    result = OfficeLoad()
    grounds: dict[str, list[str]] = defaultdict(list)
    known = dict(Territory.objects.districts().values_list("code", "name"))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            result.problems.append(f"missing columns: {', '.join(missing)}")
            return result
        for number, row in enumerate(reader, start=2):
            name, code = (row["sudin"] or "").strip(), (row["kode_kecamatan"] or "").strip()
            if code not in known or not name:
                result.problems.append(f"row {number}: {'unknown kecamatan ' + code if name else 'sudin is empty'}")
                continue
            grounds[name].append(code)
    map_offices(grounds={province_office: [province], **grounds}, actor=SYSTEM)
    result.offices = len(grounds)
    result.districts = sum(map(len, grounds.values()))
    return result
