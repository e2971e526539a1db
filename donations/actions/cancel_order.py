"""A confirmation that a worker could not carry out is called off: the proposal waits again, and whoever asked is told."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from donations.models import MatchingRun
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.notifications import outbox


@transaction.atomic
def cancel_order(*, run: MatchingRun, user_id: int | None) -> None:
    found = MatchingRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    order = found.options.get("order")
    if not order:
        return
    found.options = {name: value for name, value in found.options.items() if name != "order"}
    found.save(update_fields=["options", "updated_at"])
    trail.record("matching.order_cancelled", found, actor=SYSTEM)
    outbox.post(
        "donations/matching_not_applied",
        to=[user_id] if user_id else [],
        path=reverse("donations:matching_detail", args=[found.public_id]),
        once=f"matching_not_applied:{found.pk}:{order['at']}",
    )
