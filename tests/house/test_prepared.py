"""The demo's warm start: what it may skip, and what it must do again."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from launch import demo, prepared
from launch.layout import ROOT
from launch.places import Place

URL = "postgresql://ksbb:one@127.0.0.1:12000/ksbb"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("KSBB_STATE_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    place = Place("demo", lasting=True)
    place.logs.mkdir(parents=True)
    return place


def prepare(place: Place, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Ask for the sign-ins twice; returns what was passed to the preparations that really ran."""
    calls: list[Any] = []

    def stand_in(_env: object, marks: list[str]) -> str:
        calls.append(marks)
        return "sign in as …\n"

    monkeypatch.setattr(demo, "_prepare", stand_in)
    for _ in range(2):
        assert demo._prepared(place, {"DATABASE_URL": URL}, 8000) == "sign in as …\n"
    return calls


def test_what_has_not_changed_is_not_prepared_again(place, monkeypatch):
    assert prepare(place, monkeypatch) == [[str(place.dir / demo.HALF_FILLED)]]


def test_a_database_of_somebody_else_is_always_prepared_and_never_marked_for_removal(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", URL)
    assert prepare(place, monkeypatch) == [[], []]


def test_after_a_management_command_everything_is_looked_at_again(place):
    prepared.remember(place.dir, "mark", "sign in as …")
    assert prepared.recall(place.dir, "mark") == "sign in as …"
    prepared.forget(place.dir)
    assert prepared.recall(place.dir, "mark") is None


def test_another_cluster_port_or_code_is_another_mark(monkeypatch):
    mark = prepared.mark(URL, 8000)
    assert mark == prepared.mark(URL.replace("12000", "13000"), 8000), "the port of the server says nothing"
    assert mark != prepared.mark(URL.replace("one", "two"), 8000)
    assert mark != prepared.mark(URL, 8001)
    edited = SimpleNamespace(stat=lambda: SimpleNamespace(st_size=1, st_mtime_ns=2))
    monkeypatch.setattr(prepared, "_code", lambda: [edited])
    assert mark != prepared.mark(URL, 8000)


def test_the_mark_looks_at_the_code_and_not_at_packages_or_tests():
    seen = {str(path.relative_to(ROOT)) for path in prepared._code()}
    assert {"manage.py", "ksbb/settings/local.py", "launch/prepare.py"} <= seen
    assert not [name for name in seen if name.startswith((".", "tests", "static"))]


def test_an_interrupted_first_filling_is_thrown_away(place):
    for name in ("postgres", "valkey", "data"):
        (place.dir / name).mkdir()
    (place.dir / demo.HALF_FILLED).touch()
    demo._clear(place, fresh=False)
    assert sorted(os.listdir(place.dir)) == ["logs"]


def test_a_whole_filling_is_kept(place):
    (place.dir / "postgres").mkdir()
    (place.logs / "web.log").touch()
    demo._clear(place, fresh=False)
    assert (place.dir / "postgres").is_dir()
    assert list(Path(place.logs).iterdir()) == []
