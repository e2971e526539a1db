"""The reasons of a proposal in words that can be read aloud: why this school and not that. Of people only bands are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from donations.models import MatchingLine
from donations.urgency import band_of
from schools.models import School

BOUND: dict[str, str | Promise] = {
    "pinned": gettext_lazy("Ditahan di sekolah ini oleh koordinator."),
    "wish": gettext_lazy("Pemberinya meminta wilayah, jenjang, atau penerima tertentu."),
    "cap": gettext_lazy("Sekolah ini tidak mendapat lebih banyak karena batasnya tercapai."),
    "floor": gettext_lazy("Kecamatan dan jenjang ini mendapat bagian yang adil lebih dulu."),
    "fit": gettext_lazy("Jenis gawai ini lebih cocok di sini."),
    "block": gettext_lazy("Supaya satu kiriman tidak terpecah ke terlalu banyak sekolah."),
    "swap": gettext_lazy("Kalau dipindah, kiriman lain kehilangan tempat yang lebih baik."),
    "draw": gettext_lazy("Kebutuhannya sama mendesak; undian resmi yang menentukan."),
}
UNPLACED: dict[str, str | Promise] = {
    "no_need": gettext_lazy("Tidak ada kebutuhan terbuka yang sesuai keinginan pemberinya."),
    "gate": gettext_lazy("Sekolah yang sesuai sedang tidak boleh menerima."),
    "cap": gettext_lazy("Sekolah yang sesuai sudah mencapai batasnya."),
    "forbidden": gettext_lazy("Sekolah yang sesuai dilarang dalam usulan ini."),
    "taken": gettext_lazy("Semua kebutuhan yang sesuai sudah mendapat gawai lain dalam usulan ini."),
}
LESS: dict[str, str | Promise] = {
    "gift": gettext_lazy("Gawainya sebagian ditarik pemberinya atau sudah dipadankan di usulan lain."),
    "gate": gettext_lazy("Sekolah ini sekarang tidak boleh menerima."),
    "cap": gettext_lazy("Batas sekolah ini tercapai."),
    "taken": gettext_lazy("Kebutuhannya sudah dijanjikan donatur lain; gawainya menunggu usulan berikutnya."),
}
IMPOSSIBLE: dict[str, str | Promise] = {
    "unknown": gettext_lazy("Gawainya sudah ditarik, atau sekolah ini tidak punya kebutuhan jenis ini."),
    "wish": gettext_lazy("Sekolah ini tidak sesuai dengan keinginan pemberinya, atau jenis gawainya tidak cocok."),
    "gate": gettext_lazy("Sekolah ini sedang tidak boleh menerima."),
    "quantity": gettext_lazy("Kebutuhan yang terbuka di sekolah ini, atau gawainya, kurang dari itu."),
    "cap": gettext_lazy("Batas sekolah ini terlampaui."),
}


def summary_of(line: MatchingLine) -> str:
    """One line for a list: how urgent, and whether it is a first device."""
    why = line.why
    if "highest" not in why:
        return _("ditahan; hitung ulang untuk melihat alasannya")
    high, low = _band(line.need_class, why["highest"]), _band(line.need_class, why["lowest"])
    return high if high == low else _("%(high)s sampai %(low)s") % {"high": high, "low": low.lower()}


def explain(line: MatchingLine, schools: Mapping[int, School]) -> list[str]:
    """The sentences of one line's page; `schools` knows the next school of `why`."""
    why = line.why
    if "highest" not in why:
        return [
            _(
                "Baris ini ditahan oleh koordinator sejak usulan terakhir dihitung. Alasannya muncul sesudah dihitung ulang."
            )
        ]
    told = [
        _("Yang terlayani di sekolah ini: %(bands)s.") % {"bands": summary_of(line).lower()},
        _turns(why),
        _ahead(why),
    ]
    told += [_next(line, schools)]
    told += [str(BOUND[code]) for code in why.get("bound", ()) if code in BOUND]
    if "less" in why:
        told.append(str(LESS.get(why["less"], "")))
    return [sentence for sentence in told if sentence]


def next_schools(lines: Iterable[MatchingLine]) -> set[int]:
    """The schools that the reasons of `lines` name."""
    return {line.why["next_school"] for line in lines if line.why.get("next_school")}


def _band(need_class: str, points: int) -> str:
    return str(band_of(need_class, -points).label)


def _turns(why: Mapping[str, Any]) -> str:
    if why["last_turn"] == 0:
        return _("Untuk semuanya ini gawai pertama di rumahnya.")
    if why["turn"] == 0:
        return _("Sebagian di rumah yang sudah dijanjikan satu gawai; yang belum punya didahulukan.")
    return _("Di rumah yang sudah dijanjikan satu gawai: semua gawai pertama yang sesuai sudah mendapat tempat.")


def _ahead(why: Mapping[str, Any]) -> str:
    ahead = why["ahead"]
    if not ahead:
        return _("Tidak ada kebutuhan sejenis di wilayah ini yang berada lebih depan dalam antrean.")
    return ngettext(
        "Di wilayah ini %(ahead)s kebutuhan sejenis berada lebih depan dalam antrean.",
        "Di wilayah ini %(ahead)s kebutuhan sejenis berada lebih depan dalam antrean.",
        ahead,
    ) % {"ahead": ahead}


def _next(line: MatchingLine, schools: Mapping[int, School]) -> str:
    """Where it would have gone instead, and how that stands to this."""
    why = line.why
    school = schools.get(why.get("next_school") or 0)
    if school is None:
        return _("Tidak ada sekolah lain yang masih menunggu dan sesuai untuk gawai ini.")
    there = {"school": school.name, "band": _band(line.need_class, why["next_points"]).lower()}
    if why["next_turn"] > why["last_turn"]:
        return (
            _("Pilihan berikutnya %(school)s, tetapi di sana tinggal rumah yang sudah dijanjikan satu gawai.") % there
        )
    margin = why.get("margin")
    if margin is not None and margin > 0:
        return _("Pilihan berikutnya %(school)s (%(band)s); di sini lebih mendesak.") % there
    if margin == 0:
        return _("Pilihan berikutnya %(school)s (%(band)s), sama mendesaknya.") % there
    return (
        _("Pilihan berikutnya %(school)s (%(band)s); di sana lebih mendesak, tetapi ada alasan lain di bawah ini.")
        % there
    )
