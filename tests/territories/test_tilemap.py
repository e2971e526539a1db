"""The schematic map: every kecamatan once, five classes at most, darker means more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksbb.territories.tilemap import CLASSES, LAYOUT, shades_of, tile_map

CODES = [place[0] for place in LAYOUT]


def test_every_kecamatan_of_jakarta_has_one_tile() -> None:
    assert len(set(CODES)) == len(CODES) == 44


def test_no_two_tiles_share_a_place() -> None:
    assert len({place[3:] for place in LAYOUT}) == 44


def test_short_names_fit_their_tile() -> None:
    assert max(len(place[2]) for place in LAYOUT) <= 8


def test_a_value_is_drawn_on_its_tile_and_nowhere_else() -> None:
    drawn = tile_map({"31.73.06": 12})

    assert [(tile.name, tile.value) for tile in drawn.tiles if tile.value] == [("Kalideres", 12)]
    assert [tile.name for tile in drawn.most] == ["Kalideres"]


def test_without_need_there_is_no_legend() -> None:
    drawn = tile_map({})

    assert drawn.shades == ()
    assert {tile.shade for tile in drawn.tiles} == {0}


def test_places_outside_are_not_drawn() -> None:
    assert {tile.value for tile in tile_map({"32.01.01": 9}).tiles} == {0}


@given(st.lists(st.integers(0, 200_000), min_size=44, max_size=44))
def test_classes_cover_every_value_without_gap_or_overlap(values: list[int]) -> None:
    shades = shades_of(values)

    assert len(shades) <= CLASSES
    assert all(shade.low <= shade.high for shade in shades)
    assert [shade.low for shade in shades[1:]] == [shade.high + 1 for shade in shades[:-1]]
    assert not shades or (shades[0].low, shades[-1].high) == (1, max(values))


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 5_000)))
def test_more_need_is_never_lighter(values: dict[str, int]) -> None:
    tiles = sorted(tile_map(values).tiles, key=lambda tile: tile.value)

    assert [tile.shade for tile in tiles] == sorted(tile.shade for tile in tiles)
    assert all((tile.shade == 0) == (tile.value == 0) for tile in tiles)


@pytest.mark.parametrize("border", tile_map({}).borders)
def test_a_border_is_one_side_of_a_tile(border: tuple[int, int, int, int]) -> None:
    x1, y1, x2, y2 = border

    assert abs(x2 - x1) + abs(y2 - y1) == 100
