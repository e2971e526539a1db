"""What each switch turns off, what stays meanwhile, and that no other way turns one without the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from waffle import get_waffle_switch_model

from ksbb.accounts.models import User
from ksbb.audit.models import Event
from ksbb.common import switches
from ksbb.common.switches import Switch
from ksbb.notifications.channels import sms, whatsapp
from ksbb.notifications.kinds import Channel
from ksbb.notifications.reaching import channels_on
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

WHY = "Terlalu banyak yang salah malam ini"
STORY = "Anak saya diminta membayar seratus ribu rupiah untuk sebuah tablet."


@dataclass(frozen=True)
class Case:
    """What is asked, of which nothing comes while the switch is off; and what goes on being answered."""

    closed: tuple[tuple[str, str], ...]
    open: str = "/kebutuhan/"


PAGES: dict[Switch, Case] = {
    Switch.DONOR_SIGN_UP: Case(
        (("get", "/akun/daftar/"), ("post", "/akun/daftar/"), ("get", "/donasi/daftar/")), "/akun/masuk/"
    ),
    Switch.GIVING: Case(
        (("get", "/kebutuhan/20100001/beri/"), ("post", reverse("donations:basket_add", args=["20100001"])))
    ),
    Switch.UPLOADS: Case((("get", "/penerima/unggah/"), ("post", "/penerima/unggah/"))),
    Switch.SCHOOL_API: Case((("post", "/api/v1/recipients/imports"),), "/api/v1/schools"),
    Switch.PARTNER_API: Case((("get", "/api/v1/pledges"), ("get", "/api/v1/criteria")), "/api/v1/schools"),
    Switch.API_WRITES: Case((("post", "/api/v1/recipients/imports"), ("post", "/api/v1/pledges")), "/api/v1/schools"),
    Switch.PUBLIC_MAP: Case((("get", "/kebutuhan/titik.json"),)),
    Switch.COMPLAINTS: Case((("get", "/lapor/"), ("post", "/lapor/")), reverse("verification:complaint_find")),
    Switch.WIDGETS: Case((("get", reverse("portal:widget_figures")), ("get", reverse("portal:widget_map")))),
}
# What no page hangs on: tests/accounts/test_google.py, tests/notifications/test_switched_off.py and test_push.py.
ELSEWHERE = {Switch.GOOGLE_SIGN_IN, Switch.WHATSAPP, Switch.SMS, Switch.PUSH, Switch.DIGESTS}


def off(switch: Switch) -> None:
    get_waffle_switch_model().objects.create(name=switch.value, active=False)
    switches.forget()


def test_every_switch_has_its_case() -> None:
    assert set(PAGES) | ELSEWHERE == set(Switch)
    assert set(PAGES) & ELSEWHERE == set()


@pytest.mark.parametrize("switch", PAGES, ids=lambda switch: switch.value)
def test_what_is_off_says_so_to_everybody_and_the_rest_stays(switch: Switch) -> None:
    visitor, case = Client(), PAGES[switch]
    asked: list[Callable[..., Any]] = [getattr(visitor, method) for method, _path in case.closed]
    paths = [path for _method, path in case.closed]
    assert 503 not in [ask(path).status_code for ask, path in zip(asked, paths, strict=True)]
    off(switch)
    answers = [ask(path) for ask, path in zip(asked, paths, strict=True)]
    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "3600")] * len(answers)
    assert [answer for answer in answers if "sedang dimatikan" not in answer.text] == []
    assert visitor.get(case.open).status_code == 200


def test_who_had_written_much_gets_it_back_and_no_secret(client: Client) -> None:
    off(Switch.COMPLAINTS)
    off(Switch.DONOR_SIGN_UP)
    assert STORY in client.post("/lapor/", {"text": STORY, "csrfmiddlewaretoken": "x" * 64}).text
    told = client.post(
        "/akun/daftar/", {"password1": "rahasia-yang-panjang-sekali", "email": "<b>orang.lama@uji.example</b>"}
    )
    assert "rahasia-yang-panjang" not in told.text
    assert "<b>orang.lama" not in told.text
    assert "x" * 64 not in told.text


@pytest.mark.parametrize(("switch", "channel"), [(Switch.WHATSAPP, Channel.WHATSAPP), (Switch.SMS, Channel.SMS)])
def test_a_channel_that_is_off_is_offered_to_nobody(settings: Any, switch: Switch, channel: Channel) -> None:
    settings.WHATSAPP_NUMBER_ID = settings.WHATSAPP_TOKEN = settings.SMS_URL = "x"
    assert channels_on() == {Channel.WHATSAPP, Channel.SMS}
    off(switch)
    assert channels_on() == {Channel.WHATSAPP, Channel.SMS} - {channel}
    assert (whatsapp.is_on(), sms.is_on()) == (True, True)  # what they still tell of letters that went is heard


@pytest.mark.parametrize("name", ["waffle_switch", "waffle_delete", "waffle_flag", "waffle_sample"])
def test_waffles_own_commands_turn_nothing(name: str) -> None:
    with pytest.raises(CommandError, match="/operasi/sakelar/"):
        call_command(name, "giving", "off", stdout=StringIO())
    assert not get_waffle_switch_model().objects.exists()


def test_the_command_turns_one_as_an_operator_with_a_reason_and_an_entry() -> None:
    operator = UserFactory.create(is_staff=True)
    told = StringIO()
    call_command("switch", "giving", "off", "--as", operator.email, "--reason", WHY, stdout=told)
    switches.forget()
    assert not switches.is_on(Switch.GIVING)
    event = Event.objects.get(action="switch.turned_off")
    assert (event.user_id, event.facts) == (operator.pk, {"switch": "giving"})


@pytest.mark.parametrize(
    ("email", "reason", "said"),
    [("", WHY, "operator"), ("tidak.ada@uji.example", WHY, "operator"), ("orang@uji.example", WHY, "operator"),
     ("operator@uji.example", "uji", "alasan")],
)  # fmt: skip
def test_nobody_else_and_not_without_a_reason(email: str, reason: str, said: str) -> None:
    MembershipFactory.create(user=UserFactory.create(email="orang@uji.example"), role="coordinator")
    UserFactory.create(email="operator@uji.example", is_staff=True)
    with pytest.raises(CommandError, match=said):
        call_command("switch", "giving", "off", "--as", email, "--reason", reason, stdout=StringIO())
    assert User.objects.filter(is_staff=True).count() == 1
    assert not get_waffle_switch_model().objects.filter(active=False).exists()
