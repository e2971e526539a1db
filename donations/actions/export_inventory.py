"""The list of the school's own devices was taken home."""

from __future__ import annotations

from django.db import transaction

from donations.policies_loans import only_keeper
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from schools.models import School


@transaction.atomic
def export_inventory(*, school: School, devices: int, actor: Actor) -> None:
    only_keeper(school, actor)
    trail.record("inventory.downloaded", school, actor=actor, devices=devices)
