"""The fate of a gift as a figure that the server draws, and the same numbers for its table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from donations.fate import LOST, REFUTED, RETURNED, STOCK, VERIFIED, Fate

# The drawing's full width in its own units.
WIDTH = 1000


@dataclass(frozen=True)
class Part:
    """A bar: `kind` names its colour, `start` and `width` are places in the drawing."""

    kind: str
    label: str
    value: int
    width: int
    start: int = 0


@dataclass(frozen=True)
class Figure:
    """`money`: what the rupiah became, side by side; `steps`: how far the devices are, one under another."""

    money: list[Part]
    steps: list[Part]
    beside: list[tuple[str, int]]
    schools: list[tuple[str, int]]


def figure_of(fate: Fate) -> Figure:
    stages = fate.stages
    beside = [
        (_("Masih di gudang agregator"), stages[STOCK]),
        (_("Dikembalikan"), stages[RETURNED]),
        (_("Hilang atau rusak"), stages[LOST]),
        (_("Ditolak validator"), stages[REFUTED]),
    ]
    return Figure(
        money=_money(fate),
        steps=_steps(fate),
        beside=[(words, count) for words, count in beside if count],
        schools=sorted(fate.schools.items(), key=lambda row: (-row[1], row[0])),
    )


def _money(fate: Fate) -> list[Part]:
    rows = [
        ("handed", _("Menjadi gawai"), fate.bought),
        ("pledged", _("Biaya penyelenggaraan"), fate.cost),
        ("needed", _("Dikembalikan kepada Anda"), fate.refund),
        ("ground", _("Belum dipakai"), fate.left),
    ]
    parts, at = [], 0
    for kind, words, value in rows:
        width = WIDTH * value // fate.received if fate.received else 0
        parts.append(Part(kind, words, value, width, at))
        at += width
    return [part for part in parts if part.value]


def _steps(fate: Fate) -> list[Part]:
    rows = [
        ("needed", _("Gawai"), fate.devices),
        ("pledged", _("Dijanjikan kepada sekolah"), fate.promised),
        ("handed", _("Diserahkan"), fate.handed_over),
        ("verified", _("Terverifikasi"), fate.stages[VERIFIED]),
    ]
    whole = fate.devices
    return [
        Part(kind, words, value, max(4, WIDTH * value // whole) if value else 0) for kind, words, value in rows if whole
    ]
