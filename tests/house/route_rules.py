"""The words of which the table of routes is made; what they mean stands in tests/house/route_table.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from ksbb.accounts.models import Organisation
from tests.house.world import ROLES, Line, World

WITHOUT_ROLE = ("newcomer", "staff")
EVERYBODY = ("anonymous", *WITHOUT_ROLE, *ROLES)

ALL = frozenset(ROLES)
SCHOOL = frozenset({"principal", "school_operator"})
GIVERS = frozenset({"donor", "aggregator"})
OFFICERS = frozenset({"city_supervisor", "district_supervisor"})
# Who sees the school's people and leaves to the principal what cannot be undone.
NOT_PRINCIPAL = OFFICERS | {"school_operator"}
OVERSEERS = OFFICERS | {"coordinator", "auditor"}
EXCHANGERS = frozenset({"coordinator", "city_supervisor"})
INVITERS = frozenset({"coordinator", "city_supervisor", "principal", "donor", "aggregator"})

Sample = Callable[[World, Line], dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """One line of the table. `elsewhere` is what the same roles in another province get, where there is an object."""

    cells: dict[str, str]
    elsewhere: dict[str, str] | None = None
    sample: Sample | None = None
    methods: tuple[str, ...] = ("get",)
    fields: dict[str, str] = field(default_factory=dict)


def _methods(post: bool, only_post: bool) -> tuple[str, ...]:
    return ("post",) if only_post else ("get", "post") if post else ("get",)


def cells(ok: Iterable[str], no: Iterable[str] = (), rest: str = "none") -> dict[str, str]:
    cells = dict.fromkeys(EVERYBODY, "none") | dict.fromkeys(ROLES, rest) | {"anonymous": "sign-in"}
    return cells | dict.fromkeys(ok, "ok") | dict.fromkeys(no, "no")


def public(sample: Sample | None = None, **how: bool) -> Rule:
    return Rule(
        dict.fromkeys(EVERYBODY, "ok"),
        sample=sample,
        methods=_methods(how.get("post", False), how.get("only_post", False)),
    )


def hidden(sample: Sample | None = None) -> Rule:
    """On the public list, and nothing to find as the tests are set up."""
    return Rule(dict.fromkeys(EVERYBODY, "none"), sample=sample)


def own(**how: bool) -> Rule:
    cells = dict.fromkeys(EVERYBODY, "ok") | {"anonymous": "sign-in"}
    return Rule(cells, methods=_methods(how.get("post", False), how.get("only_post", False)))


def page(ok: Iterable[str], *, none: Iterable[str] = (), post: bool = False) -> Rule:
    return Rule(cells(ok, rest="no") | dict.fromkeys(none, "none"), methods=_methods(post, False))


def thing(
    sample: Sample, ok: Iterable[str], no: Iterable[str] = (), *, post: bool = False, only_post: bool = False
) -> Rule:
    return Rule(cells(ok, no), elsewhere=dict.fromkeys(ROLES, "none"), sample=sample, methods=_methods(post, only_post))


def shared(sample: Sample, ok: Iterable[str], **how: bool) -> Rule:
    return Rule(cells(ok), sample=sample, methods=_methods(how.get("post", False), False))


def watched(sample: Sample, ok: Iterable[str], no: Iterable[str] = (), *, post: bool = False) -> Rule:
    """A thing of an aggregator: the coordinator and the auditor see it wherever they are."""
    row = cells(ok, no)
    elsewhere = dict.fromkeys(ROLES, "none") | {role: row[role] for role in ("coordinator", "auditor")}
    return Rule(row, elsewhere=elsewhere, sample=sample, methods=_methods(post, False))


def key_only(**how: bool) -> Rule:
    """The API: a session opens nothing of it, a key does (tests/recipients/test_api.py)."""
    return Rule(dict.fromkeys(EVERYBODY, "401"), sample=of("run"), methods=_methods(False, how.get("only_post", False)))


def nothing_yet() -> Rule:
    """A page of the own account about something that a new account does not have."""
    return Rule(dict.fromkeys(EVERYBODY, "none") | {"anonymous": "sign-in"})


def technical(sample: Sample | None = None) -> Rule:
    return Rule(cells(("staff",)), sample=sample)


def of(name: str) -> Sample:
    """`public_id` of a thing in the line of who asks, or else of the world."""
    return lambda world, line: {"public_id": getattr(line if hasattr(line, name) else world, name).public_id}


def book(name: str) -> Sample:
    """`public_id` of a thing of the world's aggregator."""
    return lambda world, line: {"public_id": getattr(world.books, name).public_id}


def office(world: World, line: Line) -> dict[str, Any]:
    """The Kasatlak's."""
    found = Organisation.objects.get(pk=world.insiders["district_supervisor"].organisation_id)
    return {"public_id": found.public_id}


def matched(world: World, line: Line) -> dict[str, Any]:
    return {"public_id": world.matching.public_id, "line": world.matching.lines.all()[0].public_id}


def npsn(world: World, line: Line) -> dict[str, Any]:
    return {"npsn": world.school.npsn}
