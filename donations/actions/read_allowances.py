"""A file of caps and gates is read and rehearsed: what each row would change, and what is wrong. Nothing changes yet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.allowances import GATE, Standing, Wanted, matched, standings_of
from donations.allowances import read_allowances as rows_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import move
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.reading import SheetRefused
from ksbb.imports.running import Outcome, count_rows, write_rows
from ksbb.imports.states import IMPORT_MOVES, ImportPurpose, ImportStage, ImportState
from schools.models import School

KIND = "allowances"


@transaction.atomic
def read_allowances(*, data: bytes, file_name: str, actor: Actor) -> ImportRun:
    """The run, REHEARSED. Raises Refused for a file that cannot be read, in words."""
    actor.must(Permission.ALLOWANCE_SET)
    if actor.organisation_id is None or actor.user_id is None:
        raise Forbidden("for an office")
    try:
        rows = list(rows_of(data, file_name))
    except SheetRefused as no:
        raise Refused(no.reason) from no
    if not rows:
        raise Refused(_("Berkas ini tidak berisi baris. Isi sedikitnya satu sekolah, lalu unggah lagi."))
    run = ImportRun.objects.create(
        purpose=ImportPurpose.ALLOWANCES,
        kind=KIND,
        organisation_id=actor.organisation_id,
        region=actor.territory_codes[0] if actor.territory_codes else "",
        file_name=file_name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        read_at=timezone.now(),
        read_by_id=actor.user_id,
    )
    write_rows(run, _outcomes(rows, actor))
    move(
        run,
        ImportState.REHEARSED,
        IMPORT_MOVES,
        rehearsed_at=timezone.now(),
        counts=count_rows(run),
        stage=ImportStage.DONE,
        rows_total=len(rows),
        rows_done=len(rows),
    )
    trail.record("import.rehearsed", run, actor=actor, **run.counts)
    return run


def _outcomes(rows: Sequence[Wanted], actor: Actor) -> list[Outcome]:
    wanted = {row.npsn for row in rows}
    schools = {one.npsn: one for one in School.objects.visible_to(actor).filter(npsn__in=wanted)}
    now = {one.school.pk: one for one in standings_of(list(schools.values()))}
    return [_outcome(row, school, now[school.pk] if school else None) for row, school in matched(rows, schools)]


def _outcome(row: Wanted, school: School | None, now: Standing | None) -> Outcome:
    label = f"{row.npsn} {school.name}" if school else row.npsn
    cells = json.dumps([row.npsn, row.need_class, row.cap, row.gate, row.reason])
    if row.problems or school is None or now is None:
        return Outcome(row.number, ImportRow.Status.PROBLEM, label, problems=row.problems, cells=cells)
    changes = list(_changes(row, now))
    facts = {
        "school": school.pk,
        "need_class": row.need_class,
        "sets_cap": row.sets_cap,
        "cap": row.cap,
        "gate": row.gate,
        "reason": row.reason,
    }
    status = ImportRow.Status.CHANGED if changes else ImportRow.Status.UNCHANGED
    return Outcome(row.number, status, label, facts=json.dumps(facts), changes=json.dumps(changes), cells=cells)


def _changes(row: Wanted, now: Standing) -> Iterator[tuple[str, int | None, int | None, int | None]]:
    """(class of need or GATE, now, asked, then); `donations.allowance_words` reads it."""
    if row.sets_cap:
        before, used = now.caps.get(row.need_class), now.used[row.need_class]
        after = None if row.cap is None else max(row.cap, used)
        if after != before:
            yield row.need_class, before, row.cap, after
    if row.gate is not None and row.gate != now.is_open:
        yield GATE, now.is_open, row.gate, row.gate
