"""Thin: each task names the work and calls it."""

from __future__ import annotations

from celery import shared_task

from donations import inventory_work, matching_runs
from donations.actions.expire_holds import expire_holds
from donations.actions.expire_offers import expire_offers
from donations.actions.expire_pledges import expire_pledges
from donations.actions.fold_flows import fold_flows
from donations.actions.forget_sources import forget_sources
from donations.actions.remind_givers import remind_givers
from donations.actions.remind_handovers import remind_handovers
from donations.actions.remind_loans import remind_loans
from donations.actions.remind_verifications import remind_verifications
from donations.actions.tell_searches import tell_searches


@shared_task
def expire_baskets() -> int:
    """Every minute: what baskets hold for longer than their time goes back."""
    return expire_holds()


@shared_task
def expire_promises() -> int:
    """Every hour: promises, wishes and titipan that came to nothing are over."""
    return expire_pledges() + expire_offers()


@shared_task
def remind_of_dates() -> int:
    """Every hour: promises whose date comes near, and appointments."""
    return remind_givers() + remind_handovers()


@shared_task
def remind_of_verifications() -> int:
    """Once a day: aggregators whose yearly check is near."""
    return remind_verifications()


@shared_task
def remind_of_loans() -> int:
    """Every hour: loans to teachers that end soon, or are late."""
    return remind_loans()


@shared_task
def tell_of_needs() -> int:
    """Every ten minutes: who keeps a search hears when more has become open there."""
    return tell_searches()


@shared_task
def compute_matching(public_id: str) -> None:
    matching_runs.compute(public_id)


@shared_task
def apply_matching(public_id: str) -> None:
    matching_runs.apply(public_id)


@shared_task
def resume_matchings() -> int:
    """Every minute: calculations and confirmations that a killed worker or a broken broker left."""
    return matching_runs.resume()


@shared_task
def rehearse_stock(public_id: str) -> None:
    inventory_work.rehearse(public_id)


@shared_task
def finish_stock(public_id: str) -> None:
    inventory_work.finish(public_id)


@shared_task
def resume_stock() -> int:
    """Files of devices that a killed worker left."""
    return inventory_work.resume()


@shared_task
def forget_slip_sources() -> int:
    """Once a day: from which telephones slips were answered long ago."""
    return forget_sources()


@shared_task
def fold_months() -> int:
    """Every ten seconds: what happened in each month."""
    return fold_flows()
