"""Begin a new version of an instrument from one that is or was in force."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from verification.models import Instrument
from verification.policies_instruments import why_not_draft


@transaction.atomic
def draft_instrument(*, source: Instrument, actor: Actor) -> Instrument:
    """With the questions of `source`. Two at once: the second waits for the first and is refused."""
    actor.must(Permission.INSTRUMENT_EDIT)
    versions = Instrument.objects.filter(purpose=source.purpose)
    list(versions.select_for_update().order_by("pk").values_list("pk"))
    refuse_if(why_not_draft(source))
    newest = versions.aggregate(newest=Max("version"))["newest"] or 0
    draft = Instrument.objects.create(
        purpose=source.purpose,
        version=newest + 1,
        title=source.title,
        questions=source.questions,
        made_by_id=actor.user_id or 0,
    )
    trail.record("instrument.drafted", draft, actor=actor, version=draft.version)
    return draft
