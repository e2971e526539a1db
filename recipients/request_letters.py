"""Who is written to about a request, and the letters. No letter says who asks or about whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS
from ksbb.notifications import outbox
from ksbb.notifications.outbox import Letter
from recipients.models import DataRequest

ANSWERERS = [role for role, granted in GRANTS.items() if Permission.REQUEST_ANSWER in granted and role != "system"]
FOR_ACCOUNTS = [role for role, granted in GRANTS.items() if Permission.REQUEST_ACCOUNT in granted and role != "system"]
# Who sees to it that schools answer: the offices over the ground.
WATCHERS = ["city_supervisor"]


def who_answers(requests: Iterable[DataRequest]) -> dict[int, set[int]]:
    """User ids of those who must answer each request (by its key), in two statements for any number of requests."""
    asked = list(requests)
    active = Membership.objects.active()
    at_school: dict[int | None, set[int]] = {}
    schools = {one.organisation_id for one in asked if one.organisation_id}
    for organisation, user in active.filter(role__in=ANSWERERS, organisation__in=schools).values_list(
        "organisation_id", "user_id"
    ):
        at_school.setdefault(organisation, set()).add(user)
    if any(one.organisation_id is None for one in asked):
        at_school[None] = set(active.filter(role__in=FOR_ACCOUNTS).values_list("user_id", flat=True))
    # Nobody answers about the own account.
    return {one.pk: at_school.get(one.organisation_id, set()) - {one.user_id or 0} for one in asked}


def who_watches(request: DataRequest) -> set[int]:
    """The offices over the ground of a person's school; for an account those who must answer are the office."""
    if not request.region:
        return set()
    codes = [request.region[:length] for length in (2, 5, 8, 13) if len(request.region) >= length]
    over = Membership.objects.active().filter(role__in=WATCHERS, organisation__territories__in=codes)
    return set(over.values_list("user_id", flat=True))


def tell_received(request: DataRequest, actor: Actor) -> None:
    """Whoever must answer, unless it is the one who wrote it down."""
    to = who_answers([request])[request.pk] - {actor.user_id or 0}
    outbox.post("recipients/request_received", to=to, path=page_of(request), number=request.number)


def due_soon(request: DataRequest, to: set[int]) -> Letter:
    once = f"request_due:{request.pk}"
    return Letter("recipients/request_due", to, page_of(request), once, {"number": request.number})


def too_late(request: DataRequest, to: set[int]) -> Letter:
    once = f"request_late:{request.pk}"
    return Letter("recipients/request_late", to, page_of(request), once, {"number": request.number})


def page_of(request: DataRequest) -> str:
    return reverse("recipients:request_detail", args=[request.public_id])
