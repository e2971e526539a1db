"""A photo that a stranger sends, made harmless and comparable. No database here.

The picture is decoded and encoded anew, so nothing of the uploaded file itself is kept: no EXIF, no GPS, no appended
archive. What the EXIF said about time and place is handed back as values, for whoever verifies the report.
"""

import hashlib
import io
import math
import re
import struct
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from django.utils.translation import gettext as _
from PIL import Image

from ksbb.common.refusals import Refused

MAX_SIDE = 2048
THUMBNAIL_SIDE = 320
# Smaller than this shows nothing that a person could verify.
MIN_SIDE = 64

# A camera clock without a zone is read as Jakarta's, which has no summer time.
JAKARTA = timezone(timedelta(hours=7), "WIB")

ORIENTATION, EXIF_IFD, GPS_IFD = 0x0112, 0x8769, 0x8825
TAKEN_AT, TAKEN_OFFSET = 0x9003, 0x9011

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Phones append a film or a depth map to a JPEG, so a tail alone is no fault; text that a browser would run is.
FOREIGN = (b"<script", b"<html", b"<!doctype", b"<?php", b"<iframe", b"javascript:")
# A glance looks for it where it is put: before and behind the picture.
ENDS = 64 * 1024
FOREIGN_DRAWING = re.compile(rb"<svg[\s>]")

BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error, zlib.error)


class PhotoRefused(Refused):
    """Why a photo is not taken: `code` for programs, `message` for the person who sent it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """The photo as it is kept. `width` and `height` are those of `jpeg`, upright; `sha256` is the hex digest of `jpeg`.

    `difference_hash` fits a signed 64-bit column; compare two with `hash_distance`. `taken_at` is aware; `latitude` and
    `longitude` are degrees (south and west negative), both given or both None.
    """

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str
    difference_hash: int
    taken_at: datetime | None
    latitude: float | None
    longitude: float | None


def clean_photo(data: bytes, *, max_bytes: int, max_pixels: int) -> CleanPhoto:
    """Read a JPEG, PNG or WebP by its content and give it back clean, at most 2048 pixels a side.

    Raises PhotoRefused with the code empty, too_large, heic, wrong_type, too_many_pixels, too_small, foreign_content or
    broken.
    Sizes are judged from the header, before a pixel is decoded. Of an animation the first picture is taken.
    """
    image = glance_at_photo(data, max_bytes=max_bytes, max_pixels=max_pixels)
    _refuse_foreign(data)
    exif = _exif(image)
    picture = _upright(image, exif)
    latitude, longitude = _position(exif)
    jpeg = _jpeg(picture, quality=85)
    return CleanPhoto(
        jpeg=jpeg,
        thumbnail=_jpeg(_within(picture, THUMBNAIL_SIDE), quality=75),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(jpeg).hexdigest(),
        difference_hash=difference_hash(picture),
        taken_at=_taken_at(exif),
        latitude=latitude,
        longitude=longitude,
    )


def glance_at_photo(data: bytes, *, max_bytes: int, max_pixels: int) -> Image.Image:
    """What can be said of a photo while its sender waits: milliseconds, for no pixel is decoded. Raises as `clean_photo` does.

    The picture that is given back has only its header read.
    """
    if not data:
        raise PhotoRefused("empty", _("Berkas foto kosong. Pilih fotonya sekali lagi."))
    if len(data) > max_bytes:
        message = _("Foto terlalu besar. Paling besar %(limit)d MB; kecilkan, lalu kirim lagi.")
        raise PhotoRefused("too_large", message % {"limit": max_bytes // (1024 * 1024) or 1})
    image = _opened(data, _format(data), max_pixels)
    _refuse_foreign(data[:ENDS] + data[-ENDS:])
    return image


def difference_hash(picture: Image.Image) -> int:
    """64 bits, one for each neighbour that is darker than the pixel left of it in a 9 × 8 grey miniature; signed.

    Stable when a photo is made smaller or compressed again: such copies differ in a few bits, other photos in about 32.
    """
    grey = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def hash_distance(one: int, other: int) -> int:
    """In how many of the 64 bits two difference hashes differ."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def _format(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        advice = _("Di iPhone: Pengaturan, Kamera, Format, pilih Paling Kompatibel; lalu foto lagi.")
        raise PhotoRefused("heic", _("Foto berformat HEIC belum dapat dibaca.") + " " + advice)
    raise PhotoRefused("wrong_type", _("Berkas ini bukan foto. Kirim foto berformat JPEG, PNG, atau WebP."))


