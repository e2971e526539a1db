"""Retention: a complaint closed longer ago than settings.COMPLAINT_RETENTION_DAYS forgets who complained, and what was said."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Forbidden
from verification.complaints import act
from verification.models import Complaint, ComplaintFile
from verification.states import CaseState, ComplaintState, DeviceCaseState

MOST = 500
_NOTHING = b""


@transaction.atomic
def erase_complaints(*, actor: Actor = SYSTEM, limit: int = MOST) -> int:
    """Up to `limit`; returns how many, fewer than `limit` when none is left. Only the nightly work may. Raises Forbidden.

    Category, place, level, dates and steps stay, so that every figure stays as it is. Passes over those whose case is open
    and those that another worker has in hand. Files leave the disk before their rows: what breaks in between is done again,
    and nothing is left that no row names.
    """
    if not actor.is_system:
        raise Forbidden("retention is the portal's own work")
    before = timezone.now() - timedelta(days=settings.COMPLAINT_RETENTION_DAYS)
    old = Complaint.objects.filter(state=ComplaintState.CLOSED, erased_at__isnull=True, closed_at__lt=before)
    old = old.exclude(device_case__state=DeviceCaseState.OPEN).exclude(integrity_case__state=CaseState.OPEN)
    held = old.select_for_update(of=("self",), skip_locked=True).order_by("closed_at", "id")
    complaints = list(held.only("pk", "region", "is_sensitive")[:limit])
    _erase_files([complaint.pk for complaint in complaints])
    Complaint.objects.filter(pk__in=[complaint.pk for complaint in complaints]).update(
        text_sealed=_NOTHING, name_sealed=_NOTHING, contact_sealed=_NOTHING, answer_sealed=_NOTHING,
        submission=None, erased_at=timezone.now(),
    )  # fmt: skip
    for is_sensitive in (False, True):
        group = [complaint for complaint in complaints if complaint.is_sensitive is is_sensitive]
        if group:
            trail.record_many(act(group[0], "erased"), group, actor=actor)
    return len(complaints)


def _erase_files(complaint_ids: list[int]) -> None:
    files = ComplaintFile.objects.filter(complaint__in=complaint_ids)
    for file in files.order_by("id"):
        file.file.delete(save=False)
    files.delete()
