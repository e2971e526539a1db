"""How many reports are visited, and by when. No database: numbers in, numbers out."""

from __future__ import annotations

import math
from datetime import timedelta
from statistics import NormalDist

# A report with so much risk when it is verified is a red flag (the weights: verification/risk.py).
RED_FLAG_FROM = 40
# So far back a failed visit widens the sample.
WIDENED_BACK = timedelta(days=180)
# How soon somebody has to go there, by the reason of the visit.
DUE_AFTER = {
    "red_flag": timedelta(days=7),
    "widened": timedelta(days=14),
    "new_giver": timedelta(days=21),
    "new_school": timedelta(days=21),
    "random": timedelta(days=30),
}
# After so long the seed is opened to everybody, even when a visit was never made.
SECRET_AT_MOST = timedelta(days=90)
# A verdict of the last minute of a period has been written down by then.
SETTLED_AFTER = timedelta(hours=1)


def z_value(confidence: int) -> float:
    """How many standard deviations hold `confidence` percent of a normal distribution: 90 → 1.645, 95 → 1.960, 99 → 2.576."""
    return NormalDist().inv_cdf(0.5 + confidence / 200)


def sample_size(population: int, *, confidence: int, margin: int, expected: int) -> int:
    """How many of `population` to look at, so that the share found is right to ± `margin` with `confidence`; all in percent.

    `expected`: the share of wrong ones that is thought likely; 50 is the most careful. W. G. Cochran, Sampling Techniques (3rd
    ed., 1977), section 4.4: n0 = z² p (1 - p) / e², with the finite population correction n = n0 / (1 + (n0 - 1) / N). Rounded
    up, never above the population, at least one of a population that is not empty.
    """
    if population <= 0:
        return 0
    share, error = expected / 100, margin / 100
    endless = z_value(confidence) ** 2 * share * (1 - share) / error**2
    corrected = endless / (1 + (endless - 1) / population)
    # A hair above a whole number is that number: floating point, not one more visit.
    return max(1, min(population, math.ceil(round(corrected, 6))))
