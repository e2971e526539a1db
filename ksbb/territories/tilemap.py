"""The schematic map: every kecamatan of Jakarta is one tile of the same size, laid out roughly as it lies.

A tile map needs no boundary file, gives small places the same weight as large ones, and is a list of links to a keyboard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from ksbb.territories.models import CITY_LENGTH

CLASSES = 5
# Side of a tile and its distance to the next, in units of the drawing.
SIDE, STEP = 92, 100

CITIES = {
    "31.01": "Kepulauan Seribu",
    "31.71": "Jakarta Pusat",
    "31.72": "Jakarta Utara",
    "31.73": "Jakarta Barat",
    "31.74": "Jakarta Selatan",
    "31.75": "Jakarta Timur",
}

# Where the drawing has room for the name of a kota; Jakarta Pusat, in the middle, has none.
CITY_LABELS = (
    ("Jakarta Utara", 800, 82),
    ("Jakarta Barat", 4, 182),
    ("Jakarta Selatan", 4, 782),
    ("Jakarta Timur", 800, 782),
)

# Kemendagri code, name, short form for the tile, column, row.
LAYOUT: tuple[tuple[str, str, str, int, int], ...] = (
    ("31.01.01", "Kepulauan Seribu Utara", "Srb U", 0, 0),
    ("31.01.02", "Kepulauan Seribu Selatan", "Srb S", 1, 0),
    ("31.71.01", "Gambir", "Gmbir", 3, 3),
    ("31.71.02", "Sawah Besar", "Sw Bsr", 4, 2),
    ("31.71.03", "Kemayoran", "Kmyrn", 5, 2),
    ("31.71.04", "Senen", "Senen", 4, 3),
    ("31.71.05", "Cempaka Putih", "C Putih", 6, 3),
    ("31.71.06", "Menteng", "Mnteng", 3, 4),
    ("31.71.07", "Tanah Abang", "T Abang", 2, 4),
    ("31.71.08", "Johar Baru", "Johar B", 5, 3),
    ("31.72.01", "Penjaringan", "Pnjrgn", 3, 1),
    ("31.72.02", "Tanjung Priok", "Tj Priok", 5, 1),
    ("31.72.03", "Koja", "Koja", 6, 1),
    ("31.72.04", "Cilincing", "Cilncg", 7, 1),
    ("31.72.05", "Pademangan", "Pdmgn", 4, 1),
    ("31.72.06", "Kelapa Gading", "K Gdg", 6, 2),
    ("31.73.01", "Cengkareng", "Cgkrng", 1, 2),
    ("31.73.02", "Grogol Petamburan", "Grogol", 1, 3),
    ("31.73.03", "Taman Sari", "Tmn Sr", 3, 2),
    ("31.73.04", "Tambora", "Tmbora", 2, 2),
    ("31.73.05", "Kebon Jeruk", "Kb Jrk", 1, 4),
    ("31.73.06", "Kalideres", "Kldres", 0, 2),
    ("31.73.07", "Pal Merah", "Palmrh", 2, 3),
    ("31.73.08", "Kembangan", "Kmbgn", 0, 3),
    ("31.74.01", "Tebet", "Tebet", 4, 5),
    ("31.74.02", "Setiabudi", "Stbudi", 3, 5),
    ("31.74.03", "Mampang Prapatan", "Mmpng", 3, 6),
    ("31.74.04", "Pasar Minggu", "Ps Mgu", 3, 7),
    ("31.74.05", "Kebayoran Lama", "Kby Lm", 1, 5),
    ("31.74.06", "Cilandak", "Cilndk", 2, 6),
    ("31.74.07", "Kebayoran Baru", "Kby Br", 2, 5),
    ("31.74.08", "Pancoran", "Pncorn", 4, 6),
    ("31.74.09", "Jagakarsa", "Jgkrsa", 3, 8),
    ("31.74.10", "Pesanggrahan", "Psgrhn", 1, 6),
    ("31.75.01", "Matraman", "Mtrmn", 4, 4),
    ("31.75.02", "Pulogadung", "P Gdng", 6, 4),
    ("31.75.03", "Jatinegara", "Jtngra", 5, 4),
    ("31.75.04", "Kramatjati", "Krmtjt", 5, 5),
    ("31.75.05", "Pasar Rebo", "Ps Rbo", 4, 7),
    ("31.75.06", "Cakung", "Cakung", 7, 3),
    ("31.75.07", "Duren Sawit", "D Sawit", 7, 4),
    ("31.75.08", "Makasar", "Mksar", 6, 5),
    ("31.75.09", "Ciracas", "Circas", 5, 6),
    ("31.75.10", "Cipayung", "Cipyng", 6, 6),
)


@dataclass(frozen=True)
class Tile:
    """One kecamatan as drawn; `shade` is 0 (nothing) to 5 (most)."""

    code: str
    name: str
    short: str
    city: str
    value: int
    shade: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2

    @property
    def short_line(self) -> int:
        return self.y + 34

    @property
    def value_line(self) -> int:
        return self.y + 68


@dataclass(frozen=True)
class Shade:
    """One line of the legend: from `low` to `high`, both included."""

    number: int
    low: int
    high: int


@dataclass(frozen=True)
class TileMap:
    """Everything the drawing and its table need."""

    tiles: tuple[Tile, ...]
    shades: tuple[Shade, ...]
    borders: tuple[tuple[int, int, int, int], ...]
    city_labels: tuple[tuple[str, int, int], ...]
    width: int
    height: int
    side: int = SIDE

    @property
    def most(self) -> list[Tile]:
        """The five places with the most to do."""
        return sorted((tile for tile in self.tiles if tile.value), key=lambda tile: (-tile.value, tile.name))[:5]


def tile_map(values: Mapping[str, int]) -> TileMap:
    """The map of `values` (kecamatan code → number, missing means 0)."""
    shades = shades_of(values.get(code, 0) for code, *_rest in LAYOUT)
    tiles = tuple(
        Tile(
            code=code,
            name=name,
            short=short,
            city=CITIES[code[:CITY_LENGTH]],
            value=values.get(code, 0),
            shade=_shade(values.get(code, 0), shades),
            x=column * STEP + 4,
            y=row * STEP + 4,
        )
        for code, name, short, column, row in LAYOUT
    )
    columns = max(place[3] for place in LAYOUT) + 1
    rows = max(place[4] for place in LAYOUT) + 1
    return TileMap(
        tiles=tiles,
        shades=shades,
        borders=tuple(_borders()),
        city_labels=CITY_LABELS,
        width=columns * STEP,
        height=rows * STEP,
    )


def shades_of(values: Iterable[int]) -> tuple[Shade, ...]:
    """At most five classes with about as many places in each, with round upper ends; none when nothing is needed."""
    found = sorted(value for value in values if value > 0)
    if not found:
        return ()
    ends = [_round_up(found[(len(found) * part - 1) // CLASSES]) for part in range(1, CLASSES)]
    ends = sorted({end for end in ends if 0 < end < found[-1]}) + [found[-1]]
    return tuple(Shade(number, low + 1, high) for number, (low, high) in enumerate(pairwise([0, *ends]), start=1))


def _round_up(value: int) -> int:
    """The next number with at most two digits that are not zero: 147 → 150, 1233 → 1300."""
    unit = int(10 ** max(0, len(str(value)) - 2))
    return -(-value // unit) * unit


def _shade(value: int, shades: tuple[Shade, ...]) -> int:
    return next((shade.number for shade in shades if shade.low <= value <= shade.high), 0)


def _borders() -> Iterable[tuple[int, int, int, int]]:
    """The lines between tiles of two kota, as x1 y1 x2 y2."""
    city_at = {(column, row): code[:CITY_LENGTH] for code, _name, _short, column, row in LAYOUT}
    for (column, row), city in city_at.items():
        x, y = column * STEP, row * STEP
        if city_at.get((column + 1, row), city) != city:
            yield x + STEP, y, x + STEP, y + STEP
        if city_at.get((column, row + 1), city) != city:
            yield x, y + STEP, x + STEP, y + STEP
