"""Lock the seed with which the visits of a period are drawn: its hash is public from now on, the seed is seen by nobody."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Refused, refuse_if
from recipients.draws import commitment_of, new_seed
from verification.models import SampleDraw
from verification.policies_samples import days_are_taken, why_not_commit_sample


@transaction.atomic
def commit_sample(
    *, starts_on: date, ends_on: date, actor: Actor, confidence: int = 95, margin: int = 5, expected: int = 50
) -> SampleDraw:
    """For the reports verified in `[starts_on, ends_on)`; `confidence`, `margin` and `expected` in percent (sampling.py).

    Raises Refused when a day of the period has a draw already: a seed cannot be thrown away and drawn again.
    """
    actor.must(Permission.SAMPLE_DRAW)
    refuse_if(why_not_commit_sample(starts_on, ends_on))
    seed = new_seed()
    try:
        with transaction.atomic():
            draw = SampleDraw.objects.create(
                starts_on=starts_on,
                ends_on=ends_on,
                confidence=confidence,
                margin=margin,
                expected=expected,
                commitment=commitment_of(seed),
                seed_sealed=sealing.seal(seed),
                committed_at=timezone.now(),
                committed_by_id=actor.user_id or 0,
            )
    except IntegrityError as twice:  # somebody else took these days in this very moment
        raise Refused(days_are_taken()) from twice
    trail.record("sample.committed", draw, actor=actor, commitment=draw.commitment)
    return draw
