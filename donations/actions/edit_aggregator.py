"""The office puts an aggregator's profile right."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from donations.books import balance_of
from donations.models import Aggregator
from donations.policies_books import rupiah
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused


@transaction.atomic
def edit_aggregator(*, aggregator: Aggregator, actor: Actor, name: str = "", **profile: Any) -> Aggregator:
    """Raises Refused when the new share of cost is below what is booked as cost already."""
    actor.must(Permission.AGGREGATOR_VERIFY)
    found = Aggregator.objects.locked().get(pk=aggregator.pk)
    percent = profile.get("cost_percent", found.cost_percent)
    balance = balance_of(found)
    if balance.cost_room(percent) < 0 and percent != found.cost_percent:
        raise Refused(
            _("Biaya yang sudah tercatat (%(cost)s) melebihi bagian itu. Pilih bagian yang lebih besar.")
            % {"cost": rupiah(balance.cost)}
        )
    changed = sorted(key for key, value in profile.items() if getattr(found, key) != value)
    for key in changed:
        setattr(found, key, profile[key])
    found.save(update_fields=[*changed, "updated_at"])
    if name and name != found.organisation.name:
        found.organisation.name = " ".join(name.split())
        found.organisation.save(update_fields=["name", "updated_at"])
        changed.append("name")
    trail.record("aggregator.edited", found, actor=actor, fields=changed)
    return found
