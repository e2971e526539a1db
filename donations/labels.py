"""Stickers for devices as a PDF, and what the page behind their QR may say.

No person, no number of the device; a place only where a stranger cannot guess a school by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from donations.models import Allocation, Device
from donations.models.codes import ALPHABET
from donations.receipts import SMALL_CELL
from donations.states import AllocationState
from ksbb.common.papers import pdf_of, qr_svg
from ksbb.territories.models import DISTRICT_LENGTH, Territory

# Three columns by eight rows of 70 × 37 mm: sheets of labels of this size are sold everywhere.
A_SHEET = 24
# So many devices in one file; the next ones are in the next.
AT_ONCE = 10 * A_SHEET


@dataclass(frozen=True)
class Label:
    """One sticker: the code, and what kind of device it belongs on."""

    code: str
    kind: str


def labels_pdf(labels: Sequence[Label], printed_on: date) -> bytes:
    """24 stickers an A4 page, equal bytes for equal labels of one day; raises ValueError without any."""
    if not labels:
        raise ValueError("a sheet needs at least one label")
    rows = [{"code": spaced(one.code), "kind": one.kind, "qr": qr_svg(label_address(one.code))} for one in labels]
    day = [printed_on.year, printed_on.month, printed_on.day]
    host = settings.PUBLIC_URL.split("://", 1)[-1]
    return pdf_of("labels.typ", {"labels": rows, "address": f"{host}/perangkat/", "iso": day})


def label_address(code: str) -> str:
    """Where the QR leads to."""
    return f"{settings.PUBLIC_URL}/perangkat/{code}/"


def spaced(code: str) -> str:
    """In groups of four, to be read and typed from a sticker."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def clean_label(text: str) -> str:
    """A code as it is kept; "" for what cannot be one. The address of a label is read too."""
    found = re.search(r"/perangkat/([^/?#]+)", text)
    code = re.sub(r"[\s.-]", "", (found[1] if found else text).upper())
    return code if 0 < len(code) <= 20 and set(code) <= set(ALPHABET) else ""


def place_of(device: Device) -> str:
    """The kecamatan when at least SMALL_CELL devices were handed over there; otherwise nothing."""
    district = device.region[:DISTRICT_LENGTH]
    if not district:
        return ""
    there = Allocation.objects.filter(region__startswith=f"{district}.", state=AllocationState.HANDED_OVER)
    if there[:SMALL_CELL].count() < SMALL_CELL:
        return ""
    found = Territory.objects.filter(pk=district).first()
    return found.short_name if found else ""
