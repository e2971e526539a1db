"""One of the two has left the register: there is nothing left to decide."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.models import Membership
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.states import move_all
from ksbb.notifications import outbox
from recipients.actions.release_claimants import release_claimants
from recipients.models import DuplicateCase
from recipients.states import CASE_MOVES, CaseState


@transaction.atomic
def drop_cases(*, recipient_ids: Sequence[int], actor: Actor) -> int:
    """OPEN → DROPPED for every case about these people, who have left; the claims are wiped. Returns how many.

    Whoever was held because of them is free; a school whose claim waited is told that it can register the person now. Call it
    in the transaction in which the people leave.
    """
    about = DuplicateCase.objects.open().filter(Q(holder__in=recipient_ids) | Q(claimant__in=recipient_ids))
    cases = list(about.select_for_update(of=("self",)).order_by("pk"))
    if not cases:
        return 0
    ids = [case.pk for case in cases]
    found = DuplicateCase.objects.filter(pk__in=ids)
    move_all(found, [CaseState.OPEN], CaseState.DROPPED, CASE_MOVES, dropped_at=timezone.now(), claim_sealed=b"")
    trail.record_many("case.dropped", cases, actor=actor)
    release_claimants(recipient_ids=[case.claimant_id for case in cases if case.claimant_id is not None])
    _tell([case for case in cases if case.kind == DuplicateCase.Kind.NUMBER])
    return len(cases)


def _tell(cases: Sequence[DuplicateCase]) -> None:
    schools = {case.claimant_school_id for case in cases}
    operators = Membership.objects.active().filter(
        organisation__school__in=schools, role__in=[Role.PRINCIPAL, Role.SCHOOL_OPERATOR]
    )
    staff: dict[int, set[int]] = {school: set() for school in schools}
    for school, user in operators.values_list("organisation__school", "user_id"):
        staff[school].add(user)
    for case in cases:
        outbox.post(
            "recipients/case_dropped",
            to=staff[case.claimant_school_id],
            path=reverse("recipients:recipient_register"),
            once=f"case_dropped:{case.pk}",
            case=case.name,
        )
