"""A rehearsed file of caps and gates is carried out: a few statements, however many schools."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from donations.models import Allowance, AllowanceChange, Gate
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.states import move
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.states import IMPORT_MOVES, ImportState
from recipients.statistics import Figures, figures_of_schools
from schools.models import School


@dataclass(frozen=True)
class _Ask:
    school: School
    need_class: str
    sets_cap: bool
    cap: int | None
    gate: bool | None
    reason: str


@transaction.atomic
def apply_allowances(*, run: ImportRun, actor: Actor) -> ImportRun:
    """REHEARSED → APPLIED in one transaction; two clicks at once: the second gets IllegalMove. Rows with problems stay out.

    What was asked and what was applied stand side by side in the changes: needs that were promised since the rehearsal raise
    a cap that would have fallen below them.
    """
    actor.must(Permission.ALLOWANCE_SET)
    run = ImportRun.objects.of(run.purpose, actor).select_for_update(no_key=True).get(pk=run.pk)  # type: ignore[arg-type]
    now, by = timezone.now(), actor.user_id or 0
    move(run, ImportState.APPLYING, IMPORT_MOVES, applying_at=now, applying_by_id=by)
    asks = _asks(run, actor)
    changes = [*_caps([one for one in asks if one.sets_cap]), *_gates([one for one in asks if one.gate is not None])]
    for change in changes:
        change.import_run_id, change.by_id = run.pk, actor.user_id
    AllowanceChange.objects.bulk_create(changes)
    move(run, ImportState.APPLIED, IMPORT_MOVES, applied_at=timezone.now())
    trail.record("import.applied", run, actor=actor, **run.counts, applied=len(changes))
    return run


def _asks(run: ImportRun, actor: Actor) -> list[_Ask]:
    """What the good rows ask for, of schools that are still on the own ground."""
    rows = run.rows.filter(status=ImportRow.Status.CHANGED).order_by("number").values_list("facts_sealed", flat=True)
    told = [json.loads(sealing.unseal(facts)) for facts in rows]
    schools = School.objects.visible_to(actor).in_bulk([one["school"] for one in told])
    return [
        _Ask(school, one["need_class"], one["sets_cap"], one["cap"], one["gate"], one["reason"])
        for one in told
        if (school := schools.get(one["school"]))
    ]


def _caps(asks: Sequence[_Ask]) -> list[AllowanceChange]:
    Allowance.objects.bulk_create(
        [Allowance(school=one.school, region=one.school.region, need_class=one.need_class) for one in asks],
        ignore_conflicts=True,
    )
    # In one order everywhere, so that two files wait for each other and never lock each other up.
    held = (
        Allowance.objects.filter(school__in=[one.school for one in asks]).order_by("pk").select_for_update(no_key=True)
    )
    rows = {(row.school_id, row.need_class): row for row in held}
    figures = figures_of_schools([one.school.pk for one in asks])
    changes, changed = [], []
    for one in asks:
        row = rows[one.school.pk, one.need_class]
        used = figures.get((one.school.pk, one.need_class), Figures()).pledged
        after = None if one.cap is None else max(one.cap, used)
        if after != row.cap:
            changes.append(_change(one, AllowanceChange.Kind.CAP, row.cap, one.cap, after))
            row.cap, row.updated_at = after, timezone.now()
            changed.append(row)
    Allowance.objects.bulk_update(changed, ["cap", "updated_at"], batch_size=2_000)
    return changes


def _gates(asks: Sequence[_Ask]) -> list[AllowanceChange]:
    Gate.objects.bulk_create([Gate(school=one.school, region=one.school.region) for one in asks], ignore_conflicts=True)
    held = Gate.objects.filter(school__in=[one.school for one in asks]).order_by("pk").select_for_update(no_key=True)
    rows = {row.school_id: row for row in held}
    changes, changed = [], []
    for one in asks:
        row = rows[one.school.pk]
        if row.is_open != one.gate or row.is_automatic:
            changes.append(
                _change(one, AllowanceChange.Kind.GATE, int(row.is_open), int(bool(one.gate)), int(bool(one.gate)))
            )
            row.is_open, row.is_automatic = bool(one.gate), False
            row.reason, row.updated_at = one.reason, timezone.now()
            changed.append(row)
    Gate.objects.bulk_update(changed, ["is_open", "is_automatic", "reason", "updated_at"], batch_size=2_000)
    return changes


def _change(one: _Ask, kind: str, before: int | None, asked: int | None, after: int | None) -> AllowanceChange:
    return AllowanceChange(
        school=one.school,
        region=one.school.region,
        kind=kind,
        need_class=one.need_class if kind == AllowanceChange.Kind.CAP else "",
        before=before,
        asked=asked,
        after=after,
        reason=one.reason,
    )
