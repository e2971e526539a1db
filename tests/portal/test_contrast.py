"""Every pair of colours that text or a control is made of can be read, in both themes (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
COLOUR = re.compile(r"--k-([a-z0-9-]+):\s*(#[0-9a-f]{6});")
LIGHT = dict(COLOUR.findall(TOKENS.split('[data-bs-theme="dark"] {', 1)[0]))
DARK = LIGHT | dict(COLOUR.findall(TOKENS.split('[data-bs-theme="dark"] {', 1)[1]))
THEMES = {"light": LIGHT, "dark": DARK}

GROUNDS = ("ground", "surface", "sunken")
TEXTS = [
    (ink, ground) for ink in ("ink", "ink-soft", "teal", "teal-strong", "saffron-strong", "bad") for ground in GROUNDS
]
TEXTS += [(tone, f"{tone}-soft") for tone in ("good", "waiting", "bad", "info", "neutral")]
TEXTS += [("on-teal", "teal"), ("on-teal", "teal-strong"), ("on-saffron", "saffron"), ("teal-strong", "teal-soft")]
TEXTS += [(ink, ground) for ink in ("on-deep", "on-deep-soft", "saffron") for ground in ("deep", "deep-2")]
TEXTS += [("ink-soft", "map-0"), ("map-ink-light", "map-1"), ("map-ink-light", "map-2"), ("map-ink-3", "map-3")]
TEXTS += [("map-ink-dark", "map-4"), ("map-ink-dark", "map-5"), ("good", "surface"), ("saffron-strong", "saffron-soft")]

SHAPES = [(shape, ground) for shape in ("line-strong", "focus") for ground in GROUNDS]
SHAPES += [(number, "surface") for number in ("needed", "pledged", "handed", "verified")] + [("saffron", "deep")]


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_stands_out(theme: str, ink: str, ground: str) -> None:
    colours = THEMES[theme]

    assert _contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_stand_out(theme: str, shape: str, ground: str) -> None:
    colours = THEMES[theme]

    assert _contrast(colours[shape], colours[ground]) >= 3


def test_the_scale_measures_as_the_standard_does() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
