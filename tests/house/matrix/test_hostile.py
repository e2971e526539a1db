"""Absurd parameters and bodies that are none break nothing, on any route."""

from __future__ import annotations

from functools import partial

import pytest

from tests.house.matrix.asking import CELLS, HARDY_BROWSER, path_of
from tests.house.matrix.hostile import Hostile
from tests.house.route_table import EVERYBODY, TABLE
from tests.house.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]


def hostile(world: World, sessions: dict[str, str], name: str) -> Hostile:
    """Who asks is somebody who may: the others are turned away before anything is read."""
    cells = TABLE[name].cells
    role = next((role for role in reversed(EVERYBODY) if cells[role] == "ok"), "newcomer")
    return Hostile(partial(HARDY_BROWSER.of, sessions[role]), name, path_of(world, name, role))


@pytest.mark.parametrize(("name", "method"), CELLS)
def test_absurd_parameters_and_bodies_break_nothing(world, insiders, name, method):
    asked = hostile(world, insiders, name)
    getattr(asked, method)()
    assert asked.faults == []
