"""How many to look at: the formula by itself."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from verification.sampling import sample_size, z_value

populations = st.integers(min_value=0, max_value=2_000_000)
confidences = st.integers(min_value=50, max_value=99)
margins = st.integers(min_value=1, max_value=50)
shares = st.integers(min_value=1, max_value=99)


@pytest.mark.parametrize(("confidence", "z"), [(90, 1.645), (95, 1.960), (99, 2.576)])
def test_z_values_are_those_of_the_tables(confidence: int, z: float) -> None:
    assert round(z_value(confidence), 3) == z


@pytest.mark.parametrize(
    ("population", "confidence", "margin", "expected", "size"),
    [(0, 95, 5, 50, 0), (1, 95, 5, 50, 1), (1_000, 95, 5, 50, 278), (100_000, 95, 5, 50, 383), (500, 95, 5, 10, 109),
     (100_000_000, 99, 1, 50, 16_585)],
)  # fmt: skip
def test_sizes_are_those_of_the_textbook(
    population: int, confidence: int, margin: int, expected: int, size: int
) -> None:
    assert sample_size(population, confidence=confidence, margin=margin, expected=expected) == size


@given(populations, confidences, margins, shares)
def test_never_above_the_population_and_never_nothing_of_something(
    population: int, confidence: int, margin: int, expected: int
) -> None:
    size = sample_size(population, confidence=confidence, margin=margin, expected=expected)
    assert min(1, population) <= size <= population


@given(populations, populations, confidences, margins, shares)
def test_a_larger_population_needs_no_smaller_sample(
    one: int, other: int, confidence: int, margin: int, expected: int
) -> None:
    few, many = sorted((one, other))
    how = {"confidence": confidence, "margin": margin, "expected": expected}
    assert sample_size(few, **how) <= sample_size(many, **how)


@given(populations, confidences, confidences, margins, shares)
def test_more_confidence_needs_no_smaller_sample(
    population: int, one: int, other: int, margin: int, expected: int
) -> None:
    low, high = sorted((one, other))
    sizes = [sample_size(population, confidence=c, margin=margin, expected=expected) for c in (low, high)]
    assert sizes == sorted(sizes)


@given(populations, confidences, margins, margins, shares)
def test_a_wider_margin_needs_no_larger_sample(
    population: int, confidence: int, one: int, other: int, expected: int
) -> None:
    narrow, wide = sorted((one, other))
    sizes = [sample_size(population, confidence=confidence, margin=m, expected=expected) for m in (wide, narrow)]
    assert sizes == sorted(sizes)


@given(populations, confidences, margins, shares, shares)
def test_the_nearer_to_half_the_more(population: int, confidence: int, margin: int, one: int, other: int) -> None:
    far, near = sorted((one, other), key=lambda share: -abs(50 - share))
    assume(abs(50 - far) > abs(50 - near))
    sizes = [sample_size(population, confidence=confidence, margin=margin, expected=e) for e in (far, near)]
    assert sizes == sorted(sizes)
