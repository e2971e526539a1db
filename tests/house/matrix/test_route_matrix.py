"""Role × route: what everybody gets everywhere equals the written table (tests/house/route_table.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ksbb.accounts.public_pages import PUBLIC
from tests.house.matrix.asking import BROWSER, CELLS, answers, path_of, word
from tests.house.route_table import EVERYBODY, TABLE
from tests.house.routes import route_names, technical_paths

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]


def test_every_route_has_its_line():
    assert sorted(set(route_names()) - set(TABLE)) == []


def test_every_line_has_its_route():
    assert sorted(set(TABLE) - set(route_names())) == []


def test_every_line_speaks_of_every_role():
    assert {name for name, rule in TABLE.items() if set(rule.cells) != set(EVERYBODY)} == set()


@pytest.mark.parametrize(("name", "method"), CELLS)
def test_everybody_gets_what_the_table_says(asked, name, method):
    assert asked.of(name, method) == TABLE[name].cells


@pytest.mark.parametrize(("name", "method"), [cell for cell in CELLS if TABLE[cell[0]].elsewhere])
def test_the_same_roles_elsewhere_find_nothing_of_it(world, strangers, name, method):
    assert answers(strangers, world, name, method) == TABLE[name].elsewhere


@pytest.mark.parametrize("path", technical_paths())
def test_the_technical_site_is_for_the_staff_of_the_platform_and_writes_nothing(insiders, path):
    expected = dict.fromkeys(EVERYBODY, "none") | {
        "anonymous": "sign-in",
        "staff": "no" if path.endswith("/add/") else "ok",
    }
    assert {role: word(BROWSER.of(key).get(path)) for role, key in insiders.items()} == expected


@pytest.mark.parametrize("name", sorted(name for name in PUBLIC if "get" in TABLE[name].methods))
def test_whoever_asks_for_the_head_of_a_public_page_is_told_what_a_reader_is_told(world, asked, name):
    asked.of(name, "get", "anonymous")
    response = BROWSER.of("").head(path_of(world, name, "anonymous"))
    assert response.status_code == asked.crawl.states["anonymous"][name]
    assert b"".join(response) == b""


def test_the_files_of_the_matrix_are_short():
    """The table is read by people: it stays readable."""
    house = Path(__file__).parent.parent
    files = [*house.glob("route_*.py"), *house.glob("world*.py"), *Path(__file__).parent.glob("*.py")]
    assert {file.name: lines for file in files if (lines := len(file.read_text().splitlines())) > 300} == {}
