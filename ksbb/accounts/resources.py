"""Which kecamatan each Suku Dinas watches over, as a small table that the platform's staff bring in on the technical site.

The table names for each Suku Dinas all its kecamatan. It is taken over as a whole or not at all, by the action that also loads
the first one (`map_offices`); a Suku Dinas that the table does not name keeps its ground.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources
from import_export.results import Error, Result, RowResult
from tablib import Dataset

from ksbb.accounts.actions.map_offices import map_offices
from ksbb.accounts.models import Organisation
from ksbb.common.refusals import Refused
from ksbb.territories.models import Territory

MOST_ROWS = 2_000
_NEW, _SAME, _GONE = RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_SKIP, RowResult.IMPORT_TYPE_DELETE
_LONGEST = 200


class OfficeGroundResource(resources.Resource):  # type: ignore[misc]
    """One row: a kecamatan of a Suku Dinas. Other columns (such as the kecamatan's name) are for the reader and ignored."""

    sudin = fields.Field(column_name="sudin")
    code = fields.Field(column_name="kode_kecamatan")

    @classmethod
    def get_display_name(cls) -> Any:
        return gettext_lazy("Suku Dinas dan kecamatannya")

    def import_data(self, dataset: Dataset, dry_run: bool = False, raise_errors: bool = False, **kwargs: Any) -> Result:
        """`actor`: who brings it in. `new`: a kecamatan comes to the office, `delete`: leaves it, `skip`: stays.

        One row at fault, and nothing is written; the fault stands with its row, or in `base_errors` when it is the whole table's.
        """
        result = Result()
        result.diff_headers = [_("Suku Dinas"), _("Kode"), _("Kecamatan")]
        try:
            rows = _rows(dataset)
        except Refused as no:
            if raise_errors:
                raise
            result.append_base_error(Error(no))
            return result
        for row in _Table(rows).told():
            result.append_row_result(row)
            result.increment_row_result_total(row)
        result.total_rows = len(rows)
        if not dry_run and not result.has_errors():
            map_offices(grounds=_by_office(rows), actor=kwargs["actor"])
        return result


def _rows(dataset: Dataset) -> list[tuple[str, str]]:
    """(name of the Suku Dinas, code of the kecamatan) per row. Raises Refused for what is no such table."""
    headers = [str(name or "").strip().lower() for name in dataset.headers or ()]
    if missing := [name for name in ("sudin", "kode_kecamatan") if name not in headers]:
        raise Refused(_("Kolom ini tidak ada di baris pertama: %(columns)s.") % {"columns": ", ".join(missing)})
    if not 0 < len(dataset) <= MOST_ROWS:
        raise Refused(_("Tabel harus berisi 1 sampai %(most)s baris.") % {"most": MOST_ROWS})
    name, code = headers.index("sudin"), headers.index("kode_kecamatan")
    return [(_text(row[name]), _text(row[code])) for row in dataset]


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).replace("\x00", "").split())


class _Table:
    """Judges the rows against each other and against what is there, in a fixed number of queries."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        self.rows = rows
        self.kecamatan = dict(Territory.objects.districts().values_list("code", "name"))
        self.city = {name: code[:5] for name, code in reversed(rows)}
        self.grounds = _grounds()
        self.holder = {code: name for name, codes in self.grounds.items() for code in codes}

    def told(self) -> Iterator[RowResult]:
        """One per row, then one per kecamatan that leaves its office."""
        taken: dict[str, str] = {}
        for number, (name, code) in enumerate(self.rows, 1):
            fault = self._fault(name, code, taken)
            taken.setdefault(code, name)
            kind = _SAME if code in self.grounds[name] else _NEW
            yield self._row(RowResult.IMPORT_TYPE_ERROR if fault else kind, name, code, fault, number)
        for name, wanted in _by_office(self.rows).items():
            for code in sorted(self.grounds[name].difference(wanted)):
                yield self._row(_GONE, name, code)

    def _fault(self, name: str, code: str, taken: Mapping[str, str]) -> str:
        """What is wrong with the row, or an empty text."""
        if not name or len(name) > _LONGEST:
            return _("Nama Suku Dinas kosong atau lebih dari %(most)s huruf.") % {"most": _LONGEST}
        if code not in self.kecamatan:
            return _("Kode kecamatan “%(code)s” tidak dikenal. Bentuknya seperti 31.73.06.") % {"code": code[:20]}
        if code in taken:
            return _("Kecamatan %(code)s sudah ada di baris lain, untuk %(office)s.") % {
                "code": code, "office": taken[code],
            }  # fmt: skip
        if code[:5] != self.city[name]:
            return _("Kecamatan %(code)s terletak di kota lain daripada kecamatan pertama kantor ini.") % {"code": code}
        holder = self.holder.get(code, name)
        if holder != name and holder not in self.city:
            return _("Kecamatan %(code)s milik %(office)s. Sertakan juga semua kecamatan kantor itu di tabel ini.") % {
                "code": code, "office": holder,
            }  # fmt: skip
        return ""

    def _row(self, kind: str, name: str, code: str, fault: str = "", number: int = 0) -> RowResult:
        row = RowResult()
        row.import_type = kind
        row.diff = [name, code, self.kecamatan.get(code, "")]
        row.errors = [Error(Refused(fault), number=number)] if fault else []
        return row


def _grounds() -> defaultdict[str, set[str]]:
    """Suku Dinas → its kecamatan: the offices that watch over kecamatan, without the one that each kecamatan has itself."""
    offices = Organisation.objects.filter(kind=Organisation.Kind.OFFICE, territories__level=Territory.Level.DISTRICT)
    # Each kecamatan has an office of its own besides: a Satuan Pelaksana.
    own = offices.exclude(name__startswith="Satuan Pelaksana")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in own.values_list("name", "territories__code"):
        found[name].add(code)
    return found


def _by_office(rows: list[tuple[str, str]]) -> dict[str, list[str]]:
    grounds: dict[str, list[str]] = {}
    for name, code in rows:
        grounds.setdefault(name, []).append(code)
    return grounds
