"""What is turned off says so, everywhere and at once; who turns it off is an operator with a reason, and stands in the trail."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client
from waffle import get_waffle_switch_model

from ksbb.audit.models import Change, Event
from ksbb.authority.actors import Actor
from ksbb.common import switches
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.switches import ROUTES, SWITCHES, WRITING, Switch
from ksbb.operation.actions.change_switch import change_switch
from tests.conftest import Acting
from tests.house.routes import route_names

WHY = "Terlalu banyak pendaftaran palsu"
OURS = ("ksbb", "schools", "recipients", "donations", "verification")


@pytest.fixture
def operator(acting: Acting) -> Actor:
    actor = acting("donor")
    get_user_model().objects.filter(pk=actor.user_id).update(is_staff=True)
    return actor


@pytest.fixture
def off(db: None) -> Callable[[Switch], None]:
    """As another process would have done it."""

    def turn(switch: Switch) -> None:
        get_waffle_switch_model().objects.create(name=switch.value, active=False)
        switches.forget()

    return turn


def test_a_page_of_what_is_off_says_so_and_the_others_stay_open(client: Client, off: Callable[[Switch], None]) -> None:
    assert client.get("/akun/daftar/").status_code == 200
    off(Switch.DONOR_SIGN_UP)
    closed = client.get("/akun/daftar/")
    assert (closed.status_code, closed["Retry-After"]) == (503, "3600")
    assert "no-store" in closed["Cache-Control"]
    assert "sedang dimatikan" in closed.text
    assert client.post("/akun/daftar/", {"email": "baru@demo.example"}).status_code == 503
    assert client.get("/akun/masuk/").status_code == 200


def test_who_turns_one_by_sql_past_the_page_is_kept_too(off: Callable[[Switch], None]) -> None:
    off(Switch.COMPLAINTS)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE waffle_switch SET active = TRUE WHERE name = 'complaints'")
    change = Change.objects.get(table="waffle_switch", operation="U")
    assert change.values == {"active": [False, True]}
    assert change.database_role == connection.settings_dict["USER"]


def test_programs_get_a_problem(client: Client, off: Callable[[Switch], None]) -> None:
    off(Switch.SCHOOL_API)
    off(Switch.PUBLIC_MAP)
    for told in (client.post("/api/v1/recipients/imports"), client.get("/kebutuhan/titik.json")):
        assert (told.status_code, told["Content-Type"]) == (503, "application/problem+json")
        assert told.json()["code"] == "turned_off"
    assert client.get("/kebutuhan/").status_code == 200


def test_an_operator_turns_it_off_with_a_reason_and_on_again(
    operator: Actor, client_as: Callable[[Actor], Client], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    desk = client_as(operator)
    assert "Alasan" in desk.get("/operasi/sakelar/complaints/").text
    assert "paling sedikit" in desk.post("/operasi/sakelar/complaints/", {"to": "off", "reason": "uji"}).text
    for to, status in (("off", 503), ("on", 200)):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            assert desk.post("/operasi/sakelar/complaints/", {"to": to, "reason": WHY}).status_code == 302
        assert Client().get("/lapor/").status_code == status
    acts = list(Event.objects.filter(thing="operation.switchchange").order_by("pk"))
    assert [(act.action, act.user_id, act.facts) for act in acts] == [
        (name, operator.user_id, {"switch": "complaints"}) for name in ("switch.turned_off", "switch.turned_on")
    ]
    assert desk.get("/operasi/sakelar/").text.count(WHY) == 2


def test_nobody_else_does(outsider: Actor, acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    stranger = client_as(outsider)
    assert stranger.get("/operasi/sakelar/").status_code == 404
    assert stranger.post("/operasi/sakelar/giving/", {"to": "off", "reason": WHY}).status_code == 404
    with pytest.raises(Forbidden):
        change_switch(switch=Switch.GIVING, is_on=False, reason=WHY, actor=acting("coordinator"))
    assert not get_waffle_switch_model().objects.exists()


def test_two_who_turn_the_same_off_are_one(operator: Actor) -> None:
    change_switch(switch=Switch.GIVING, is_on=False, reason=WHY, actor=operator)
    with pytest.raises(Refused, match="sudah begitu"):
        change_switch(switch=Switch.GIVING, is_on=False, reason=WHY, actor=operator)


def test_while_the_database_is_away_the_last_answer_holds(off: Callable[[Switch], None]) -> None:
    off(Switch.GIVING)
    assert not switches.is_on(Switch.GIVING)
    switches.forget()

    def away(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        assert not switches.is_on(Switch.GIVING)
        assert switches.is_on(Switch.UPLOADS)


def test_every_gate_hangs_on_a_route_that_exists() -> None:
    names = route_names()
    assert [
        one for one in ROUTES | WRITING if not any(name == one or name.startswith(one.rstrip("*")) for name in names)
    ] == []


def test_every_switch_turns_something_off_and_no_code_names_another() -> None:
    files = [path for app in OURS for path in Path(settings.BASE_DIR, app).rglob("*.py") if path.name != "switches.py"]
    named = {name for path in files for name in re.findall(r"\bSwitch\.([A-Z_]+)", path.read_text())}
    assert named - set(Switch.__members__) == set()
    assert set(Switch) - {*ROUTES.values(), *WRITING.values()} - {Switch[name] for name in named} == set()
    assert set(SWITCHES) == set(Switch)
