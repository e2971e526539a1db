"""A clause as a sentence that a parent understands, and the words with which the rule builder offers fields and values.

Pure: no database. Whatever `recipients.criteria.parse` lets in can be read; a property test holds that no sentence is empty
and none shows a name of the code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from recipients.criteria import Clause

Words = str | Promise

# What a clause is about, as the builder offers it.
FIELD_LABELS: dict[str, Words] = {
    "device_access": gettext_lazy("Gawai untuk belajar"),
    "household_devices": gettext_lazy("Jumlah gawai di rumah"),
    "household_learners": gettext_lazy("Jumlah pelajar di rumah"),
    "internet": gettext_lazy("Internet di rumah"),
    "household_aided": gettext_lazy("Keluarga sudah pernah menerima gawai"),
    "has_welfare_card": gettext_lazy("Kartu bantuan (KIP, KJP Plus, KPS)"),
    "dtsen_decile": gettext_lazy("Desil DTSEN"),
    "income_band": gettext_lazy("Penghasilan"),
    "is_orphan": gettext_lazy("Yatim, piatu, atau tinggal di panti"),
    "has_disability": gettext_lazy("Penyandang disabilitas"),
    "is_final_year": gettext_lazy("Kelas akhir (6, 9, atau 12)"),
    "is_returning": gettext_lazy("Kembali bersekolah lewat PKBM"),
    "consent_given": gettext_lazy("Persetujuan orang tua/wali"),
    "employment": gettext_lazy("Status kepegawaian"),
    "service_years": gettext_lazy("Masa kerja"),
    "teaches_programme": gettext_lazy("Mengajar murid program"),
    "school_accepted": gettext_lazy("Sekolah diterima program"),
    "school_form": gettext_lazy("Jenjang sekolah"),
}

# Texts and yes/no: each value is a phrase of its own.
_PHRASES: dict[str, dict[str | bool, Words]] = {
    "device_access": {
        "unknown": gettext_lazy("keadaan gawainya belum diisi"),
        "none": gettext_lazy("tidak punya gawai sama sekali"),
        "shared": gettext_lazy("berbagi gawai"),
        "own": gettext_lazy("punya gawai sendiri"),
    },
    "internet": {
        "unknown": gettext_lazy("internet di rumah belum diisi"),
        "none": gettext_lazy("tidak ada internet di rumah"),
        "quota": gettext_lazy("memakai kuota HP"),
        "fixed": gettext_lazy("ada wifi di rumah"),
    },
    "income_band": {
        "unknown": gettext_lazy("penghasilan tidak diketahui"),
        "none": gettext_lazy("tidak berpenghasilan"),
        "lt_500k": gettext_lazy("penghasilan kurang dari Rp500.000"),
        "500k_1m": gettext_lazy("penghasilan Rp500.000–999.999"),
        "1m_2m": gettext_lazy("penghasilan Rp1.000.000–1.999.999"),
        "2m_5m": gettext_lazy("penghasilan Rp2.000.000–4.999.999"),
        "5m_20m": gettext_lazy("penghasilan Rp5.000.000–20.000.000"),
        "gt_20m": gettext_lazy("penghasilan lebih dari Rp20.000.000"),
    },
    "employment": {
        "unknown": gettext_lazy("status kepegawaian tidak diketahui"),
        "pns": gettext_lazy("berstatus PNS"),
        "cpns": gettext_lazy("berstatus CPNS"),
        "pppk": gettext_lazy("berstatus PPPK"),
        "honorer": gettext_lazy("berstatus honorer"),
        "foundation": gettext_lazy("guru tetap yayasan"),
        "other": gettext_lazy("berstatus lainnya"),
    },
    "household_aided": {
        True: gettext_lazy("keluarga sudah pernah menerima gawai"),
        False: gettext_lazy("keluarga belum pernah menerima gawai"),
    },
    "has_welfare_card": {
        True: gettext_lazy("memegang KIP, KJP Plus, atau KPS"),
        False: gettext_lazy("tidak memegang KIP, KJP Plus, atau KPS"),
    },
    "is_orphan": {
        True: gettext_lazy("yatim, piatu, atau tinggal di panti"),
        False: gettext_lazy("bukan yatim atau piatu dan tidak tinggal di panti"),
    },
    "has_disability": {
        True: gettext_lazy("penyandang disabilitas"),
        False: gettext_lazy("bukan penyandang disabilitas"),
    },
    "is_final_year": {
        True: gettext_lazy("duduk di kelas akhir (6, 9, atau 12)"),
        False: gettext_lazy("tidak duduk di kelas akhir"),
    },
    "is_returning": {
        True: gettext_lazy("kembali bersekolah lewat PKBM"),
        False: gettext_lazy("tidak sedang kembali bersekolah lewat PKBM"),
    },
    "consent_given": {
        True: gettext_lazy("persetujuan orang tua/wali sudah dicatat"),
        False: gettext_lazy("persetujuan orang tua/wali belum dicatat"),
    },
    "teaches_programme": {
        True: gettext_lazy("mengajar murid program"),
        False: gettext_lazy("tidak mengajar murid program"),
    },
    "school_accepted": {
        True: gettext_lazy("sekolahnya diterima dalam program"),
        False: gettext_lazy("sekolahnya belum diterima dalam program"),
    },
}

# Numbers: a sentence for each operator.
_NUMBERS: dict[str, dict[str, Words]] = {
    "household_devices": {
        "eq": gettext_lazy("jumlah gawai di rumah %(number)s"),
        "ne": gettext_lazy("jumlah gawai di rumah bukan %(number)s"),
        "in": gettext_lazy("jumlah gawai di rumah %(number)s"),
        "lte": gettext_lazy("jumlah gawai di rumah paling banyak %(number)s"),
        "gte": gettext_lazy("jumlah gawai di rumah paling sedikit %(number)s"),
    },
    "household_learners": {
        "eq": gettext_lazy("jumlah pelajar di rumah %(number)s"),
        "ne": gettext_lazy("jumlah pelajar di rumah bukan %(number)s"),
        "in": gettext_lazy("jumlah pelajar di rumah %(number)s"),
        "lte": gettext_lazy("jumlah pelajar di rumah paling banyak %(number)s"),
        "gte": gettext_lazy("jumlah pelajar di rumah paling sedikit %(number)s"),
    },
    "dtsen_decile": {
        "eq": gettext_lazy("desil DTSEN %(number)s"),
        "ne": gettext_lazy("desil DTSEN diketahui dan bukan %(number)s"),
        "in": gettext_lazy("desil DTSEN %(number)s"),
        "lte": gettext_lazy("desil DTSEN %(number)s atau lebih rendah"),
        "gte": gettext_lazy("desil DTSEN %(number)s atau lebih tinggi"),
    },
    "service_years": {
        "eq": gettext_lazy("masa kerja %(number)s tahun"),
        "ne": gettext_lazy("masa kerja bukan %(number)s tahun"),
        "in": gettext_lazy("masa kerja %(number)s tahun"),
        "lte": gettext_lazy("masa kerja paling lama %(number)s tahun"),
        "gte": gettext_lazy("masa kerja paling sedikit %(number)s tahun"),
    },
}

OPERATOR_LABELS: dict[str, Words] = {
    "in": gettext_lazy("salah satu dari"),
    "eq": gettext_lazy("tepat"),
    "ne": gettext_lazy("bukan"),
    "lte": gettext_lazy("paling banyak"),
    "gte": gettext_lazy("paling sedikit"),
}
SCALE_LABELS: dict[str, Words] = {
    "": gettext_lazy("Poin tetap"),
    "device_shortage": gettext_lazy("Makin sedikit gawai per pelajar di rumah, makin besar"),
    "per_service_year": gettext_lazy("1 poin tiap tahun masa kerja, sampai batas"),
}
KIND_LABELS: dict[str, Words] = {
    "required": gettext_lazy("Wajib: yang tidak memenuhinya tidak dapat dibantu"),
    "weighted": gettext_lazy("Poin: menentukan siapa yang didahulukan"),
}


def value_label(field: str, value: Any) -> str:
    """One value as the builder offers it: "Berbagi gawai"."""
    return capfirst(_phrase(field, value))


def condition(clause: Clause) -> str:
    """When the clause holds: "berbagi gawai"."""
    if clause.field in _NUMBERS:
        values = sorted(clause.value) if clause.op == "in" else [clause.value]
        return str(_NUMBERS[clause.field][clause.op]) % {"number": _either([str(value) for value in values])}
    if isinstance(clause.value, bool):
        return _phrase(clause.field, clause.value is (clause.op == "eq"))
    if clause.op == "ne":
        return _("selain yang %(what)s") % {"what": _phrase(clause.field, clause.value)}
    values = clause.value if clause.op == "in" else [clause.value]
    return _either([_phrase(clause.field, value) for value in values])


def read(clause: Clause) -> str:
    """The whole clause: "Wajib: tidak punya gawai sama sekali atau berbagi gawai." """
    if clause.kind == "required":
        return _("Wajib: %(what)s.") % {"what": condition(clause)}
    return _("%(what)s: %(gives)s.") % {"what": capfirst(condition(clause)), "gives": _gives(clause)}


def gives(clause: Clause) -> str:
    """What a clause does, short: "wajib", "+15", "sampai +40"."""
    if clause.kind == "required":
        return _("wajib")
    number = f"{clause.weight:+d}".replace("-", "−")
    return _("sampai %(points)s") % {"points": number} if clause.scale and clause.weight > 0 else number


def _gives(clause: Clause) -> str:
    weight = abs(clause.weight)
    if not weight:
        return _("tidak mengubah poin")
    if clause.scale == "device_shortage":
        words = (
            _("sampai %(points)d poin, makin sedikit gawai per pelajar di rumah makin besar")
            if clause.weight > 0
            else _("dikurangi sampai %(points)d poin, makin sedikit gawai per pelajar di rumah makin banyak")
        )
    elif clause.scale == "per_service_year" and clause.weight > 0:
        words = _("1 poin tiap tahun masa kerja, paling banyak %(points)d")
    elif clause.weight > 0:
        words = ngettext("tambah %(points)d poin", "tambah %(points)d poin", weight)
    else:
        words = ngettext("dikurangi %(points)d poin", "dikurangi %(points)d poin", weight)
    return words % {"points": weight}


def _phrase(field: str, value: Any) -> str:
    if field == "school_form":
        return _("bersekolah atau mengajar di %(form)s") % {"form": value}
    return str(_PHRASES[field][value])


def _either(parts: Sequence[str]) -> str:
    """ "a", "a atau b", "a, b, atau c"."""
    if len(parts) <= 2:
        return pgettext_lazy("alternatives", " atau ").join(parts)  # type: ignore[no-any-return]
    return _("%(some)s, atau %(last)s") % {"some": ", ".join(parts[:-1]), "last": parts[-1]}


@dataclass(frozen=True)
class Difference:
    """One clause that is new (`before` is empty), gone (`after` is empty) or reads otherwise."""

    before: str
    after: str


def differences(old: Sequence[Clause], new: Sequence[Clause]) -> list[Difference]:
    """What reading the new version aloud would tell otherwise, in the new one's order, then what is gone. Clauses are the
    same when their ids are; the order alone changes nothing for anybody."""
    before: Mapping[str, Clause] = {clause.id: clause for clause in old}
    kept = {clause.id for clause in new}
    found = [Difference(_said(before.get(clause.id)), _said(clause)) for clause in new]
    found += [Difference(_said(clause), "") for clause in old if clause.id not in kept]
    return [one for one in found if one.before != one.after]


def _said(clause: Clause | None) -> str:
    return read(clause) if clause else ""
