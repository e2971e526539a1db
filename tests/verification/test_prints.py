"""A picture is known again in disguise, and is not mistaken for another. No database."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks._pictures import DISGUISES, picture
from ksbb.common.prints import MOST_COARSE, Print, Question, kept_prints, questions
from verification.likeness import BANDS, bands_of, probes_of

COARSE = st.integers(-(2**63), 2**63 - 1)


def is_copy(copy: Image.Image, original: Image.Image) -> bool:
    kept = kept_prints(original)
    return any(one.print.is_like(other) for one in questions(copy) for other in kept)


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_disguise_is_seen_through(disguise: str, seed: int) -> None:
    assert is_copy(DISGUISES[disguise](picture(seed), Random(seed)), picture(seed))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_other_pictures_are_others(one: int, step: int) -> None:
    assert not is_copy(picture(one), picture(one + 1 + step))


@pytest.mark.parametrize("grey", [0, 90, 255])
def test_a_flat_picture_resembles_nothing(grey: int) -> None:
    wall = Image.effect_noise((320, 240), 2).point(lambda value: min(255, max(0, value - 128 + grey)))
    assert (kept_prints(wall), questions(wall)) == ([], [])


def test_a_mirrored_question_says_so() -> None:
    original, mirrored = picture(2), DISGUISES["mirrored"](picture(2), Random(2))
    kept = kept_prints(original)
    assert {one.is_mirrored for one in questions(mirrored) if any(one.print.is_like(other) for other in kept)} == {True}


@given(COARSE)
def test_four_bands_are_the_whole_print(coarse: int) -> None:
    assert sum(band << 16 * n for n, band in enumerate(bands_of(coarse))) == coarse & 2**64 - 1


@given(COARSE, st.sets(st.integers(0, 63), max_size=MOST_COARSE))
def test_no_near_print_escapes_the_probes(coarse: int, wrong: set[int]) -> None:
    """Seven wrong bits in four bands: one band has at most one."""
    other = coarse
    for bit in wrong:
        other ^= 1 << bit
    asked = Question(Print(coarse, bytes(32)), is_mirrored=False, is_narrow=False)
    assert any(bands_of(other)[n] in probes_of(asked, n) for n in range(BANDS))