def _opened(data: bytes, kind: str, max_pixels: int) -> Image.Image:
    """The image with its header read and its measures accepted, nothing decoded yet."""
    too_many = PhotoRefused(
        "too_many_pixels",
        _("Ukuran foto terlalu besar. Paling besar %(limit)d megapiksel; kecilkan, lalu kirim lagi.")
        % {"limit": max_pixels // 1_000_000 or 1},
    )
    try:
        image = Image.open(io.BytesIO(data), formats=[kind])
    except Image.DecompressionBombError:
        raise too_many from None
    except BROKEN:
        raise _broken() from None
    if image.width * image.height > max_pixels:
        raise too_many
    if min(image.size) < MIN_SIDE:
        raise PhotoRefused("too_small", _("Foto terlalu kecil untuk dilihat. Kirim foto aslinya."))
    return image


def _refuse_foreign(data: bytes) -> None:
    # A search for each word in small letters takes a fortieth of the time of one expression that minds no case.
    small = data.lower()
    runs = any(word in small for word in FOREIGN) or FOREIGN_DRAWING.search(small)
    if runs or b"%PDF-" in data[:1024] or zipfile.is_zipfile(io.BytesIO(data)):
        message = _("Berkas ini berisi hal lain selain foto. Ambil foto baru, lalu kirim lagi.")
        raise PhotoRefused("foreign_content", message)


def _broken() -> PhotoRefused:
    return PhotoRefused("broken", _("Foto rusak atau tidak lengkap. Ambil atau pilih foto lain, lalu kirim lagi."))


def _upright(image: Image.Image, exif: Image.Exif) -> Image.Image:
    """Decoded, on white, turned as the camera was held, small enough to keep, and free of the file's own data."""
    try:
        # A JPEG can be decoded at half or a quarter of its size: less memory and time for the same result.
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        image.load()
        picture = _on_white(image)
    except BROKEN:
        raise _broken() from None
    turn = TURNS.get(exif.get(ORIENTATION, 1))
    picture = picture.copy() if turn is None else picture.transpose(turn)
    picture.info = {}
    return picture


def _on_white(image: Image.Image) -> Image.Image:
    """Small before flat: at the upload limit a full-size copy would cost 200 MB."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    picture = _within(image if image.mode == mode else image.convert(mode), MAX_SIDE)
    if mode == "RGB":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture)
    return white


def _within(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    scale = side / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _jpeg(picture: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _exif(image: Image.Image) -> Image.Exif:
    """What the camera noted; nothing when it is unreadable, for a photo with damaged notes is still a photo."""
    try:
        return image.getexif()
    except BROKEN:
        return Image.Exif()


def _notes(exif: Image.Exif, ifd: int) -> dict[int, object]:
    try:
        return dict(exif.get_ifd(ifd))
    except BROKEN:
        return {}


def _taken_at(exif: Image.Exif) -> datetime | None:
    notes = _notes(exif, EXIF_IFD)
    clock = str(notes.get(TAKEN_AT, "")).strip("\0 ")
    offset = str(notes.get(TAKEN_OFFSET, "")).strip("\0 ")
    with suppress(ValueError):
        return datetime.strptime(f"{clock} {offset}", "%Y:%m:%d %H:%M:%S %z").astimezone(UTC)
    with suppress(ValueError, OverflowError):
        return datetime.strptime(clock, "%Y:%m:%d %H:%M:%S").replace(tzinfo=JAKARTA).astimezone(UTC)
    return None


def _position(exif: Image.Exif) -> tuple[float, float] | tuple[None, None]:
    notes = _notes(exif, GPS_IFD)
    latitude = _degrees(notes.get(2), notes.get(1), b"S")
    longitude = _degrees(notes.get(4), notes.get(3), b"W")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None, None
    # Cameras without a fix write zeros; nobody hands over a tablet in the Gulf of Guinea.
    return (latitude, longitude) if (latitude, longitude) != (0.0, 0.0) else (None, None)


def _degrees(parts: object, direction: object, negative: bytes) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]
    except (*BROKEN, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    mark = direction if isinstance(direction, bytes) else str(direction).encode()
    signed = -value if mark.strip(b"\0 ").upper() == negative else value
    return round(signed, 6) if math.isfinite(signed) else None
