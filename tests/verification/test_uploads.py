"""What strangers upload as a photo: only photos are taken in, and nothing of the file itself is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.factories.verification import KALIDERES_GPS, looked_at, photo_file
from tests.verification.conftest import Scene
from tests.verification.sending import post, upload
from verification.models import DraftPhoto, Evidence

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def _polyglot() -> bytes:
    out = io.BytesIO(photo_file())
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("index.html", HTML)
    return out.getvalue()


def _too_many_pixels() -> bytes:
    out = io.BytesIO()
    Image.new("1", (9_000, 6_000)).save(out, "PNG")
    return out.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "drawing.svg": lambda: SVG,
    "page.html": lambda: HTML,
    "double.php.jpg": lambda: b"<?php system($_GET[0]);",
    "polyglot.jpg": _polyglot,
    "comment.jpg": lambda: photo_file() + b"<script>alert(1)</script>",
    "archive.jpg": lambda: b"PK\x03\x04" + b"0" * 200,
    "paper.pdf": lambda: b"%PDF-1.7\n" + b"0" * 200,
    "empty.jpg": lambda: b"",
    "huge.png": _too_many_pixels,
    "half.jpg": lambda: photo_file()[:100],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_a_photo_is_turned_away_by_name(client: Client, scene: Scene, name: str) -> None:
    page = post(client, scene.handover, upload(HOSTILE[name](), name=name)).content.decode()
    assert f"{name}: " in page
    assert not DraftPhoto.objects.exists()
    assert not Evidence.objects.exists()


def test_a_photo_over_the_limit_is_turned_away(client: Client, scene: Scene, settings: Any) -> None:
    settings.UPLOAD_MAX_PHOTO_BYTES = 500
    assert "foto.jpg: Foto terlalu besar" in post(client, scene.handover, upload()).content.decode()
    assert not DraftPhoto.objects.exists()


def test_a_request_over_the_limit_is_not_even_read(client: Client, scene: Scene, settings: Any) -> None:
    settings.UPLOAD_MAX_REQUEST_BYTES = 1000
    assert post(client, scene.handover, upload()).status_code == 400
    assert not DraftPhoto.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.jpg", "..\\..\\x.jpg", "a\x00b.jpg", "x" * 300 + ".jpg", "<b>.jpg"]
)
def test_the_sent_name_never_becomes_a_name_of_ours(client: Client, scene: Scene, name: str) -> None:
    post(client, scene.handover, upload(name=name))
    evidence = looked_at(Evidence.objects.get())
    assert evidence.photo.name == f"evidence/{evidence.public_id}.jpg"


def test_a_name_of_a_file_is_shown_as_text(client: Client, scene: Scene) -> None:
    page = post(client, scene.handover, upload(b"x", name="<img src=x>.jpg")).content.decode()
    assert "<img src=x>" not in page


def test_time_and_place_are_kept_as_facts_and_gone_from_the_file(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(photo_file(taken="2026:11:20 09:10:11", gps=KALIDERES_GPS)))
    evidence = looked_at(Evidence.objects.get())
    assert evidence.taken_at is not None
    assert evidence.latitude == pytest.approx(-6.1418, abs=0.001)
    for size in ("besar", "kecil"):
        served = client.get(reverse("verification:evidence_photo", args=[evidence.public_id, size])).content
        assert dict(Image.open(io.BytesIO(served)).getexif()) == {}
        assert b"Exif" not in served
