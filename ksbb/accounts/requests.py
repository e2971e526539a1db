"""The request as views see it: with the actor and our user."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from ksbb.accounts.models import User
from ksbb.authority.actors import Actor


class ActorRequest(HttpRequest):
    """For type checkers: what the middleware has put on every request."""

    actor: Actor
    user: User  # type: ignore[assignment]
    htmx: HtmxDetails
    # The person's role shows personal data and this session has not shown a second factor: it has no role yet.
    factor_due: bool
