"""Open the seed of a period, reckon the lots in one statement, and plan a visit for the lowest ones."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from verification.actions.plan_visits import hold_the_plan, plan_visits
from verification.lots import BY_LOT, sha256_of_list, took_part
from verification.models import SampleDraw, Visit
from verification.policies_samples import why_not_draw_sample
from verification.sampling import sample_size
from verification.states import SAMPLE_DRAW_MOVES, SampleDrawState


@transaction.atomic
def draw_sample(*, draw: SampleDraw, actor: Actor) -> SampleDraw:
    """Another coordinator than the one who committed (Q24), after the period. Of two who draw at once one gets StaleState.

    The sample is a share of the rest: whoever is visited for another reason does not take part.
    """
    actor.must(Permission.SAMPLE_DRAW)
    refuse_if(why_not_draw_sample(draw, actor))
    hold_the_plan()
    seed = sealing.unseal(draw.seed_sealed)
    population = took_part(draw, seed).count()
    size = sample_size(population, confidence=draw.confidence, margin=draw.margin, expected=draw.expected)
    now = timezone.now()
    stamps = {"seed": seed, "population": population, "size": size, "drawn_at": now, "drawn_by_id": actor.user_id or 0}
    in_order = took_part(draw, seed).order_by(*BY_LOT)
    planned = plan_visits(reports=in_order, why=Visit.Why.RANDOM, actor=actor, draw=draw, most=size)
    move(draw, SampleDrawState.DRAWN, SAMPLE_DRAW_MOVES, **stamps)
    draw.list_sha256 = sha256_of_list(draw, seed)
    SampleDraw.objects.filter(pk=draw.pk).update(list_sha256=draw.list_sha256)
    trail.record("sample.drawn", draw, actor=actor, population=population, visits=planned)
    return draw
