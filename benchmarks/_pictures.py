"""Pictures that nobody took, no two alike, and the disguises in which a copy comes. The same seed draws the same picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

SIZES = ((320, 240), (240, 320), (320, 180), (320, 320))
Disguise = Callable[[Image.Image, Random], Image.Image]


def picture(seed: int) -> Image.Image:
    """One of: rough ground, coloured shapes on it, papers and devices on a desk (twice), a nearly even wall with things."""
    random, noise = Random(seed), np.random.default_rng(abs(seed) * 2 + (seed < 0))
    width, height = random.choice(SIZES)
    kind = seed % 5
    rough = _rough(noise, width, height, random.uniform(1.0, 1.6))
    down, across = np.mgrid[0:height, 0:width]
    light = random.uniform(-3, 3) * (across / width - 0.5) + random.uniform(-3, 3) * (down / height - 0.5)
    greys = random.uniform(90, 170) + (40, 18, 10, 8, 3)[kind] * rough + random.uniform(0, 40) * light
    seen = Image.fromarray(np.clip(greys, 0, 255).astype("uint8")).convert("RGB")
    seen = Image.blend(seen, Image.new("RGB", seen.size, _colour(random, 60, 255)), 0.2)
    if kind in (1, 4):
        _shapes(seen, random)
    if kind in (2, 3):
        _paper(seen, random)
        _devices(seen, random)
    return seen


def _rough(noise: np.random.Generator, width: int, height: int, power: float) -> np.ndarray:
    """What nature looks like: much of the coarse, little of the fine (1/f)."""
    far = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    far[0, 0] = 1
    spectrum = (noise.standard_normal(far.shape) + 1j * noise.standard_normal(far.shape)) / far**power
    spectrum[0, 0] = 0
    field = np.asarray(np.fft.irfft2(spectrum, s=(height, width)))
    return np.asarray(field / (field.std() + 1e-9))


def _colour(random: Random, least: int, most: int) -> tuple[int, int, int]:
    return random.randint(least, most), random.randint(least, most), random.randint(least, most)


def _shapes(seen: Image.Image, random: Random) -> None:
    pen = ImageDraw.Draw(seen)
    for _shape in range(random.randint(3, 13)):
        x, y, size = random.randrange(seen.width), random.randrange(seen.height), random.randint(20, 120)
        draw = random.choice((pen.rectangle, pen.ellipse))
        draw((x, y, x + size, y + int(size * random.uniform(0.4, 1.5))), fill=_colour(random, 0, 255))


def _paper(seen: Image.Image, random: Random) -> None:
    """Lines of words, a stamp, not quite straight."""
    width, height = int(seen.width * random.uniform(0.35, 0.7)), int(seen.height * random.uniform(0.5, 0.75))
    paper = Image.new("RGBA", (width, height), (random.randint(225, 250),) * 3)
    pen = ImageDraw.Draw(paper)
    y = 10
    while y < height - 8:
        x, end = 8, width * random.uniform(0.5, 0.95)
        while x < end:
            word = random.randint(4, 18)
            pen.line((x, y, x + word, y), fill="dimgrey", width=2)
            x += word + 3
        y += random.choice((6, 6, 6, 12, 16))
    pen.ellipse((width * 0.5, height * 0.7, width * 0.5 + 30, height * 0.7 + 30), outline="slateblue", width=2)
    turned = paper.rotate(random.uniform(-12, 12), expand=True)
    seen.paste(turned, (random.randrange(seen.width // 4), random.randrange(seen.height // 5)), mask=turned)


def _devices(seen: Image.Image, random: Random) -> None:
    pen = ImageDraw.Draw(seen)
    for _device in range(random.randint(1, 2)):
        x, y = random.randint(seen.width // 3, seen.width - 40), random.randint(seen.height // 4, seen.height - 40)
        width = random.randint(40, 110)
        height = int(width * random.uniform(0.6, 1.5))
        pen.rounded_rectangle((x, y, x + width, y + height), 6, fill=_colour(random, 10, 60))
        pen.rounded_rectangle((x + 5, y + 5, x + width - 5, y + height - 5), 3, fill=_colour(random, 80, 220))


def _sent(seen: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


def _cropped(seen: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    width, height = seen.size
    return seen.crop((int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom))))


def _mirrored(seen: Image.Image) -> Image.Image:
    return seen.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def _in_light(seen: Image.Image, light: float, contrast: float, colour: float) -> Image.Image:
    lit = ImageEnhance.Contrast(ImageEnhance.Brightness(seen).enhance(light)).enhance(contrast)
    return ImageEnhance.Color(lit).enhance(colour)


def _framed(seen: Image.Image, random: Random) -> Image.Image:
    edge = int(seen.width * 0.06)
    size = (seen.width + 2 * edge, seen.height + 2 * edge)
    frame = Image.new("RGB", size, random.choice(("black", "white", "#333355")))
    frame.paste(seen, (edge, edge))
    return frame


def _screenshot(seen: Image.Image, random: Random) -> Image.Image:
    """A phone's screen: bars above and below, the time, the battery, the handle."""
    back = random.choice(("black", "white", "#1e1e1e"))
    ink = "black" if back == "white" else "white"
    height = max(int(seen.width * random.choice((1.5, 1.78, 2.1))), int(seen.height * 1.2))
    screen = Image.new("RGB", (seen.width, height), back)
    screen.paste(seen, (0, (height - seen.height) // 2))
    pen = ImageDraw.Draw(screen)
    pen.text((8, 4), "09:41", fill=ink)
    pen.text((seen.width - 40, 4), "87%", fill=ink)
    pen.rectangle((seen.width // 2 - 30, height - 8, seen.width // 2 + 30, height - 5), fill=ink)
    return _in_light(screen, random.uniform(0.9, 1.1), random.uniform(0.9, 1.1), random.uniform(0.8, 1.2))


def _some_sides(random: Random) -> list[float]:
    return [random.choice((0.0, 0.05)) for _side in range(4)]


DISGUISES: dict[str, Disguise] = {
    "resized": lambda seen, _random: _sent(seen.resize((seen.width // 2, seen.height // 2)), 85),
    "recompressed": lambda seen, _random: _sent(seen, 25),
    "cropped 5 %": lambda seen, _random: _sent(_cropped(seen, 0.05, 0.05, 0.05, 0.05), 85),
    "cropped on some sides": lambda seen, random: _sent(_cropped(seen, *_some_sides(random)), 85),
    "mirrored": lambda seen, _random: _sent(_mirrored(seen), 85),
    "mirrored and cropped": lambda seen, _random: _sent(_cropped(_mirrored(seen), 0.05, 0.05, 0.05, 0.05), 60),
    "other light": lambda seen, _random: _sent(_in_light(seen, 1.15, 0.85, 1.3), 75),
    "framed": lambda seen, random: _sent(_framed(seen, random), 80),
    "screenshot": lambda seen, random: _sent(_screenshot(seen, random), 80),
}
