"""A photo sent with a report, beside the same bytes sent where they are kept and nothing else happens; and the worker's part.

Both through Django's test client, signed in alike, behind the whole middleware; what is sent is put together beforehand.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from benchmarks import _reports
from benchmarks._crowds import processor_seconds
from benchmarks._desk import signed_in
from benchmarks._measuring import Lines, note, seconds_of
from donations.models import Handover
from donations.states import HandoverState
from ksbb.authority.actors import Actor
from ksbb.common.photos import MAX_SIDE, clean_photo
from ksbb.common.prints import kept_prints, questions
from tests.factories.accounts import somebody
from tests.verification.sending import ticked
from verification.actions.process_photo import process_photo
from verification.models import Evidence
from verification.states import PhotoState

MOST = 3.0
PLAIN = "/ukur/simpan/"
# So many photos in one report; a report may have six.
SOME = 4
WARM = 1


def uploading(lines: Lines, *, reports: int, times: int, side: int) -> None:
    """`times` schools send one photo each, of `side` pixels on its long side, and as many some photos at once."""
    settings.ROOT_URLCONF = "benchmarks._addresses"
    with _reports.grown(reports):
        done = (
            Handover.objects.filter(state=HandoverState.DONE)
            .select_related("school__organisation")
            .order_by("public_id")
        )
        handovers = list(done[: 2 * times + WARM])
        note(f"reports with photos of {side} pixels …")
        pictures = [_photo(number, side) for number in range(SOME)]
        for handover in handovers[:WARM]:
            _send(handover, pictures)
        alone = [_send(handover, pictures[:1]) for handover in handovers[WARM : WARM + times]]
        some = [_send(handover, pictures) for handover in handovers[WARM + times :]]
        _write_requests(lines, "a photo", side, alone, len(pictures[0]))
        if some:
            _write_requests(lines, f"{SOME} photos", side, some, sum(map(len, pictures)))
        _worker(lines, pictures[0], side, times)


class Sent(NamedTuple):
    """One request: seconds by the clock, and of the processors by this process and the database's."""

    clock: float
    cpu: float


def _send(handover: Handover, pictures: list[bytes]) -> tuple[Sent, Sent]:
    """The report, and the same bytes where they are only kept."""
    browser = signed_in(_principal(handover))
    path = reverse("verification:report_submit", args=[handover.public_id])
    body = encode_multipart(BOUNDARY, ticked(handover) | _said(pictures))
    plain = _post(browser, PLAIN, body, 200)
    return _post(browser, path, body, 302), plain


def _principal(handover: Handover) -> Actor:
    """Of this school alone: the copied schools share one person, whose thousand roles would be read at every request."""
    return somebody("principal", organisation=handover.school.organisation)


def _said(pictures: list[bytes]) -> dict[str, object]:
    files = [SimpleUploadedFile("foto.jpg", picture, content_type="image/jpeg") for picture in pictures]
    return {"received_on": timezone.localdate().isoformat(), "note": "", "photos": files}


def _post(browser: Client, path: str, body: bytes, wanted: int) -> Sent:
    backend = connection.connection.info.backend_pid
    begin, used = time.perf_counter(), time.process_time() + (processor_seconds(backend) or 0.0)
    response = browser.generic("POST", path, body, content_type=MULTIPART_CONTENT)
    sent = Sent(time.perf_counter() - begin, time.process_time() + (processor_seconds(backend) or 0.0) - used)
    if response.status_code != wanted:
        raise SystemExit(f"bench: {path} answered {response.status_code}")
    return sent


def _photo(seed: int, side: int) -> bytes:
    """As a phone writes it: about a quarter of a byte for each pixel, no two alike."""
    noise = np.random.default_rng(seed)
    tiny = noise.integers(0, 256, (side // 64 * 3, side // 64 * 4, 3), dtype="uint8")
    picture = Image.fromarray(tiny).resize((side, side * 3 // 4), Image.Resampling.BICUBIC)
    grain = noise.integers(-9, 10, (side * 3 // 4, side, 1), dtype="int16")
    seen = np.clip(np.asarray(picture, dtype="int16") + grain, 0, 255).astype("uint8")
    out = io.BytesIO()
    Image.fromarray(seen).save(out, "JPEG", quality=80)
    return out.getvalue()


def _write_requests(lines: Lines, what: str, side: int, pairs: list[tuple[Sent, Sent]], size: int) -> None:
    """Judged by the quickest of each, which other programs disturb least; the medians are told, too."""
    ours, plain = [one for one, _plain in pairs], [one for _ours, one in pairs]
    quickest, limit = min(one.clock for one in ours), min(one.clock for one in plain)
    lines.write(
        f"a report with {what} of {side} pixels: the request / a plain upload of it",
        rows=1,
        seconds=statistics.median(one.clock for one in ours),
        limit=statistics.median(one.clock for one in plain),
        least_ms=round(quickest * 1000, 1),
        limit_least_ms=round(limit * 1000, 1),
        ratio_least=round(quickest / limit, 2),
        cpu_ms=round(statistics.fmean(one.cpu for one in ours) * 1000, 1),
        limit_cpu_ms=round(statistics.fmean(one.cpu for one in plain) * 1000, 1),
        kilobytes=size // 1024,
        times=len(ours),
        goal=f"under {MOST:g} times, of the quickest",
        ok=quickest / limit < MOST,
    )


def _worker(lines: Lines, picture: bytes, side: int, times: int) -> None:
    """All that it does for a photo, and its parts; the limit is reading the picture and writing it as small as it is kept."""
    waiting = list(Evidence.objects.filter(state=PhotoState.RECEIVED).order_by("pk")[:times])
    sizes = {"max_bytes": settings.UPLOAD_MAX_PHOTO_BYTES, "max_pixels": settings.UPLOAD_MAX_PHOTO_PIXELS}
    clean = Image.open(io.BytesIO(clean_photo(picture, **sizes).jpeg))
    whole, bare, parts, cpu = [], [], dict[str, list[float]](cleaning=[], prints=[]), []
    for evidence in waiting:
        used = time.process_time()
        whole.append(seconds_of(partial(process_photo, evidence)))
        cpu.append(time.process_time() - used)
        bare.append(seconds_of(partial(_encoded_anew, picture)))
        parts["cleaning"].append(seconds_of(partial(clean_photo, picture, **sizes)))
        parts["prints"].append(seconds_of(_both(clean)))
    states = set(Evidence.objects.filter(pk__in=[one.pk for one in waiting]).values_list("state", flat=True))
    lines.write(
        f"the worker's part for a photo of {side} pixels / reading and writing it",
        rows=1,
        seconds=statistics.median(whole),
        limit=statistics.median(bare),
        least_ms=round(min(whole) * 1000, 1),
        ratio_least=round(min(whole) / min(bare), 2),
        cleaning_least_ms=round(min(parts["cleaning"]) * 1000, 1),
        prints_least_ms=round(min(parts["prints"]) * 1000, 1),
        app_cpu_ms=round(statistics.fmean(cpu) * 1000, 1),
        times=len(whole),
        wrong=int(states != {PhotoState.CLEAN}),
    )


def _both(clean: Image.Image) -> Callable[[], object]:
    return lambda: (questions(clean), kept_prints(clean))


def _encoded_anew(picture: bytes) -> None:
    image = Image.open(io.BytesIO(picture))
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    image.save(io.BytesIO(), "JPEG", quality=85)
