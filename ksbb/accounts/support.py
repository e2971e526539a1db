"""Looking on as somebody else, to help (promise 8): who may, as whom, for how long; never to write."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.authority.roles import MAY_VIEW_AS

# Where in the session it stands, and how long it lasts.
KEY = "support_view"
SECONDS = 15 * 60
# All that is open to POST meanwhile: the way out.
WAY_OUT = frozenset({"accounts:support_end", "account_logout", "portal:language"})
# What is between a person and the portal alone, also to read: the account, its sessions and keys, its messages.
PRIVATE = ("account_", "mfa_", "accounts:", "portal:inbox", "portal:my_data", "admin:")


def is_open(name: str, method: str) -> bool:
    """Whether a page answers to somebody who looks on: what is read and nobody's own, and the way out."""
    return name in WAY_OUT or (method in ("GET", "HEAD", "OPTIONS") and not name.startswith(PRIVATE))


def viewable(actor: Actor) -> Any:
    """Memberships that `actor` may look on as: seen, lower in rank, and of people who hold nothing higher anywhere."""
    below = MAY_VIEW_AS.get(actor.role, frozenset())
    higher = Membership.objects.active().filter(user=OuterRef("user")).exclude(role__in=below)
    seen = Membership.objects.active().visible_to(actor).filter(role__in=below, user__is_staff=False)
    return seen.filter(~Exists(higher)).exclude(user=actor.user_id)


def kept(membership: Membership, actor: Actor) -> dict[str, Any]:
    """What the session remembers of a view that begins now."""
    return {"membership": membership.pk, "by": actor.membership_id, "until": time.time() + SECONDS}


def as_seen(session: Any, own: Actor) -> Actor:
    """Whom the request acts as: `own`, or the person looked on as while that lasts and is still allowed. Asked at each request."""
    view = session.get(KEY)
    if view is None:
        return own
    membership = None
    if view["by"] == own.membership_id and time.time() < view["until"]:
        membership = viewable(own).filter(pk=view["membership"]).select_related("organisation", "user").first()
    if membership is None:
        del session[KEY]
        return own
    return replace(actor_of(membership), viewer_id=own.user_id)
