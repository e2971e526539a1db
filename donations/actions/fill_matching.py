"""A calculated proposal is written down: lines by COPY, figures, what found no place; whoever asked is told."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.matching_input import source_of
from donations.matching_work import Result
from donations.models import LedgerEntry, MatchingLine, MatchingRun, Wish
from donations.states import MATCHING_MOVES, LineState, MatchingState
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.common.copying import copy_rows
from ksbb.common.states import move
from ksbb.notifications import outbox
from schools.models import School

_COLUMNS = (
    "public_id", "created_at", "updated_at", "run", "region", "wish", "lot", "school", "need_class", "device_type",
    "quantity", "why", "is_pinned", "is_forbidden", "state", "applied_quantity",
)  # fmt: skip


@transaction.atomic
def fill_matching(*, run: MatchingRun, result: Result) -> bool:
    """ASKED → PROPOSED, once; False when the run was dropped or asked for anew meanwhile. Forbidden lines stay to be read."""
    found = MatchingRun.objects.select_for_update().get(pk=run.pk)
    if found.state != MatchingState.ASKED or found.asked_at != run.asked_at:
        return False
    now = timezone.now()
    found.lines.filter(is_forbidden=False).delete()
    copy_rows(MatchingLine, _COLUMNS, _rows(found, result, now))
    move(
        found,
        MatchingState.PROPOSED,
        MATCHING_MOVES,
        proposed_at=now,
        figures=result.figures,
        unplaced=result.unplaced,
        options={name: value for name, value in found.options.items() if name != "changed"},
    )
    trail.record("matching.proposed", found, actor=SYSTEM, lines=len(result.lines))
    outbox.post(
        "donations/matching_ready",
        to=[found.asked_by_id] if found.asked_by_id else [],
        path=reverse("donations:matching_detail", args=[found.public_id]),
        once=f"matching_ready:{found.pk}:{found.asked_at.isoformat()}",
        devices=result.figures["after"]["devices"],
    )
    return True


def _rows(run: MatchingRun, result: Result, now: datetime) -> Iterator[tuple[object, ...]]:
    """Read before the copying begins: a connection that copies answers no other question."""
    schools = {line.school for line, _why, _held in result.lines}
    regions = {
        pk: village or district
        for pk, village, district in School.objects.filter(pk__in=schools).values_list(
            "pk", "village_id", "district_id"
        )
    }
    sources = {source_of(line.supply) for line, _why, _held in result.lines}
    wishes = Wish.objects.filter(pk__in={wish for wish, _lot in sources if wish})
    lots = LedgerEntry.objects.filter(pk__in={lot for _wish, lot in sources if lot})
    types: dict[tuple[int | None, int | None], str] = {
        (pk, None): device_type for pk, device_type in wishes.values_list("pk", "device_type")
    }
    types |= {(None, pk): device_type for pk, device_type in lots.values_list("pk", "device_type")}
    return (
        (
            uuid.uuid4(), now, now, run.pk, regions[line.school], *source_of(line.supply), line.school, line.need_class,
            types[source_of(line.supply)], line.quantity, json.dumps(why), held, False, LineState.PROPOSED.value, 0,
        )
        for line, why, held in result.lines
    )  # fmt: skip
