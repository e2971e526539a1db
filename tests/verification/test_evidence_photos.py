"""A photo leaves clean: upright, without the camera's notes, and only if it is a photo at all."""

import hashlib
import io
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from ksbb.common.photos import MAX_SIDE, CleanPhoto, PhotoRefused, clean_photo, difference_hash, hash_distance

LIMITS = {"max_bytes": 2_000_000, "max_pixels": 6_000_000}
PLACE = {1: "S", 2: (6.0, 8.0, 30.5), 3: "E", 4: (106.0, 42.0, 0.0)}


def scene(width: int = 320, height: int = 240, mode: str = "RGB") -> Image.Image:
    """Red upper left corner on a picture with some structure."""
    picture = Image.linear_gradient("L").rotate(30).resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.4, height * 0.3, width * 0.9, height * 0.8), fill=(40, 120, 60))
    draw.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    return picture.convert(mode)


def noted(orientation: int = 1, taken: str = "2027:03:03 09:10:11", place: dict[int, Any] | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "KAMERA-RAHASIA"
    exif[0x8769] = {0x9003: taken}
    exif[0x8825] = PLACE if place is None else place
    return exif


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def cleaned(data: bytes) -> CleanPhoto:
    return clean_photo(data, **LIMITS)


def refusal(data: bytes, **limits: int) -> str:
    with pytest.raises(PhotoRefused) as caught:
        clean_photo(data, **{**LIMITS, **limits})
    assert caught.value.message == str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_time_and_place_are_read_and_then_gone(kind: str) -> None:
    photo = cleaned(saved(scene(), kind, exif=noted()))
    assert photo.taken_at == datetime(2027, 3, 3, 2, 10, 11, tzinfo=UTC)
    assert photo.latitude == pytest.approx(-6.141806)
    assert photo.longitude == pytest.approx(106.7)
    for jpeg in (photo.jpeg, photo.thumbnail):
        assert dict(Image.open(io.BytesIO(jpeg)).getexif()) == {}
        assert b"Exif" not in jpeg
        assert b"KAMERA-RAHASIA" not in jpeg


def test_comments_profiles_and_appended_data_are_gone() -> None:
    data = saved(scene(), comment=b"rahasia-komentar", icc_profile=b"rahasia-profil" * 20, xmp=b"<x>rahasia-xmp</x>")
    assert b"rahasia" not in cleaned(data + b"rahasia-di-ekor").jpeg


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_of_holding_the_camera_ends_upright(orientation: int) -> None:
    back = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    stored = scene() if back is None else scene().transpose(Image.Transpose(back))
    photo = cleaned(saved(stored, exif=noted(orientation), quality=95))
    upright = Image.open(io.BytesIO(photo.jpeg))
    assert (photo.width, photo.height) == upright.size == (320, 240)
    red, green, blue = upright.crop((20, 20, 21, 21)).tobytes()
    assert red > 180 > 90 > max(green, blue)


def test_a_large_photo_is_made_small_enough_to_keep() -> None:
    photo = cleaned(saved(scene(2600, 2000)))
    assert max(photo.width, photo.height) == MAX_SIDE
    assert Image.open(io.BytesIO(photo.thumbnail)).size == (320, 246)
    assert photo.sha256 == hashlib.sha256(photo.jpeg).hexdigest()


def test_glass_becomes_white() -> None:
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    assert Image.open(io.BytesIO(cleaned(saved(clear, "PNG")).jpeg)).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "I;16", "CMYK"])
def test_every_colour_mode_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new("I;16", (100, 100), 9000) if mode == "I;16" else scene(mode=mode)
    assert cleaned(saved(picture, kind)).jpeg.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "wrong_type"),
        (b"<!doctype html><script>1</script>", "wrong_type"),
        (b"%PDF-1.7\n", "wrong_type"),
        (b"MZ\x90\x00", "wrong_type"),
        (saved(scene(), "GIF"), "wrong_type"),
        (saved(scene(), "BMP"), "wrong_type"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "heic"),
        (saved(scene())[:2000], "broken"),
        (saved(scene(), "PNG")[:2000], "broken"),
        (saved(scene(), "WEBP")[:1000], "broken"),
        (b"\xff\xd8\xff\xe0" + b"bukan foto" * 50, "broken"),
        (saved(scene()) + b"<SCRIPT>alert(1)</script>", "foreign_content"),
        (saved(scene(), comment=b"<?php system($_GET[0]); ?>"), "foreign_content"),
        (saved(scene(), comment=b"%PDF-1.4 hantu"), "foreign_content"),
        (saved(Image.new("RGB", (40, 400))), "too_small"),
    ],
)
def test_what_is_not_a_sound_photo_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_archive_behind_a_photo_is_refused(kind: str) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("jahat.exe", b"MZ")
    assert refusal(saved(scene(), kind) + archive.getvalue()) == "foreign_content"


