"""The second pair of eyes says not yet: a proposed version becomes a draft again."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.criteria_policies import why_not_send_back
from recipients.models import CriteriaReturn, CriteriaSet
from recipients.states import CRITERIA_MOVES, CriteriaState


@transaction.atomic
def send_back_criteria(*, criteria: CriteriaSet, actor: Actor, reason: str) -> CriteriaSet:
    """PROPOSED or SCHEDULED → DRAFT with a reason: by who proposed it as well. Whoever else proposed or agreed is told."""
    actor.must(Permission.CRITERIA_EDIT)
    refuse_if(why_not_send_back(criteria))
    if not reason.strip():
        raise Refused(_("Tuliskan alasannya, supaya penyusunnya tahu apa yang harus diubah."))
    concerned = {criteria.proposed_by_id, criteria.published_by_id} - {None, actor.user_id}
    undone = {"published_at": None, "published_by_id": None, "effective_from": None}
    move(criteria, CriteriaState.DRAFT, CRITERIA_MOVES, proposed_at=None, proposed_by_id=None, **undone)
    returned = CriteriaReturn.objects.create(
        criteria=criteria, reason=reason.strip(), returned_at=timezone.now(), returned_by_id=actor.user_id
    )
    trail.record("criteria.sent_back", criteria, actor=actor, kind=criteria.kind, version=criteria.version)
    outbox.post(
        "recipients/criteria_sent_back",
        to=[user for user in concerned if user is not None],
        path=reverse("recipients:criteria_detail", args=[criteria.public_id]),
        once=f"criteria_sent_back:{returned.pk}",
        version=criteria.version,
    )
    return criteria
