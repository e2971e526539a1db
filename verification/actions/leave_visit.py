"""An officer who had taken a visit cannot go after all: it is anybody's again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from verification.models import Visit
from verification.states import VisitState


@transaction.atomic
def leave_visit(*, visit: Visit, actor: Actor) -> Visit:
    """Raises Refused unless the actor holds it."""
    actor.must(Permission.VISIT_MAKE)
    mine = Visit.objects.filter(pk=visit.pk, state=VisitState.PLANNED, taken_by_id=actor.user_id)
    if actor.user_id is None or not mine.update(taken_by_id=None, updated_at=timezone.now()):
        raise Refused(_("Kunjungan ini tidak sedang Anda pegang."))
    visit.taken_by_id = None
    trail.record("visit.left", visit, actor=actor)
    return visit
