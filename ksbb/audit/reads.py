"""Who was shown people's data. A view that shows them says so with `@people_shown(…)`; the rest happens by itself.

While such a view works, every person of the register that is loaded is noticed (`Recipient.from_db` calls `notice`); what the
answer showed is then one INSERT, before the answer leaves. When it cannot be written, the answer does not leave.
In the read-only mode it waits in Redis (late_reads.py).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ksbb.audit import late_reads
from ksbb.audit.models import Read
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import modes
from ksbb.common.writing import insert

P = ParamSpec("P")
Req = TypeVar("Req", bound=HttpRequest)
Answer = TypeVar("Answer", bound=HttpResponseBase)

# Of so many people a reading keeps the numbers; of more the count.
NAMED = 5_000

# Number → region of the people loaded since the view began; None where nobody asks.
_NOTICED: ContextVar[dict[int, str] | None] = ContextVar("people noticed", default=None)


def notice(number: int, region: str = "") -> None:
    """A person of the register was loaded. Costs next to nothing where nobody asks."""
    noticed = _NOTICED.get()
    if noticed is not None:
        noticed[number] = region or noticed.get(number, "")


# (how many, region) of the people shown who have no number in the register: rows of a file, members of an office.
_OTHERS: ContextVar[list[tuple[int, str]] | None] = ContextVar("others noticed", default=None)


def notice_others(count: int, region: str = "") -> None:
    """So many people without a number in the register are shown, of this area."""
    others = _OTHERS.get()
    if others is not None and count:
        others.append((count, region))


def people_shown(kind: str) -> Callable[[Callable[Concatenate[Req, P], Answer]], Callable[Concatenate[Req, P], Answer]]:
    """The view shows people of the register; what it answers with 200 is written down as `kind`."""

    def around(view: Callable[Concatenate[Req, P], Answer]) -> Callable[Concatenate[Req, P], Answer]:
        @functools.wraps(view)
        def noticing(request: Req, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
            token, other_token = _NOTICED.set({}), _OTHERS.set([])
            try:
                answer = view(request, *args, **kwargs)
                noticed, others = _NOTICED.get() or {}, _OTHERS.get() or []
            finally:
                _NOTICED.reset(token)
                _OTHERS.reset(other_token)
            actor: Actor = request.actor  # type: ignore[attr-defined]
            # A giver's page may load a pupil to count, and never says who it is.
            if answer.status_code == 200 and not actor.may(Permission.PLEDGE_CREATE):
                page = request.resolver_match.view_name if request.resolver_match else ""
                if noticed:
                    write(kind, noticed, page=page, actor=actor)
                region = common_ground(region for _count, region in others)
                write_count(kind, sum(count for count, _region in others), region=region, page=page, actor=actor)
            return answer

        noticing.shows_people = kind  # type: ignore[attr-defined]
        return noticing

    return around


def write(kind: str, people: dict[int, str], *, page: str, actor: Actor) -> Read:
    """One reading of `people` (number → region)."""
    numbers = sorted(people)
    read = Read(
        kind=kind,
        page=page,
        count=len(numbers),
        people=numbers if len(numbers) <= NAMED else [],
        region=common_ground(people.values()),
        **_reader(actor),
    )
    return _keep(read)


def write_count(kind: str, count: int, *, region: str, page: str, actor: Actor) -> None:
    """A reading of people who are fetched only while the answer is sent, as long lists are."""
    if count:
        _keep(Read(kind=kind, page=page, count=count, people=[], region=region, **_reader(actor)))


def _keep(read: Read) -> Read:
    if modes.current() == modes.Mode.READ_ONLY:
        late_reads.keep(read)
    else:
        insert([read])
    return read


def _reader(actor: Actor) -> dict[str, Any]:
    return {"user_id": actor.viewer_id or actor.user_id, "organisation_id": actor.organisation_id, "role": actor.role}


def common_ground(regions: Iterable[str]) -> str:
    """The smallest area that holds all of them, as an official code; "" when there is none."""
    parts: Any = {tuple(region.split(".")) for region in regions if region}
    shared = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return ".".join(shared)


def bulk_readers(*, since: datetime, more_than: int) -> list[tuple[int, int]]:
    """(user, how many different people) of those who were shown more than so many since then. One statement.

    Rows of a file that the school itself handed in, and colleagues, do not count: paging to and fro in them is ordinary work.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT user_id, sum(shown)::bigint FROM (
                SELECT r.user_id, count(DISTINCT p.id) AS shown FROM audit_read r, unnest(r.people) AS p(id)
                WHERE r.at > %(since)s AND r.user_id IS NOT NULL GROUP BY r.user_id
                UNION ALL
                SELECT user_id, sum(count) FROM audit_read
                WHERE at > %(since)s AND user_id IS NOT NULL AND people = '{}' AND kind <> ALL (%(own)s) GROUP BY user_id
            ) AS each GROUP BY user_id HAVING sum(shown) > %(many)s ORDER BY user_id
            """,
            {"since": since, "many": more_than, "own": [Read.Kind.FILE.value, Read.Kind.MEMBERS.value]},
        )
        return list(cursor.fetchall())
