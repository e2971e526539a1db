"""A validator puts a report back: it is anybody's again at once."""

from __future__ import annotations

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from verification.models import Report


def release_report(*, report: Report, actor: Actor) -> bool:
    """Whether it was the actor's own."""
    actor.must(Permission.REPORT_VERIFY)
    own = Report.objects.filter(pk=report.pk, claimed_by_id=actor.user_id, claimed_by_id__isnull=False)
    return bool(own.update(claimed_by_id=None, claimed_until=None))
