"""Weights as plain data, as a version of them is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from donations.matching.given import FITS, Fit, Weights

# Nobody needs larger ones, and the sums of a nation stay whole numbers of 64 bits.
MOST = 10_000
_NUMBERS = tuple(field.name for field in fields(Weights) if field.name != "fits")


class BadWeights(ValueError):
    """Data that are no weights; the message is for programmers, a form checks what people type."""


def as_data(weights: Weights) -> dict[str, Any]:
    """As JSON: {"per_point": 1, …, "fits": [{"need_class": …, "device_type": …, "points": …, "form": ""}, …]}."""
    return asdict(weights) | {"fits": [asdict(fit) for fit in weights.fits]}


def weights_from(data: Mapping[str, Any]) -> Weights:
    """What `as_data` wrote; what is left out is as usual. Raises BadWeights for unknown names and impossible values."""
    unknown = set(data) - {*_NUMBERS, "fits"}
    if unknown:
        raise BadWeights(f"unknown: {sorted(unknown)}")
    said: dict[str, Any] = {name: _number(name, data[name]) for name in _NUMBERS if name in data}
    if "fits" in data:
        said["fits"] = tuple(_fit(one) for one in data["fits"])
    try:
        return Weights(**said)
    except ValueError as error:
        raise BadWeights(str(error)) from error


def _number(name: str, value: object) -> int | None:
    if name == "cap_per_school" and value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise BadWeights(f"{name}: a whole number from 0 to {MOST}")
    return value


def _fit(said: Mapping[str, Any]) -> Fit:
    try:
        fit = Fit(said["need_class"], said["device_type"], said["points"], said.get("form", ""))
    except (KeyError, TypeError, AttributeError) as error:
        raise BadWeights("fits: need_class, device_type, points, form") from error
    if fit.device_type not in FITS.get(fit.need_class, ()) or not isinstance(fit.form, str):
        raise BadWeights(f"fits: {fit.device_type} for {fit.need_class}")
    if isinstance(fit.points, bool) or not isinstance(fit.points, int) or not 0 <= fit.points <= MOST:
        raise BadWeights(f"fits: points from 0 to {MOST}")
    return fit
