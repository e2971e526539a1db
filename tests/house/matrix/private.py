"""What stands in the columns of people (`ksbb.portal.holdings`), and whether an answer tells any of it (promise 36)."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote_plus

from django.apps import apps
from django.utils import translation
from django.utils.formats import date_format
from PIL import Image
from pypdf import PdfReader

from donations.models import Aggregator, Donor
from ksbb.common import sealing
from ksbb.portal.holdings import HOLDINGS
from tests.house.matrix.private_columns import OPEN, UNREADABLE

COLUMNS = sorted({one for kind in HOLDINGS for one in kind.columns} - set(OPEN) - set(UNREADABLE))
# What an organisation is called is open, but for givers who did not choose to be named in full; a licensed aggregator
# that gives too is named on its own pages.
GIVERS = "donations.Donor.organisation"
# Shorter ones stand on pages by chance.
SHORTEST = 6


def private_values() -> dict[str, set[str]]:
    """Column → what stands in it, as a page could write it: in small letters, of numbers the digits alone."""
    found = {column: {form for value in _column(column) for form in forms_of(value)} for column in COLUMNS}
    hidden = Donor.objects.exclude(shown_as=Donor.ShownAs.NAME).exclude(
        organisation__in=Aggregator.objects.values("organisation")
    )
    names = hidden.values_list("organisation__name", flat=True)
    return found | {GIVERS: {form for value in names for form in forms_of(value)}}


def _column(column: str) -> Iterator[object]:
    label, name = column.rsplit(".", 1)
    for value in apps.get_model(label)._base_manager.exclude(**{f"{name}__isnull": True}).values_list(name, flat=True):
        yield sealing.unseal(value) if name.endswith("_sealed") and value else value


def forms_of(value: object) -> Iterator[str]:
    """How the value may be written."""
    if isinstance(value, date):
        for language in ("id", "en"):
            with translation.override(language):
                yield from (date_format(value, form).lower() for form in ("j F Y", "j M Y", "F j, Y"))
        yield from (value.strftime(form) for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d"))
        return
    text = " ".join(str(value or "").lower().split())
    if len(text) < SHORTEST:
        return
    yield text
    if re.fullmatch(r"0[0-9]{9,}", text):  # a telephone, also as +62…
        yield text[1:]


def found_in(response: Any, private: dict[str, set[str]]) -> list[str]:
    """Column and value of everything private that the answer tells."""
    told = everything_told(response)
    return [f"{column}: {value}" for column, values in private.items() for value in values if _stands_in(value, told)]


def _stands_in(value: str, told: str) -> bool:
    """As a whole: "organisasi uji 3" does not stand in "organisasi uji 38"."""
    return value in told and re.search(rf"{re.escape(value)}(?![0-9a-z])", told) is not None


def everything_told(response: Any) -> str:
    """Headers, cookies and body as somebody could read them: without escapes, also with the signs left out between digits."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if response.streaming:
        response.streaming_content = [data]
    pieces = [*(f"{name}: {value}" for name, value in response.items()), response.cookies.output()]
    raw = "\n".join([*pieces, data.decode("utf-8", "replace"), *_inside(response.get("Content-Type", ""), data)])
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), raw)
    forms = (plain, html.unescape(plain), unquote_plus(html.unescape(plain)))
    text = "\n".join(" ".join(form.split()) for form in dict.fromkeys(forms)).lower()
    return text + "\n" + re.sub(r"(?<=[0-9])[ .\-]+(?=[0-9])", "", text)


def _inside(kind: str, data: bytes) -> list[str]:
    """Of a PDF what stands on its pages and who made it, of a picture what stands beside the picture, of a sheet its parts."""
    if data.startswith(b"%PDF"):
        paper = PdfReader(io.BytesIO(data))
        return [*(page.extract_text() for page in paper.pages), str(paper.metadata)]
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    if kind.startswith("image/") and "svg" not in kind and data:
        picture = Image.open(io.BytesIO(data))
        return [str(dict(picture.getexif())), str(picture.info)]
    return []
