"""A draw that waits, and two visits that were made: one confirms the report, one opens a case. All of it invented."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from verification.actions.commit_sample import commit_sample
from verification.actions.record_visit import record_visit
from verification.actions.take_visit import take_visit
from verification.models import Visit
from verification.policies_samples import took_part_in
from verification.states import VisitState

# A month is left to visit: the visits that stay planned fill the officers' list.
MADE = 2
MOST_LOOKED_AT = 12


@transaction.atomic
def tell() -> None:
    _commit()
    officer = _first(Role.CITY_SUPERVISOR)
    if officer is None:
        return
    planned = Visit.objects.visible_to(officer).filter(state=VisitState.PLANNED).select_related("report")
    free = [one for one in planned.order_by("pk")[:MOST_LOOKED_AT] if not took_part_in(one.report, officer.user_id)]
    for visit, missing in zip(free[:MADE], (0, 1), strict=False):
        take_visit(visit=visit, actor=officer)
        record_visit(
            visit=visit,
            visited_on=timezone.localdate(),
            devices_seen=max(0, visit.devices_expected - missing),
            answers={"matches_papers": "yes", "guardian_asked": "yes", "fee_asked": "no"},
            note="Satu gawai tidak dapat ditunjukkan; kata sekolah sedang di rumah murid (contoh)." if missing else "",
            actor=officer,
        )


def _commit() -> None:
    """For this month; another coordinator draws when it is over."""
    coordinator = _first(Role.COORDINATOR)
    if coordinator is not None:
        first = timezone.localdate().replace(day=1)
        commit_sample(starts_on=first, ends_on=_next_month(first), expected=10, actor=coordinator)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _first(role: Role) -> Actor | None:
    member = Membership.objects.active().filter(role=role).select_related("user", "organisation").order_by("pk").first()
    return actor_of(member) if member else None
