"""The one door for files that are kept: nothing passes that a named virus scanner has not seen (promise 32).

Photos that a worker cleans anyway wait in their own rows (verification, `process_photo`); everything else comes through here,
while its sender waits. The scanner has a moment to answer. When it does not, the file goes into quarantine, the sender is told to
send it again, and the worker asks in peace; the same file passes from then on, known by its digest.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from ksbb.authority.actors import VISITOR, Actor
from ksbb.common import scanning
from ksbb.common.refusals import Refused
from ksbb.imports.actions.forget_held_files import KNOWN_FOR
from ksbb.imports.actions.hold_file import hold_file
from ksbb.imports.models import HeldFile
from ksbb.imports.states import HeldState

# While it is known to be away nobody waits for it.
AWAY_FOR = timedelta(seconds=30)


class FileHeld(Refused):
    """The scanner could not be asked; `held` is the file in quarantine."""

    def __init__(self, held: HeldFile) -> None:
        super().__init__(
            _(
                "Pemindai virus sedang tidak menjawab, jadi berkas ini kami tahan dan belum dipakai. Kirim berkas yang sama "
                "sekali lagi beberapa menit lagi."
            )
        )
        self.held = held


class FileInfected(Refused):
    """The scanner found something; the file is in quarantine and the Inspektorat knows."""


def let_in(sent: UploadedFile, *, purpose: str, most: int) -> bytes:
    """The bytes of an uploaded file, at most `most` + 1 of them: what is larger is for the caller to refuse, and is not kept.

    `purpose` as in HeldFile.Purpose. Raises FileHeld or FileInfected, both Refused with words for the sender.
    """
    data: bytes = sent.read(most + 1)
    if len(data) <= most and scanning.is_on():
        _look(data, purpose, _sender(sent))
    return data


def _look(data: bytes, purpose: str, actor: Actor) -> None:
    seen = HeldFile.objects.filter(sha256=hashlib.sha256(data).hexdigest())
    if seen.filter(state=HeldState.CLEAN, updated_at__gte=timezone.now() - KNOWN_FOR).exists():
        return
    try:
        virus = _asked(data)
    except scanning.ScannerDown:
        raise FileHeld(hold_file(data, purpose=purpose, actor=actor)) from None
    if virus:
        hold_file(data, purpose=purpose, actor=actor, virus=virus)
        raise FileInfected(
            _(
                "Pemindai menemukan virus dalam berkas ini. Jangan kirim lagi; periksa perangkat Anda, lalu pakai berkas lain."
            )
        )


def _asked(data: bytes) -> str:
    """What the scanner says within a moment. One sender waits for a scanner that is away, the next ones do not."""
    name = f"scanner_away:{settings.SCANNER_URL}"
    try:
        if cache.get(name):
            raise scanning.ScannerDown("it was away a moment ago")
        return scanning.scan(data, settings.SCANNER_DOOR_SECONDS)
    except RedisError:
        return scanning.scan(data, settings.SCANNER_DOOR_SECONDS)
    except scanning.ScannerDown:
        _remember(name)
        raise


def _remember(name: str) -> None:
    try:
        cache.set(name, 1, AWAY_FOR.total_seconds())
    except RedisError:
        return


def _sender(sent: UploadedFile) -> Actor:
    """Who sent the request that the file came in (`ksbb.common.uploads` writes it down)."""
    actor = getattr(getattr(sent, "sent_in", None), "actor", None)
    return actor if isinstance(actor, Actor) else VISITOR
