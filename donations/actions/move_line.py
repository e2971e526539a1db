"""Devices of a line are held fast for another school; the next calculation places the rest around it."""

from __future__ import annotations

from django.db import transaction

from donations.models import MatchingLine, MatchingRun
from donations.policies_matching import only_own_ground, why_not_mark, why_not_move_line
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from schools.models import School


@transaction.atomic
def move_line(*, line: MatchingLine, school: School, quantity: int, actor: Actor) -> MatchingLine:
    """A line that is held fast, for the same class of need; whether caps allow it is judged by the calculation."""
    actor.must(Permission.MATCHING_RUN)
    only_own_ground(line.run, actor)
    run = MatchingRun.objects.select_for_update().get(pk=line.run_id)
    found = run.lines.select_related("run", "school").get(pk=line.pk)
    refuse_if(why_not_mark(found) or why_not_move_line(found, school, quantity))
    same = {"wish_id": found.wish_id, "lot_id": found.lot_id, "school": school, "need_class": found.need_class}
    run.lines.filter(**same).delete()
    held = MatchingLine.objects.create(
        run=run,
        region=school.region,
        device_type=found.device_type,
        quantity=quantity,
        is_pinned=True,
        why={"pin": quantity},
        **same,
    )
    run.options = run.options | {"changed": True}
    run.save(update_fields=["options", "updated_at"])
    trail.record("matching.line_moved", held, actor=actor, devices=quantity)
    return held
