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
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext, pgettext_lazy

from recipients.criteria import Clause

Words = str | Promise

# What a clause is about, as the builder offers it.
FIELD_LABELS: dict[str, Words] = {
    "device_access": _l("Gawai untuk belajar"),
    "household_devices": _l("Jumlah gawai di rumah"),
    "household_learners": _l("Jumlah pelajar di rumah"),
    "internet": _l("Internet di rumah"),
    "household_aided": _l("Keluarga sudah pernah menerima gawai"),
    "has_welfare_card": _l("Kartu bantuan (KIP, KJP Plus, KPS)"),
    "dtsen_decile": _l("Desil DTSEN"),
    "income_band": _l("Penghasilan"),
    "is_orphan": _l("Yatim, piatu, atau tinggal di panti"),
    "has_disability": _l("Penyandang disabilitas"),
    "is_final_year": _l("Kelas akhir (6, 9, atau 12)"),
    "is_returning": _l("Kembali bersekolah lewat PKBM"),
    "consent_given": _l("Persetujuan orang tua/wali"),
    "employment": _l("Status kepegawaian"),
    "service_years": _l("Masa kerja"),
    "teaches_programme": _l("Mengajar murid program"),
    "school_accepted": _l("Sekolah diterima program"),
    "school_form": _l("Jenjang sekolah"),
}

# Texts and yes/no: each value is a phrase of its own.
_PHRASES: dict[str, dict[str | bool, Words]] = {
    "device_access": {
        "unknown": _l("keadaan gawainya belum diisi"),
        "none": _l("tidak punya gawai sama sekali"),
        "shared": _l("berbagi gawai"),
        "own": _l("punya gawai sendiri"),
    },
    "internet": {
        "unknown": _l("internet di rumah belum diisi"),
        "none": _l("tidak ada internet di rumah"),
        "quota": _l("memakai kuota HP"),
        "fixed": _l("ada wifi di rumah"),
    },
    "income_band": {
        "unknown": _l("penghasilan tidak diketahui"),
        "none": _l("tidak berpenghasilan"),
        "lt_500k": _l("penghasilan kurang dari Rp500.000"),
        "500k_1m": _l("penghasilan Rp500.000–999.999"),
        "1m_2m": _l("penghasilan Rp1.000.000–1.999.999"),
        "2m_5m": _l("penghasilan Rp2.000.000–4.999.999"),
        "5m_20m": _l("penghasilan Rp5.000.000–20.000.000"),
        "gt_20m": _l("penghasilan lebih dari Rp20.000.000"),
    },
    "employment": {
        "unknown": _l("status kepegawaian tidak diketahui"),
        "pns": _l("berstatus PNS"),
        "cpns": _l("berstatus CPNS"),
        "pppk": _l("berstatus PPPK"),
        "honorer": _l("berstatus honorer"),
        "foundation": _l("guru tetap yayasan"),
        "other": _l("berstatus lainnya"),
    },
    "household_aided": {
        True: _l("keluarga sudah pernah menerima gawai"),
        False: _l("keluarga belum pernah menerima gawai"),
    },
    "has_welfare_card": {
        True: _l("memegang KIP, KJP Plus, atau KPS"),
        False: _l("tidak memegang KIP, KJP Plus, atau KPS"),
    },
    "is_orphan": {
        True: _l("yatim, piatu, atau tinggal di panti"),
        False: _l("bukan yatim atau piatu dan tidak tinggal di panti"),
    },
    "has_disability": {True: _l("penyandang disabilitas"), False: _l("bukan penyandang disabilitas")},
    "is_final_year": {True: _l("duduk di kelas akhir (6, 9, atau 12)"), False: _l("tidak duduk di kelas akhir")},
    "is_returning": {
        True: _l("kembali bersekolah lewat PKBM"),
        False: _l("tidak sedang kembali bersekolah lewat PKBM"),
    },
    "consent_given": {
        True: _l("persetujuan orang tua/wali sudah dicatat"),
        False: _l("persetujuan orang tua/wali belum dicatat"),
    },
    "teaches_programme": {True: _l("mengajar murid program"), False: _l("tidak mengajar murid program")},
    "school_accepted": {
        True: _l("sekolahnya diterima dalam program"),
        False: _l("sekolahnya belum diterima dalam program"),
    },
}

# Numbers: a sentence for each operator.
_NUMBERS: dict[str, dict[str, Words]] = {
    "household_devices": {
        "eq": _l("jumlah gawai di rumah %(number)s"),
        "ne": _l("jumlah gawai di rumah bukan %(number)s"),
        "in": _l("jumlah gawai di rumah %(number)s"),
        "lte": _l("jumlah gawai di rumah paling banyak %(number)s"),
        "gte": _l("jumlah gawai di rumah paling sedikit %(number)s"),
    },
    "household_learners": {
        "eq": _l("jumlah pelajar di rumah %(number)s"),
        "ne": _l("jumlah pelajar di rumah bukan %(number)s"),
        "in": _l("jumlah pelajar di rumah %(number)s"),
        "lte": _l("jumlah pelajar di rumah paling banyak %(number)s"),
        "gte": _l("jumlah pelajar di rumah paling sedikit %(number)s"),
    },
    "dtsen_decile": {
        "eq": _l("desil DTSEN %(number)s"),
        "ne": _l("desil DTSEN diketahui dan bukan %(number)s"),
        "in": _l("desil DTSEN %(number)s"),
        "lte": _l("desil DTSEN %(number)s atau lebih rendah"),
        "gte": _l("desil DTSEN %(number)s atau lebih tinggi"),
    },
    "service_years": {
        "eq": _l("masa kerja %(number)s tahun"),
        "ne": _l("masa kerja bukan %(number)s tahun"),
        "in": _l("masa kerja %(number)s tahun"),
        "lte": _l("masa kerja paling lama %(number)s tahun"),
        "gte": _l("masa kerja paling sedikit %(number)s tahun"),
    },
}

OPERATOR_LABELS: dict[str, Words] = {
    "in": _l("salah satu dari"),
    "eq": _l("tepat"),
    "ne": _l("bukan"),
    "lte": _l("paling banyak"),
    "gte": _l("paling sedikit"),
}
SCALE_LABELS: dict[str, Words] = {
    "": _l("Poin tetap"),
    "device_shortage": _l("Makin sedikit gawai per pelajar di rumah, makin besar"),
    "per_service_year": _l("1 poin tiap tahun masa kerja, sampai batas"),
}
KIND_LABELS: dict[str, Words] = {
    "required": _l("Wajib: yang tidak memenuhinya tidak dapat dibantu"),
    "weighted": _l("Poin: menentukan siapa yang didahulukan"),
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
