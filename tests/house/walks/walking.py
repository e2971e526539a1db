"""What every walk has: chance, attempts that must leave nothing behind when they are refused, and a note of every move.

The notes are written by triggers of the database, so that a move by one statement over many rows is seen as well as one by
`move()`: whatever path a state takes, each of its steps must be in the table of its machine.
"""

from __future__ import annotations

import importlib
import io
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from django.db import connection, models, transaction

from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import IllegalMove, Moves, StaleState

Thing = TypeVar("Thing")
# (table, from, to)
Arrow = tuple[str, str, str]
OURS = ("recipients", "donations", "verification")

_NOTES = """
CREATE TEMP TABLE walk_move (machine text, was text, became text) ON COMMIT DROP;
CREATE TEMP TABLE walk_trace (id bigserial PRIMARY KEY, what text) ON COMMIT DROP;
CREATE FUNCTION walk_note_move() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO walk_move VALUES (TG_TABLE_NAME, OLD.state, NEW.state); RETURN NULL; END $$;
CREATE FUNCTION walk_note_trace() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO walk_trace (what) VALUES (TG_OP || ' ' || TG_TABLE_NAME); RETURN NULL; END $$;
"""


def machines() -> Iterator[tuple[type[models.Model], Moves]]:
    """Every model with a state, and the table that says how it may move."""
    for app in OURS:
        found = [importlib.import_module(f"{home}.states") for home in (app, "ksbb.imports")]
        tables = [table for one in found for name, table in vars(one).items() if name.endswith("MOVES")]
        for model in apps.get_app_config(app).get_models():
            if any(field.name == "state" for field in model._meta.concrete_fields):
                known = {value for value, _label in model._meta.get_field("state").choices}  # type: ignore[union-attr]
                [moves, *_same] = [table for table in tables if set(table) == known]
                yield model, moves


MACHINES: dict[str, tuple[type[models.Model], Moves]] = {
    model._meta.db_table: (model, moves) for model, moves in machines()
}


def begin_to_note() -> None:
    """Before the first row is written: a trigger cannot be made while another one waits."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTES)
        for table in MACHINES:
            cursor.execute(
                f"CREATE TRIGGER walk_moves AFTER UPDATE OF state ON {table} FOR EACH ROW "
                "WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION walk_note_move()"
            )
        for model in apps.get_models():
            if model._meta.app_label in OURS and model._meta.managed:
                cursor.execute(
                    f"CREATE TRIGGER walk_traces AFTER INSERT OR UPDATE OR DELETE ON {model._meta.db_table} "
                    "FOR EACH ROW EXECUTE FUNCTION walk_note_trace()"
                )


def arrows() -> set[Arrow]:
    """Every move that a table allows."""
    return {
        (table, str(was), str(became))
        for table, (_model, moves) in MACHINES.items()
        for was, targets in moves.items()
        for became in targets
    }


def moves_made() -> Counter[Arrow]:
    """(table, from, to) → how often."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT machine, was, became, count(*) FROM walk_move GROUP BY 1, 2, 3")
        return Counter({(machine, was, became): count for machine, was, became, count in cursor.fetchall()})


def impossible_moves() -> list[Arrow]:
    """Those that no table has."""
    return sorted(made for made in moves_made() if made[2] not in MACHINES[made[0]][1][made[1]])


def _newest_trace() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM walk_trace")
        return int(cursor.fetchone()[0])


def _traces_since(newest: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM walk_trace WHERE id > %s ORDER BY id", [newest])
        return [what for (what,) in cursor.fetchall()]


def differences() -> str:
    """What check_data says, empty when all is well."""
    out = io.StringIO()
    try:
        call_command("check_data", stdout=out)
    except SystemExit:
        return out.getvalue()
    return ""


Doing = Callable[[Any], None]


def together(doing: Doing) -> Doing:
    """For a step of several actions: when a later one is refused the earlier ones are taken back."""

    @wraps(doing)
    def one(walk: Any) -> None:
        with transaction.atomic():
            doing(walk)

    return one


class Walker:
    """Takes steps at random; each is tried on a random thing, also where it makes no sense."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.why: Counter[tuple[str, str]] = Counter()

    def weights(self) -> dict[Callable[[], None], int]:
        """Each step, and how likely it is; every part of a walk adds its own."""
        return {}

    def step(self) -> None:
        """One attempt. What is refused leaves no trace, though nobody takes it back from outside."""
        steps = self.weights()
        doing = self.random.choices(list(steps), list(steps.values()))[0]
        before = _newest_trace()
        try:
            doing()
        except (Refused, Forbidden, StaleState, IllegalMove, IndexError, ObjectDoesNotExist) as no:
            self.refused[doing.__name__] += 1
            self.why[doing.__name__, str(no)] += 1
        else:
            self.done[doing.__name__] += 1
            return
        traces = _traces_since(before)
        assert traces == [], doing.__name__

    def told(self) -> str:
        """How often each step was done, and how often refused."""
        return ", ".join(f"{name} {self.done[name]}/{self.done[name] + self.refused[name]}" for name in self.names())

    def names(self) -> list[str]:
        return sorted(step.__name__ for step in self.weights())

    def any_of(self, things: Sequence[Thing]) -> Thing:
        """IndexError when there is none."""
        return self.random.choice(things)

    def likely(self, things: models.QuerySet[Any], *states: str, **more: Any) -> Any:
        """Mostly one for which the step makes sense, sometimes any at all. IndexError when there is none."""
        found = things.order_by("pk").distinct()
        asked = {"state__in": states} if states else {}
        chosen = found if self.random.random() < 0.15 else found.filter(**asked, **more)
        return found.get(pk=self.any_of(list(chosen.values_list("pk", flat=True))))
