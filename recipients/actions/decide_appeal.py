"""The Sudin decides an appeal by the version of the criteria that was used."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.models import Membership
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.models import Appeal
from recipients.rank_policies import may_decide_appeal, why_not_decide_appeal
from recipients.states import APPEAL_MOVES, AppealState


@transaction.atomic
def decide_appeal(*, appeal: Appeal, decision: str, answer: str, actor: Actor) -> Appeal:
    """`decision` is UPHELD or REJECTED, with a written answer that whoever holds the letter reads.

    Nobody's points are changed by hand: when it is upheld the school is asked to correct the facts, and what is corrected is
    assessed anew. Of two officers at once one gets StaleState. Raises Forbidden for whoever has no say over the school's ground.
    """
    actor.must(Permission.APPEAL_DECIDE)
    if not may_decide_appeal(appeal, actor):
        raise Forbidden("only the Sudin over the school")
    refuse_if(why_not_decide_appeal(appeal))
    move(
        appeal,
        decision,
        APPEAL_MOVES,
        answer_sealed=sealing.seal(answer),
        decided_at=timezone.now(),
        decided_by_id=actor.user_id or 0,
    )
    trail.record(f"appeal.{AppealState(decision)}", appeal, actor=actor)
    school = appeal.recipient.school
    members = Membership.objects.active().filter(organisation_id=school.organisation_id)
    outbox.post(
        f"recipients/appeal_{AppealState(decision)}",
        to=members.values_list("user_id", flat=True),
        path=reverse("recipients:appeal_detail", args=[appeal.public_id]),
        once=f"appeal:{appeal.public_id.hex}",
        school=school.name,
    )
    return appeal
