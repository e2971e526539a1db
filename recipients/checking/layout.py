"""The columns of the lists, and the words that an office may answer with.

The list that goes out is the template of the answer: the office fills the last two columns and sends it back. Only the
reference and the answer columns are read; a NIK need not come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ksbb.imports.cells import CellValue, text_of

REFERENCE = "Kode"
AS_OF = "Per tanggal"

# As the register keeps them (OfficialFact.NikStatus); a test holds both equal.
_NIK_WORDS = {
    "sesuai": "valid",
    "valid": "valid",
    "ditemukan": "valid",
    "tidak ditemukan": "unknown",
    "tidak sesuai": "unknown",
    "meninggal": "died",
    "meninggal dunia": "died",
    "pindah": "moved",
    "pindah keluar": "moved",
}
# "Not in DTSEN" is an answer too, and another one than an empty cell.
_DECILE_WORDS = {"kosong": "", "tidak terdaftar": "", "tidak ada": ""} | {str(n): str(n) for n in range(1, 11)}


@dataclass(frozen=True)
class Layout:
    """The list of one source: its columns, the one that holds the answer, and word → value of the register."""

    source: str
    fact: str
    answer: str
    person: tuple[str, ...]
    words: Mapping[str, str]
    shown: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (REFERENCE, *self.person, self.answer, AS_OF)

    def value_of(self, cell: CellValue) -> str | None:
        """The value for the register; None for a word that is none of ours."""
        text = text_of(cell).casefold().removeprefix("desil ").strip()
        return self.words.get(text)

    def word_of(self, value: str) -> str:
        """The first word for the value."""
        return next(word for word, meant in self.words.items() if meant == value)


LAYOUTS: dict[str, Layout] = {
    "dukcapil": Layout(
        source="dukcapil",
        fact="nik_status",
        answer="Status NIK",
        person=("NIK", "Nama", "Tanggal lahir"),
        words=_NIK_WORDS,
        shown=("sesuai", "tidak ditemukan", "meninggal", "pindah"),
    ),
    "dinsos": Layout(
        source="dinsos",
        fact="dtsen_decile",
        answer="Desil",
        person=("NIK", "Nama"),
        words=_DECILE_WORDS,
        shown=("1", "…", "10", "kosong"),
    ),
}


def layout_of(source: str) -> Layout:
    return LAYOUTS[source]
