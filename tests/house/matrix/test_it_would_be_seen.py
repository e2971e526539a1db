"""The search for people in public answers sees what it should: something planted in every kind of answer, written in every way."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from html import escape
from urllib.parse import quote

import pytest
from django.http import FileResponse, HttpResponse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from tests.house.matrix.private import forms_of, found_in

NAME, NIK, PHONE, BORN = "Ni'mah O. Rahasia", "3173064502140007", "081310000007", date(2014, 2, 5)
PRIVATE = {
    "name": set(forms_of(NAME)), "nik": set(forms_of(NIK)), "phone": set(forms_of(PHONE)), "born": set(forms_of(BORN)),
}  # fmt: skip


def _with(name: str, value: str) -> HttpResponse:
    response = HttpResponse("x")
    response[name] = value
    return response


def _cookie() -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("last", quote(NIK))
    return response


def _picture(kind: str) -> HttpResponse:
    data, told = io.BytesIO(), PngInfo()
    told.add_text("Comment", NIK)
    exif = Image.Exif()
    exif[0x010E] = NIK
    how = {"pnginfo": told} if kind == "png" else {"exif": exif}
    Image.new("RGB", (8, 8)).save(data, kind, **how)
    return HttpResponse(data.getvalue(), content_type=f"image/{kind}")


def _paper() -> HttpResponse:
    writer, data = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": NAME})
    writer.write(data)
    return HttpResponse(data.getvalue(), content_type="application/pdf")


def _sheet() -> HttpResponse:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", f"<t>{escape(NAME)}</t>")
    return HttpResponse(data.getvalue(), content_type="application/octet-stream")


LEAKS: dict[str, tuple[str, Callable[[], HttpResponse | FileResponse]]] = {
    "a page, escaped": ("name", lambda: HttpResponse(f"<b>{escape(NAME)}</b>")),
    "a page, over two lines": ("name", lambda: HttpResponse(escape(NAME).replace(" ", "\n    "))),
    "a page, in capitals": ("name", lambda: HttpResponse(NAME.upper())),
    "a link": ("name", lambda: HttpResponse(f'<a href="/?q={quote(NAME)}">')),
    "JSON": ("name", lambda: HttpResponse(json.dumps({"a": NAME}).replace("'", "\\u0027"))),
    "a number with spaces": ("nik", lambda: HttpResponse("3173 0645 0214 0007")),
    "a number with points": ("nik", lambda: HttpResponse("31.7306.450214.0007")),
    "a telephone with +62": ("phone", lambda: HttpResponse("+62 813-1000-0007")),
    "a link to a chat": ("phone", lambda: HttpResponse('<a href="https://wa.me/6281310000007">')),
    "a day in words": ("born", lambda: HttpResponse("lahir 5 Februari 2014")),
    "a day in English": ("born", lambda: HttpResponse("born February 5, 2014")),
    "a day in figures": ("born", lambda: HttpResponse("2014-02-05")),
    "a header": ("nik", lambda: _with("X-Recipient", NIK)),
    "the name of a file": ("name", lambda: _with("Content-Disposition", f"attachment; filename*=UTF-8''{quote(NAME)}.pdf")),
    "a cookie": ("nik", _cookie),
    "a file in pieces": ("nik", lambda: FileResponse(io.BytesIO(f"NIK;{NIK}".encode()), filename="data.csv")),
    "beside a picture, PNG": ("nik", lambda: _picture("png")),
    "beside a picture, JPEG": ("nik", lambda: _picture("jpeg")),
    "in a PDF": ("name", _paper),
    "in a spreadsheet": ("name", _sheet),
}  # fmt: skip


@pytest.mark.parametrize("kind", LEAKS)
def test_somebody_in_an_answer_is_found(kind: str) -> None:
    what, answer = LEAKS[kind]
    assert {leak.partition(":")[0] for leak in found_in(answer(), PRIVATE)} == {what}


def test_an_answer_about_nobody_is_clean() -> None:
    assert found_in(HttpResponse("5 gawai, 1.234 murid, NIK •••• 0007, N. O. R., 2026-02-05"), PRIVATE) == []
