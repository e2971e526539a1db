"""Public pages may be read from a streaming replica; everything else is read where it is written.

Off unless `DATABASE_REPLICA_URL` names one. From the replica is read, by Django's router, what a visitor asks for on the pages of
`FROM_REPLICA`, outside of a transaction. On the primary stay: who is signed in or brings a key, every other page, every
transaction, what follows a write within the same request, and for some seconds every browser that sent a form (a cookie that says
so, and nothing else), so that nobody misses their own act. A replica that is away, promoted or too far behind is left alone for a
while; a page that fails on it is answered anew from the primary.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from math import inf
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ksbb.common.careful import RESTS
from ksbb.common.measuring import PUBLIC_READS
from ksbb.settings.databases import PRIMARY, REPLICA

# The same for every visitor, and no worse for being seconds old. Not here: what is opened by a code or from a letter (a receipt, a
# certificate, an invitation, a ticket), which may have been made a moment ago.
FROM_REPLICA = frozenset(
    {
        "api:school_list",
        "api:school_detail",
        "api:need_list",
        "api:need_school",
        "api:figures",
        "api:figure_months",
        "portal:home",
        "portal:how",
        "portal:data_page",
        "portal:data_file",
        "portal:widget_figures",
        "portal:widget_map",
        "portal:proven_feed",
        "portal:sitemap",
        "schools:school_list",
        "schools:school_detail",
        "recipients:draw_list",
        "recipients:draw_detail",
        "recipients:draw_tickets",
        "donations:aggregator_list",
        "donations:aggregator_detail",
        "donations:need_list",
        "donations:need_school",
        "donations:need_points",
        "donations:need_area",
        "donations:need_area_sheet",
        "donations:boundaries",
        "donations:drop_point_list",
        "donations:school_card",
        "verification:figures",
        "verification:figures_file",
        "verification:complaint_figures",
        "verification:sample_list",
        "verification:sample_detail",
        "verification:sample_lots",
    }
)
COOKIE = "ksbb_baru"
ASK_AGAIN = 2.0
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Whether it is all there, and how old the newest change is that is there. Nothing of a promoted one, which goes its own way.
_REPLAYED = """
    SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), %s::pg_lsn) >= 0,
           extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
    WHERE pg_is_in_recovery()
"""


@dataclass
class _Reading:
    """What one request reads from."""

    from_replica: bool = False
    wrote: bool = False
    again: bool = False


_reading: ContextVar[_Reading | None] = ContextVar("reading", default=None)


class Router:
    """Django's router of databases. Both hold the same rows, so rows of both may be related."""

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str:
        return reading().alias

    def db_for_write(self, model: type[models.Model], **_hints: Any) -> str:
        if here := _reading.get():
            here.wrote, here.from_replica = True, False
        return PRIMARY

    def allow_relation(self, one: models.Model, other: models.Model, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, alias: str, app_label: str, **_hints: Any) -> bool:
        return alias == PRIMARY


def reading() -> BaseDatabaseWrapper:
    """The connection to read from here, for statements written by hand."""
    here = _reading.get()
    own = connections[PRIMARY]
    return connections[REPLICA] if here and here.from_replica and not own.in_atomic_block else own


class ReplicaMiddleware:
    """Settles for each request where it reads. Stands before whatever asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        here = _Reading()
        token = _reading.set(here)
        try:
            response = self.get_response(request)
            if response.status_code >= 500 and here.from_replica:
                replica.doubt()
                here.from_replica, here.again = False, True
                response = self.get_response(request)
        finally:
            _reading.reset(token)
        if here.wrote or request.method not in SAFE:
            _remember(response)
        return response

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        here = _reading.get()
        if here is None or not _may_be_older(request):
            return
        here.from_replica = not here.again and replica.is_near()
        PUBLIC_READS.labels("again" if here.again else REPLICA if here.from_replica else "primary").inc()


def _may_be_older(request: HttpRequest) -> bool:
    """A visitor who has just done nothing, on a page that is the same for all."""
    route = request.resolver_match.view_name if request.resolver_match else ""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    return route in FROM_REPLICA and request.method in SAFE and COOKIE not in request.COOKIES and not known


def _remember(response: HttpResponseBase) -> None:
    """This browser wrote something; the cookie ends by itself."""
    response.set_cookie(
        COOKIE, "1", settings.REPLICA_OWN_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


class Replica:
    """What one process knows of the replica: it is asked every two seconds, and one that is away every five."""

    def __init__(self) -> None:
        self._near = False
        self._ask_at = float("-inf")

    def is_near(self) -> bool:
        """Whether it answers and is no further behind than `REPLICA_LAG_SECONDS`."""
        now = time.monotonic()
        if now >= self._ask_at:
            self._ask_at = now + RESTS  # the others do not wait for this answer too: they go by the last one
            late = lag()
            self._near = late <= settings.REPLICA_LAG_SECONDS
            self._ask_at = time.monotonic() + (RESTS if late == inf else ASK_AGAIN)
        return self._near

    def doubt(self) -> None:
        """Something failed there: not again before it was asked, and that not at once."""
        self._near = False
        self._ask_at = time.monotonic() + RESTS


replica = Replica()


def lag() -> float:
    """Seconds by which the replica is behind the primary, never too few; infinite when it does not answer or is none any more.

    A primary that does not answer has nothing newer to show: what the replica holds is then the newest there is.
    """
    point = _asked(PRIMARY, "SELECT pg_current_wal_lsn()::text")
    late = inf
    for pause in (0, 0.05, 0.15):  # a change of this very moment is on its way; the age of the one before says nothing
        time.sleep(pause)
        told = _asked(REPLICA, _REPLAYED, point[0] if point else "0/0")
        if told is None:
            return inf
        if told[0]:
            return 0.0
        late = inf if told[1] is None else max(0.0, float(told[1]))
    return late


def behind() -> float | None:
    """`lag`; None where there is no replica."""
    return lag() if REPLICA in settings.DATABASES else None


def _asked(alias: str, statement: str, *values: str) -> tuple[Any, ...] | None:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(statement, values)
            found: tuple[Any, ...] | None = cursor.fetchone()
            return found
    except (OperationalError, InterfaceError):
        connections[alias].close()
        return None
