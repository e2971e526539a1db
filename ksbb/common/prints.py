"""What a picture looks like, in bits that outlive a disguise. No database here.

A print holds two hashes of one part of the picture: a coarse one of 64 bits that an index can find (where it gets darker, from
left to right), and a fine one of 256 bits (where the light bends) that tells a copy from a picture which merely has the light
from the same side. The thresholds were measured on ten thousand pictures (`python3 run bench proof --only likeness`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, product

from PIL import Image

COARSE_SIDE, FINE_SIDE = 8, 16
# Up to seven wrong bits in four bands of sixteen: some band has at most one (`verification/likeness.py` searches by that).
MOST_COARSE, MOST_FINE = 7, 56
# Pixels at which pictures are compared; what is finer than this no disguise leaves alone.
LOOKED_AT = 512
CROPPED = 0.05
# At so many of the 256 places the light must bend by so many of 255 greys: a white wall resembles every other white wall.
LEAST_VISIBLE, VISIBLE = 64, 2
# A row belongs to a frame when nearly all of it has the colour of the edge; what is left over is the time and the battery.
FRAME_SHARE, FRAME_GREYS = 0.88, 8
# Rows that are fewer than this share of the height are a line of text in the frame.
LEAST_RUN = 0.04
LEAST_INSIDE, MOST_INSIDE = 0.2, 0.98

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Print:
    """`coarse` fits a signed 64-bit column; `fine` are 32 bytes."""

    coarse: int
    fine: bytes

    def is_like(self, other: Print) -> bool:
        coarse = ((self.coarse ^ other.coarse) & (1 << 64) - 1).bit_count()
        return coarse <= MOST_COARSE and fine_distance(self.fine, other.fine) <= MOST_FINE


@dataclass(frozen=True, slots=True)
class Question:
    """A print to look for. A narrow one is of a part so exact that a copy differs in three bits at most."""

    print: Print
    is_mirrored: bool
    is_narrow: bool


def kept_prints(picture: Image.Image) -> list[Print]:
    """Of the whole, of the middle (which a crop leaves), and of what is inside a frame; nothing of a picture that is flat."""
    grey, exact = _small(picture)
    boxes = [_inside(grey, (0, 0, 0, 0)), _inside(grey, (CROPPED,) * 4), *_framed(grey)]
    return [found for box in boxes if (found := _print(exact, box))]


def questions(picture: Image.Image) -> list[Question]:
    """What an earlier picture's print would be if this were its copy: as it is and mirrored, cropped on any of its sides."""
    return list(_questions(*_small(picture)))


def _questions(grey: Image.Image, exact: Image.Image) -> Iterator[Question]:
    whole, middle = _inside(grey, (0, 0, 0, 0)), _inside(grey, (CROPPED,) * 4)
    sides = [_inside(grey, part) for part in product((0.0, CROPPED), repeat=4)][1:-1]
    framed = _framed(grey)
    for mirrored in (False, True):
        seen = exact.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else exact
        for box in (whole, middle, *framed, *sides):
            turned = (grey.width - box[2], box[1], grey.width - box[0], box[3]) if mirrored else box
            if found := _print(seen, turned):
                yield Question(found, mirrored, is_narrow=box in sides)


def fine_distance(one: bytes, other: bytes) -> int:
    """In how many of the 256 bits two fine hashes differ."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def _small(picture: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Grey, in whole numbers and in fractions, which means of many pixels need; never blown up."""
    if picture.format == "JPEG":
        picture.draft("L", (LOOKED_AT, LOOKED_AT))
    grey = picture.convert("L")
    grey.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.BOX)
    return grey, grey.convert("F")


def _inside(grey: Image.Image, cut: tuple[float, ...]) -> Box:
    """Without these shares of the width or height at the left, top, right and bottom."""
    left, top, right, bottom = cut
    return (grey.width * left, grey.height * top, grey.width * (1 - right), grey.height * (1 - bottom))


def _print(grey: Image.Image, box: Box) -> Print | None:
    """None of a part that is flat."""
    coarse = _bits(left > right for left, right in _neighbours(grey, box, COARSE_SIDE, 2))
    bends = [left + right - 2 * middle for left, middle, right in _neighbours(grey, box, FINE_SIDE, 3)]
    if sum(abs(bend) >= VISIBLE for bend in bends) < LEAST_VISIBLE:
        return None
    fine = _bits(bend > 0 for bend in bends)
    signed = coarse - (1 << 64) if coarse >> 63 else coarse
    return Print(signed, fine.to_bytes(FINE_SIDE * FINE_SIDE // 8, "big"))


def _neighbours(grey: Image.Image, box: Box, side: int, many: int) -> Iterator[tuple[float, ...]]:
    """So many greys beside one another, for each place of a miniature of `side` by `side`."""
    wide = side + many - 1
    tiny = array("f", grey.resize((wide, side), Image.Resampling.BOX, box=box).tobytes())
    for row in range(0, len(tiny), wide):
        for at in range(row, row + side):
            yield tuple(tiny[at : at + many])


def _bits(answers: Iterable[bool]) -> int:
    bits = 0
    for answer in answers:
        bits = bits << 1 | answer
    return bits


def _framed(grey: Image.Image) -> list[Box]:
    """What lies within a frame of one colour, such as a screenshot has: cut on four sides, and above and below alone."""
    top, bottom = _run(grey)
    if bottom <= top:
        return []
    upright = grey.crop((0, top, grey.width, bottom)).transpose(Image.Transpose.TRANSPOSE)
    left, right = _run(upright)
    found: set[Box] = {(left, top, right, bottom), (0, top, grey.width, bottom)}
    whole = grey.width * grey.height
    return [box for box in sorted(found) if LEAST_INSIDE <= _area(box) / whole <= MOST_INSIDE]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _run(grey: Image.Image) -> tuple[int, int]:
    """First row of what is not of the colour of the first or last row, and the row after its last; lines of text are left out."""
    width, pixels = grey.width, grey.tobytes()
    rows = [pixels[at : at + width] for at in range(0, len(pixels), width)]
    colours = {sorted(row)[width // 2] for row in (rows[0], rows[-1])}
    tables = [bytes(abs(value - colour) <= FRAME_GREYS for value in range(256)) for colour in colours]
    of_picture = [all(row.translate(table).count(1) < width * FRAME_SHARE for table in tables) for row in rows]
    runs, begin = [], 0
    for inside, group in groupby(of_picture):
        end = begin + len(list(group))
        if inside and end - begin >= grey.height * LEAST_RUN:
            runs.append((begin, end))
        begin = end
    return (runs[0][0], runs[-1][1]) if runs else (0, 0)
