"""Change the questions of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import StaleState
from verification.models import Instrument
from verification.policies_instruments import why_not_edit
from verification.questions import why_not_questions


@transaction.atomic
def edit_instrument(
    *, instrument: Instrument, title: str, questions: Sequence[dict[str, Any]], seen: datetime, actor: Actor
) -> Instrument:
    """`seen` is the `updated_at` that the writer looked at; raises StaleState when it is another by now. Whoever wrote last counts
    as the writer: the second pair of eyes must be somebody else's. Raises Refused.
    """
    actor.must(Permission.INSTRUMENT_EDIT)
    draft = Instrument.objects.select_for_update().get(pk=instrument.pk)
    refuse_if(why_not_edit(draft))
    refuse_if(why_not_questions(questions))
    if draft.updated_at != seen:
        raise StaleState(f"instrument {draft.pk}")
    draft.title, draft.questions, draft.made_by_id = title.strip(), list(questions), actor.user_id or 0
    draft.save(update_fields=["title", "questions", "made_by_id", "updated_at"])
    trail.record("instrument.edited", draft, actor=actor, version=draft.version)
    return draft
