"""Version 1 of the criteria, where the programme's sources are silent a first proposal (design, section 4).

The labels are data once loaded; they are marked here so that pages can show them in another language.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _


def _required(id: str, field: str, op: str, value: object, label: str) -> dict[str, Any]:
    return {"id": id, "kind": "required", "field": field, "op": op, "value": value, "label": label}


def _weighted(id: str, field: str, op: str, value: object, weight: int, label: str, scale: str = "") -> dict[str, Any]:
    clause = {"id": id, "kind": "weighted", "field": field, "op": op, "value": value, "weight": weight, "label": label}
    return {**clause, "scale": scale} if scale else clause


_INCOME = [
    _weighted("income_none", "income_band", "eq", "none", 12, _("Orang tua/wali atau guru tidak berpenghasilan")),
    _weighted("income_under_500k", "income_band", "eq", "lt_500k", 10, _("Penghasilan di bawah Rp500.000")),
    _weighted(
        "income_under_1m", "income_band", "eq", "500k_1m", 6, _("Penghasilan Rp500.000 sampai di bawah Rp1.000.000")
    ),
]

STUDENT: list[dict[str, Any]] = [
    _required("lacks_device", "device_access", "in", ["none", "shared"], _("Tidak punya gawai, atau berbagi gawai")),
    _required("school_accepted", "school_accepted", "eq", True, _("Bersekolah di sekolah yang diterima program")),
    _required("consent", "consent_given", "eq", True, _("Persetujuan orang tua/wali sudah dicatat")),
    _weighted("device_none", "device_access", "eq", "none", 40, _("Tidak punya gawai sama sekali")),
    _weighted(
        "device_shared",
        "device_access",
        "eq",
        "shared",
        40,
        _("Berbagi gawai dengan pelajar lain di rumah"),
        "device_shortage",
    ),
    _weighted("welfare_card", "has_welfare_card", "eq", True, 15, _("Pemegang KIP, KJP Plus, atau KPS")),
    _weighted("decile_1_2", "dtsen_decile", "in", [1, 2], 20, _("DTSEN desil 1–2")),
    _weighted("decile_3_4", "dtsen_decile", "in", [3, 4], 12, _("DTSEN desil 3–4")),
    _weighted("decile_5", "dtsen_decile", "eq", 5, 6, _("DTSEN desil 5")),
    *_INCOME,
    _weighted("orphan", "is_orphan", "eq", True, 10, _("Yatim, piatu, atau tinggal di panti")),
    _weighted("disability", "has_disability", "eq", True, 10, _("Penyandang disabilitas")),
    _weighted("final_year", "is_final_year", "eq", True, 5, _("Kelas akhir (6, 9, atau 12)")),
    _weighted("returning", "is_returning", "eq", True, 10, _("Kembali bersekolah melalui PKBM")),
    _weighted("household_aided", "household_aided", "eq", True, -30, _("Keluarga sudah pernah menerima gawai")),
]

TEACHER: list[dict[str, Any]] = [
    # PPPK are civil servants but not PNS; a coordinator who decides otherwise takes "pppk" off the list.
    _required(
        "not_pns",
        "employment",
        "in",
        ["honorer", "foundation", "pppk", "other"],
        _("Bukan PNS (PPPK termasuk yang dapat dibantu)"),
    ),
    _required("lacks_computer", "device_access", "in", ["none", "shared"], _("Tidak punya laptop atau PC sendiri")),
    _required("school_accepted", "school_accepted", "eq", True, _("Mengajar di sekolah yang diterima program")),
    _weighted("honorer", "employment", "eq", "honorer", 20, _("Guru honorer")),
    _weighted("teaches_programme", "teaches_programme", "eq", True, 10, _("Mengajar murid penerima program")),
    _weighted("slb", "school_form", "in", ["SLB", "SDLB", "SMPLB", "SMLB"], 10, _("Mengajar di SLB")),
    _weighted(
        "service_years",
        "service_years",
        "gte",
        1,
        10,
        _("Masa kerja (1 poin per tahun, paling banyak 10)"),
        "per_service_year",
    ),
    *_INCOME,
]
