"""What the visitor found. Whether it confirms the report follows from the answers, nobody chooses it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from verification.actions.open_case import open_case
from verification.actions.widen_sample import widen_sample
from verification.models import Instrument, IntegrityCase, Visit
from verification.policies_samples import has_part, took_part_in, why_not_visit, why_not_visited_on
from verification.questions import kept
from verification.states import VISIT_MOVES, VisitState
from verification.visit_questions import BUILT_IN, asked, what_failed


@transaction.atomic
def record_visit(
    *,
    visit: Visit,
    visited_on: date,
    devices_seen: int,
    answers: Mapping[str, Any],
    actor: Actor,
    note: str = "",
    instrument: Instrument | None = None,
) -> Visit:
    """PLANNED → PASSED or FAILED. A failed one opens a case by itself and widens the sample for that giver and school.

    `instrument` is the version that was asked; None: the questions that are built in. Raises Forbidden when the person had a part
    in the gift; Refused when something does not fit and the note does not say what. The school hears of it only now.
    """
    actor.must(Permission.VISIT_MAKE)
    visit = (
        Visit.objects.select_for_update(of=("self",)).select_related("report__handover__pledge__donor").get(pk=visit.pk)
    )
    if took_part_in(visit.report, actor.user_id):
        raise Forbidden(has_part())
    refuse_if(why_not_visit(visit, actor))
    refuse_if(why_not_visited_on(visit, visited_on))
    questions = asked(instrument.questions if instrument else BUILT_IN)
    failed = what_failed(questions, answers, expected=visit.devices_expected, seen=devices_seen)
    if failed and not note.strip():
        raise Refused(_("Ada yang tidak sesuai. Tuliskan di catatan apa yang Anda temukan."))
    stamps = {
        "instrument": instrument,
        "answers": kept({one["key"]: answers.get(one["key"]) for one in questions}),
        "devices_seen": devices_seen,
        "note": note.strip(),
        "visited_on": visited_on,
        "visited_by_id": actor.user_id or 0,
        "taken_by_id": actor.user_id,
    }
    move(visit, VisitState.FAILED if failed else VisitState.PASSED, VISIT_MOVES, **stamps)
    trail.record(f"visit.{visit.state}", visit, actor=actor, seen=devices_seen, expected=visit.devices_expected)
    if failed:
        _follow(visit, failed, actor)
    _tell(visit)
    return visit


def _follow(visit: Visit, failed: tuple[str, ...], actor: Actor) -> None:
    handover = visit.report.handover
    facts = {
        "expected": visit.devices_expected,
        "seen": visit.devices_seen,
        "failed": list(failed),
        "visit": str(visit.public_id),
        "widened": widen_sample(visit=visit, actor=actor),
    }
    open_case(
        kind=IntegrityCase.Kind.SAMPLE_FAILED,
        key=f"visit:{visit.pk}",
        report=visit.report,
        organisation=handover.school.organisation,
        facts=facts,
        actor=SYSTEM,
    )


def _tell(visit: Visit) -> None:
    school = visit.report.handover.school
    outbox.post(
        f"verification/visit_{visit.state}",
        to=people_of(school.organisation_id, Permission.REPORT_SUBMIT),
        path=reverse("verification:visit_detail", args=[visit.public_id]),
        once=f"visit:{visit.pk}",
        school=school.name,
    )
