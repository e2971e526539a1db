"""Every state has its moves, and every move ends in a known state."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

OURS = ("ksbb", "schools", "recipients", "donations", "verification")


def machines() -> list[tuple[str, object, type[models.TextChoices]]]:
    """(name, table, enum) of every MOVES table; its enum is the one of its first state."""
    found = []
    for path in sorted(Path(settings.BASE_DIR).glob("*/**/states.py")):
        parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
        module = importlib.import_module(".".join(parts)) if parts[0] in OURS and parts[1] != "common" else None
        tables = {name: table for name, table in vars(module).items() if name.endswith("MOVES")} if module else {}
        found += [(f"{parts[-2]}.{name}", table, type(next(iter(table)))) for name, table in tables.items()]
    return found


MACHINES = machines()
IDS = [name for name, _table, _enum in MACHINES]


def test_the_machines_are_found():
    assert len(MACHINES) >= 8


@pytest.mark.parametrize(("name", "table", "enum"), MACHINES, ids=IDS)
def test_every_state_has_its_moves(name, table, enum):
    assert set(table) == set(enum)


@pytest.mark.parametrize(("name", "table", "enum"), MACHINES, ids=IDS)
def test_every_move_ends_in_a_state_and_not_where_it_began(name, table, enum):
    assert set().union(*table.values()) <= set(enum)
    assert all(state not in targets for state, targets in table.items())


@pytest.mark.parametrize(("name", "table", "enum"), MACHINES, ids=IDS)
def test_every_state_can_be_reached(name, table, enum):
    first = next(iter(enum))
    reached, edge = {first}, {first}
    while edge:
        edge = set().union(*(table[state] for state in edge)) - reached
        reached |= edge
    assert reached == set(enum)


@pytest.mark.parametrize("model", [model for model in apps.get_models() if hasattr(model, "state")], ids=str)
def test_the_database_knows_the_states(model):
    """Only known states, and the first of the machine to begin with."""
    assert any(constraint.name.endswith("state_known") for constraint in model._meta.constraints)
    field = model._meta.get_field("state")
    assert field.default == field.choices[0][0]
