"""The worker looks at a photo: scans it, makes it harmless, reads time and place, keeps only what we encoded ourselves.

For every kind of Photo. A worker takes a photo for a few minutes (`next_try_at`); when it dies, another takes it afterwards.
Nothing is locked while it is looked at; what was found is written once, by whoever still has it.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from PIL import Image

from donations.models import Pledge
from ksbb.common import scanning
from ksbb.common.after_commit import after_commit
from ksbb.common.photos import CleanPhoto, PhotoRefused, clean_photo
from ksbb.common.states import move
from verification.actions.ask_photo_again import ask_photo_again
from verification.actions.compare_evidence import compare_evidence
from verification.actions.conclude_photos import conclude_photos
from verification.actions.report_virus import report_virus
from verification.models import DraftPhoto, Evidence, Photo, Report, UsePhoto, UseRound
from verification.photo_words import INFECTED, LOST
from verification.states import PHOTO_MOVES, PhotoState

# How long a worker may take; after that it counts as dead.
TAKEN_FOR = timedelta(minutes=5)
# A photo at which workers died so often is not looked at a further time.
MOST_TRIES = 5

Found = CleanPhoto | PhotoRefused | scanning.ScannerDown | str


def process_photo(photo: Photo, *, now: datetime | None = None) -> str | None:
    """Its state after this try; None when it is nobody's turn now, another worker has it or it is gone."""
    kind = type(photo)
    now = now or timezone.now()
    mine = kind._base_manager.filter(kind.due(now), pk=photo.pk)
    if not mine.update(next_try_at=now + TAKEN_FOR, tries=F("tries") + 1):
        return None
    taken: Photo | None = kind._base_manager.filter(pk=photo.pk).first()
    return _write(taken, _look(taken), now) if taken else None


def look_soon() -> None:
    """Tell the worker; when the broker is away nothing is lost, the sweep of every minute finds the photo."""
    current_app.send_task("verification.tasks.look_at_photos")


def _look(photo: Photo) -> Found:
    """Clean, or why it is not: the name of a virus is a str."""
    if photo.state == PhotoState.RECEIVED and photo.tries > MOST_TRIES:
        return PhotoRefused("broken", "")
    try:
        with photo.raw.open() as file:
            data = file.read()
        if scanning.is_on() and (virus := scanning.scan(data)):
            return virus
        limits = {"max_bytes": settings.UPLOAD_MAX_PHOTO_BYTES, "max_pixels": settings.UPLOAD_MAX_PHOTO_PIXELS}
        return clean_photo(data, **limits)
    except FileNotFoundError:
        return PhotoRefused(LOST, "")
    except (PhotoRefused, scanning.ScannerDown) as no:
        return no


@transaction.atomic
def _write(photo: Photo, found: Found, now: datetime) -> str | None:
    """Once: only if this worker still has it, and it was not dropped or moved into a report meanwhile."""
    report = _locked_report(photo) if isinstance(photo, Evidence) else None
    round_ = _locked_round(photo) if isinstance(photo, UsePhoto) else None
    held = type(photo)._base_manager.select_for_update(no_key=True).filter(pk=photo.pk, tries=photo.tries)
    row: Photo | None = held.filter(state=photo.state).first()
    if row is None:
        return None
    if isinstance(found, scanning.ScannerDown):
        _hold(row, now)
    elif isinstance(found, str):
        _quarantine(row, found)
    elif isinstance(found, PhotoRefused):
        move(row, PhotoState.REFUSED, PHOTO_MOVES, refused_code=found.code, next_try_at=None, raw="")
        _forget(str(photo.raw.name))
    else:
        _keep(row, found)
        _forget(str(photo.raw.name))
    if report is not None:
        conclude_photos(report)
    if round_ is not None and row.refused_code:
        ask_photo_again(round_)
    return row.state


def _locked_report(photo: Evidence) -> Report:
    """In the order of all who change a gift: its pledge, then the report."""
    Pledge.objects.locked().get(handovers__report=photo.report_id)
    return Report.objects.select_for_update(of=("self",), no_key=True).get(pk=photo.report_id)


def _locked_round(photo: UsePhoto) -> UseRound | None:
    """Before the photo, as by whoever answers; None when the photo was replaced meanwhile."""
    return UseRound.objects.select_for_update(of=("self",), no_key=True).filter(answers__photo=photo.pk).first()


def _keep(row: Photo, clean: CleanPhoto) -> None:
    if isinstance(row, DraftPhoto) and _is_there_already(row, clean):
        # The same picture in another file; one of them is enough.
        row.delete()
        return
    row.photo.save(f"{row.public_id}.jpg", ContentFile(clean.jpeg), save=False)
    row.thumbnail.save(f"{row.public_id}-small.jpg", ContentFile(clean.thumbnail), save=False)
    stamps = {
        "photo": row.photo.name,
        "thumbnail": row.thumbnail.name,
        "raw": "",
        "next_try_at": None,
        "sha256": clean.sha256,
        "difference_hash": clean.difference_hash,
        "taken_at": clean.taken_at,
        "latitude": clean.latitude,
        "longitude": clean.longitude,
    }
    if isinstance(row, DraftPhoto):
        stamps |= {"width": clean.width, "height": clean.height}
    move(row, PhotoState.CLEAN, PHOTO_MOVES, **stamps)
    if isinstance(row, Evidence | UsePhoto):
        compare_evidence(row, Image.open(io.BytesIO(clean.jpeg)))


def _is_there_already(row: DraftPhoto, clean: CleanPhoto) -> bool:
    mine = DraftPhoto.objects.filter(handover=row.handover_id, submitted_by_id=row.submitted_by_id)
    return mine.filter(sha256=clean.sha256).exclude(pk=row.pk).exists()


def _hold(row: Photo, now: datetime) -> None:
    """The scanner is away: nobody sees the photo, and it is tried again, later and later."""
    if row.state == PhotoState.RECEIVED:
        move(row, PhotoState.QUARANTINED, PHOTO_MOVES)
    type(row)._base_manager.filter(pk=row.pk).update(next_try_at=now + scanning.pause_after(row.tries))


def _quarantine(row: Photo, virus: str) -> None:
    """The file stays where nobody can fetch it, for whoever looks into it."""
    if row.state == PhotoState.RECEIVED:
        move(row, PhotoState.QUARANTINED, PHOTO_MOVES)
    type(row)._base_manager.filter(pk=row.pk).update(next_try_at=None, refused_code=INFECTED)
    row.refused_code = INFECTED
    report_virus(row, virus)


def _forget(name: str) -> None:
    if name:
        after_commit(default_storage.delete, name)
