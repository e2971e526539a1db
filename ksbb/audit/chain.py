"""The fingerprint of a trail: each act's hash covers the act and the hash before it, so that nothing earlier can change.

Whoever printed the newest hash years ago can still find it in the chain, and knows that what came before is as it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from ksbb.audit.models import Event


@dataclass(frozen=True)
class Link:
    """One act: its place from 1, when, what, and the hash (64 hexadecimal digits) up to and with it."""

    number: int
    at: datetime
    action: str
    digest: str


def chain_of(things: Sequence[models.Model]) -> list[Link]:
    """The acts upon `things`, oldest first, chained. One query. No person goes into a hash, so none can be guessed from it."""
    wanted = Q(pk__in=[])
    for thing in things:
        wanted |= Q(thing=thing._meta.label_lower, thing_id=thing.pk)
    links: list[Link] = []
    for event in Event.objects.filter(wanted).order_by("id"):
        told = json.dumps(event.facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        before = links[-1].digest if links else ""
        text = "\n".join((before, str(event.pk), event.at.isoformat(), event.action, event.thing, told))
        links.append(Link(len(links) + 1, event.at, event.action, hashlib.sha256(text.encode()).hexdigest()))
    return links
