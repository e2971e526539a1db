"""The scanner found something in a file that somebody sent: the Inspektorat hears of it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from ksbb.accounts.acting import everybody_who_may, watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.imports.models import HeldFile
from ksbb.notifications import outbox


@transaction.atomic
def report_infected(held: HeldFile, *, actor: Actor) -> HeldFile:
    """`actor` sent it, or the system found out later. Where no area is known, every auditor is told."""
    trail.record("file.infected", held, actor=actor, virus=held.virus, purpose=held.purpose)
    to = watchers_over(held.region, Role.AUDITOR) if held.region else everybody_who_may(Permission.CASE_OPEN)
    outbox.post(
        "imports/file_infected",
        to=to,
        path=reverse("audit:event_list"),
        once=f"file_infected:{held.public_id}",
        virus=held.virus,
    )
    return held
