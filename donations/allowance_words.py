"""What a row of a file of caps would change, and what is wrong with it, in the words of whoever reads it.

Rows keep codes and facts only, so that an officer and an auditor each read the same row in a language of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.allowances import CHOICES, GATE
from ksbb.common import sealing
from ksbb.imports.models import ImportRow
from ksbb.imports.row_words import RowInWords
from recipients.models import NeedClass

# (column, code) → sentence
PROBLEMS: dict[tuple[str, str], str | Promise] = {
    ("NPSN", "npsn"): gettext_lazy("Isi NPSN sekolahnya, 8 huruf atau angka."),
    ("NPSN", "unknown"): gettext_lazy("NPSN ini tidak ada di wilayah Anda. Periksa lagi angkanya."),
    ("NPSN", "twice"): gettext_lazy("Sekolah dan kelompok ini sudah ada di baris sebelumnya. Hapus salah satu."),
    ("Untuk", "class"): gettext_lazy("Batas berlaku untuk murid atau guru. Isi kolom “Untuk”."),
    ("Untuk", "unknown"): gettext_lazy("“%(said)s” tidak dikenal. Tulis salah satu: %(words)s."),
    ("Penerimaan", "unknown"): gettext_lazy("“%(said)s” tidak dikenal. Tulis salah satu: %(words)s."),
    ("Batas", "nothing"): gettext_lazy("Baris ini tidak meminta apa pun. Isi “Batas” atau “Penerimaan”."),
    ("Batas", "cap"): gettext_lazy("Batas harus bilangan bulat 0 sampai 100.000, atau “tanpa batas”."),
    ("Alasan", "reason"): gettext_lazy(
        "Isi alasannya, paling sedikit lima huruf: setiap perubahan batas harus dapat dijelaskan."
    ),
}


def problem_in_words(problem: Mapping[str, str]) -> str:
    """`problem` as a row keeps it: column, code, and in `message` what was written there."""
    column = problem["column"]
    words = ", ".join(sorted(CHOICES.get(column, ())))
    return str(PROBLEMS[column, problem["code"]]) % {"said": problem["message"], "words": words}


def in_words(row: ImportRow) -> RowInWords:
    problems = [{"column": one["column"], "message": problem_in_words(one)} for one in row.problems]
    kept = json.loads(sealing.unseal(row.changes_sealed) or "[]")
    return RowInWords(row, [_change(*change) for change in kept], problems)


def _change(what: str, now: int | None, asked: int | None, then: int | None) -> tuple[str, str, str]:
    """`what` is a class of need, whose cap changes, or GATE."""
    if what == GATE:
        return _("Penerimaan bantuan"), _gate(now), _gate(then)
    told = _cap(then)
    if asked != then:
        told = _("%(after)s (diminta %(asked)s; sebanyak itu sudah dijanjikan atau diterima)") % {
            "after": then,
            "asked": asked,
        }
    return _("Batas %(words)s") % {"words": str(NeedClass(what).label).lower()}, _cap(now), told


def _cap(cap: int | None) -> str:
    return _("tanpa batas") if cap is None else str(cap)


def _gate(is_open: int | None) -> str:
    return _("dibuka") if is_open else _("ditutup")
