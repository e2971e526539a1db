"""The course of a calculation: asked for, made by a worker, proposed. Actions write; this reads and calls.

    start_matching ─▶ compute() ─▶ fill_matching ─▶ (mark_line, recompute_matching) ─▶ confirm_matching
             └─▶ drop_matching          └─▶ fail_matching                          order_confirmation ─▶ apply()

Nothing is written before the end, so a killed worker leaves a run that was asked for, and `resume()` begins it anew.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.db import OperationalError
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from donations.actions.cancel_order import cancel_order
from donations.actions.confirm_matching import confirm_matching
from donations.actions.fail_matching import fail_matching
from donations.actions.fill_matching import fill_matching
from donations.matching_work import alone, calculated
from donations.models import MatchingRun
from donations.states import MatchingState
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.common.refusals import Forbidden

logger = logging.getLogger(__name__)

# A run that nobody has touched for this long was left by a worker that is gone.
LEFT_ALONE = timedelta(minutes=1)
# Tried for so long without an end it is not bad luck any more.
HOPELESS = timedelta(hours=1)


def compute(public_id: UUID | str) -> bool:
    """A worker's part; False when another worker has it or there is nothing to do. A failure is told to who asked."""
    run = MatchingRun.objects.filter(public_id=public_id).first()
    if run is None:
        return False
    with translation.override("id"), alone(run) as mine:
        run = MatchingRun.objects.select_related("weights").get(pk=run.pk)
        if not mine or run.state != MatchingState.ASKED:
            return False
        if run.asked_at < timezone.now() - HOPELESS:
            return fail_matching(run=run, reason=_("Perhitungannya tidak selesai dalam satu jam."))
        # Says that a worker is alive; outside any transaction, so that resume() sees it at once.
        MatchingRun.objects.filter(pk=run.pk).update(updated_at=timezone.now())
        return _computed(run)


def _computed(run: MatchingRun) -> bool:
    try:
        return fill_matching(run=run, result=calculated(run))
    except OperationalError:
        raise  # the database is away: resume() tries again
    except Exception:
        logger.exception("matching %s could not be calculated", run.public_id)
        return fail_matching(run=run, reason=_("Terjadi kesalahan saat menghitung. Coba hitung ulang."))


def apply(public_id: UUID | str) -> bool:
    """A worker's part of a large confirmation, in the name of who agreed; called off when that person may not any more."""
    run = MatchingRun.objects.filter(public_id=public_id).first()
    if run is None:
        return False
    with translation.override("id"), alone(run) as mine:
        run = MatchingRun.objects.get(pk=run.pk)
        if not mine or not run.is_applying:
            return False
        MatchingRun.objects.filter(pk=run.pk).update(updated_at=timezone.now())
        order = run.options["order"]
        member = Membership.objects.select_related("organisation", "user").filter(pk=order["membership"]).first()
        if member is None:
            cancel_order(run=run, user_id=None)
            return False
        return _applied(run, member, order["lines"])


def _applied(run: MatchingRun, member: Membership, lines: list[int]) -> bool:
    try:
        if not Membership.objects.active().filter(pk=member.pk).exists():
            raise Forbidden("the membership has ended")
        confirm_matching(run=run, actor=actor_of(member), chosen=lines)
    except OperationalError:
        raise  # the database is away, or two waited in a circle: resume() tries again
    except Exception:
        logger.exception("matching %s could not be applied", run.public_id)
        cancel_order(run=run, user_id=member.user_id)
        return False
    return True


def resume() -> int:
    """Go on with what a killed worker or a broken broker left; returns how many."""
    left = MatchingRun.objects.filter(updated_at__lt=timezone.now() - LEFT_ALONE).order_by("pk")
    asked = [(compute, public_id) for public_id in _ids(left.filter(state=MatchingState.ASKED))]
    ordered = [
        (apply, public_id) for public_id in _ids(left.filter(state=MatchingState.PROPOSED, options__has_key="order"))
    ]
    done = 0
    for step, public_id in [*asked, *ordered]:
        try:
            done += step(public_id)
        except Exception:  # noqa: BLE001 - whatever is wrong with this one, the next one waits too
            logger.exception("matching %s could not be continued", public_id)
    return done


def _ids(runs: QuerySet[MatchingRun]) -> list[UUID]:
    return list(runs.values_list("public_id", flat=True))