def test_the_byte_limit_comes_first() -> None:
    assert refusal(b"x" * 101, max_bytes=100) == "too_large"


@pytest.mark.parametrize("side", [8_000, 30_000])
def test_a_bomb_is_refused_by_its_header(side: int) -> None:
    header = b"IHDR" + side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    # No pixel follows: whoever tried to decode it would call it broken.
    assert refusal(b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IDAT" + b"\x00" * 8) == "too_many_pixels"


@pytest.mark.parametrize(
    "place",
    [
        {},
        {2: (6.0, 8.0, 30.5)},
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (96.0, 0.0, 0.0), 3: "E", 4: (106.0, 0.0, 0.0)},
        {1: "S", 2: (6.0, 8.0), 3: "E", 4: (106.0, 42.0, 0.0)},
    ],
    ids=["none", "half", "zeros", "beyond the pole", "too few parts"],
)
def test_a_place_that_cannot_be_is_no_place(place: dict[int, Any]) -> None:
    photo = cleaned(saved(scene(), exif=noted(place=place)))
    assert (photo.latitude, photo.longitude) == (None, None)


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "kemarin", "2027-03-03"])
def test_a_time_that_cannot_be_is_no_time(taken: str) -> None:
    assert cleaned(saved(scene(), exif=noted(taken=taken))).taken_at is None


def test_a_camera_that_knows_its_zone_is_believed() -> None:
    exif = noted()
    exif[0x8769] = {0x9003: "2027:03:03 09:10:11", 0x9011: "+09:00"}
    assert cleaned(saved(scene(), exif=exif)).taken_at == datetime(2027, 3, 3, 0, 10, 11, tzinfo=UTC)


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP"])
)
@settings(max_examples=60, deadline=None)
def test_any_bytes_get_a_clear_answer(noise: bytes, start: bytes) -> None:
    assert refusal(start + noise) in {
        "empty",
        "wrong_type",
        "heic",
        "broken",
        "too_many_pixels",
        "too_small",
        "foreign_content",
    }


def outcome(data: bytes) -> str:
    """ "clean" or "leaking", or the code of the refusal."""
    try:
        return "leaking" if b"KAMERA-RAHASIA" in cleaned(data).jpeg else "clean"
    except PhotoRefused as refused:
        return refused.code


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_photo_is_cleaned_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(saved(scene(96, 72), exif=noted()))
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(3, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(damaged)) in {"clean", "broken", "too_small", "too_many_pixels", "foreign_content"}


@pytest.mark.parametrize(("scale", "quality"), [(1.0, 25), (0.5, 90), (0.4, 50), (1.7, 80)])
def test_a_copy_has_nearly_the_same_hash(scale: float, quality: int) -> None:
    copy = scene().resize((int(320 * scale), int(240 * scale)))
    original, again = cleaned(saved(scene(), "PNG")), cleaned(saved(copy, quality=quality))
    assert hash_distance(original.difference_hash, again.difference_hash) <= 6


def test_other_photos_have_other_hashes() -> None:
    turned = scene().transpose(Image.Transpose.ROTATE_180)
    assert hash_distance(difference_hash(scene()), difference_hash(turned)) > 16


@given(st.binary(min_size=72, max_size=72))
@settings(max_examples=50)
def test_a_hash_fits_a_signed_column(pixels: bytes) -> None:
    value = difference_hash(Image.frombytes("L", (9, 8), pixels))
    assert -(2**63) <= value < 2**63
    assert hash_distance(value, value) == 0
    assert hash_distance(value, ~value) == 64
