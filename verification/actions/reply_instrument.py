"""A school answers the questions about itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused
from schools.models import School
from verification.models import Instrument, InstrumentReply
from verification.questions import kept
from verification.states import InstrumentState


@transaction.atomic
def reply_instrument(
    *, instrument: Instrument, school: School, answers: Mapping[str, Any], actor: Actor
) -> InstrumentReply:
    """A new reply each time: earlier ones stay. Raises Refused when other questions are in force by now."""
    actor.must(Permission.USE_REPORT)
    if not actor.is_system and actor.organisation_id != school.organisation_id:
        raise Forbidden("only the school")
    instrument = Instrument.objects.select_for_update(no_key=True).get(pk=instrument.pk)
    if instrument.state != InstrumentState.PUBLISHED:
        raise Refused(_("Pertanyaannya baru saja diganti. Muat ulang halaman, lalu jawab yang baru."))
    reply = InstrumentReply.objects.create(
        instrument=instrument,
        school=school,
        region=school.region,
        answers=kept(answers),
        answered_at=timezone.now(),
        answered_by_id=actor.user_id or 0,
    )
    trail.record("instrument.answered", reply, actor=actor, version=instrument.version)
    return reply
