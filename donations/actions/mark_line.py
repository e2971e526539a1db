"""A person holds a line of a proposal fast, forbids it, or takes the mark back; the next calculation keeps to it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import MatchingLine, MatchingRun
from donations.policies_matching import only_own_ground, why_not_mark
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if

PIN, FORBID, NOTHING = "pin", "forbid", ""


@transaction.atomic
def mark_line(*, line: MatchingLine, mark: str, actor: Actor) -> MatchingLine:
    """`mark`: PIN, FORBID or NOTHING. What changes the plan must be calculated before the run can be confirmed."""
    actor.must(Permission.MATCHING_RUN)
    only_own_ground(line.run, actor)
    run = MatchingRun.objects.select_for_update().get(pk=line.run_id)
    found = run.lines.select_related("run").get(pk=line.pk)
    refuse_if(why_not_mark(found))
    if found.is_forbidden or mark == FORBID:
        run.options = run.options | {"changed": True}
        run.save(update_fields=["options", "updated_at"])
    why = {name: value for name, value in found.why.items() if name != "pin"}
    found.why = why | {"pin": found.quantity} if mark == PIN else why
    found.is_pinned, found.is_forbidden, found.updated_at = mark == PIN, mark == FORBID, timezone.now()
    found.save(update_fields=["is_pinned", "is_forbidden", "why", "updated_at"])
    trail.record("matching.line_marked", found, actor=actor, mark=mark or "-")
    return found
