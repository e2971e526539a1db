"""The scanner found something in a photo: the Inspektorat hears of it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from ksbb.accounts.acting import watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.authority.roles import Role
from ksbb.notifications import outbox
from verification.models import Photo


@transaction.atomic
def report_virus(photo: Photo, virus: str) -> Photo:
    """`virus` is the scanner's own name for it; it says nothing of a person."""
    region = str(getattr(photo, "region", ""))
    trail.record("photo.infected", photo, actor=SYSTEM, virus=virus[:80])
    outbox.post(
        "verification/photo_infected",
        to=watchers_over(region, Role.AUDITOR),
        path=reverse("audit:event_list"),
        once=f"photo_infected:{photo.public_id}",
        virus=virus[:80],
    )
    return photo
