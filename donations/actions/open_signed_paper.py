"""The photo of a signed BAST is looked at; the trail says by whom, for it shows signatures."""

from __future__ import annotations

from django.db import transaction
from django.db.models.fields.files import FieldFile

from donations.models import Handover
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission


@transaction.atomic
def open_signed_paper(*, handover: Handover, actor: Actor) -> FieldFile:
    """The photo as it is kept; the caller found `handover` with `visible_to`, and it has one."""
    actor.must(Permission.HANDOVER_VIEW)
    trail.record("handover.signed_paper_opened", handover, actor=actor)
    return handover.signed_paper
