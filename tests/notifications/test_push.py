"""A browser is told that there is news: closed for it alone, signed by us, once, and only where its person agreed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from urllib3.util import parse_url
from waffle import get_waffle_switch_model

from ksbb.authority.actors import Actor
from ksbb.common import sealing, switches
from ksbb.common.refusals import Refused
from ksbb.notifications.actions.add_device import MOST, add_device
from ksbb.notifications.actions.choose_ways import choose_ways
from ksbb.notifications.channels import asking, push
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.kinds import Group, Way
from ksbb.notifications.models import Choice, Contact, Message, PushDevice
from ksbb.notifications.tasks import forget_devices, sweep
from ksbb.operation.channels import channel_rows
from tests.conftest import Acting
from tests.notifications.push_service import Browser, PushService, running, signed_by
from tests.notifications.test_channels import again, ways

pytestmark = pytest.mark.django_db
CONTACT = "mailto:it@dinas.example"
KNOWN = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PushService, Path]]:
    with running(tmp_path_factory.mktemp("push")) as told:
        yield told


@pytest.fixture
def on(settings: Any) -> str:
    """Push is on, under a key of `make_push_key`; returns the public key."""
    out = StringIO()
    call_command("make_push_key", stdout=out)
    settings.PUSH_PRIVATE_KEY = out.getvalue().strip().removeprefix("KSBB_PUSH_PRIVATE_KEY=")
    settings.PUSH_CONTACT = CONTACT
    cache.delete_many([f"circuit-{what}:push" for what in ("until", "failures")])
    return push.public_key()


@pytest.fixture
def service(
    server: tuple[PushService, Path], settings: Any, on: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PushService]:
    """One of the push services that are called; known by its certificate, as any other is."""
    told, certificate = server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    asking._pool.cache_clear()
    settings.PUSH_HOSTS = [told.place]
    settings.CHANNEL_READ_SECONDS = 0.3
    told.asked.clear()
    told.answers, told.headers, told.hangs = {}, {}, False
    yield told
    asking._pool.cache_clear()


@pytest.fixture
def person(acting: Acting) -> Actor:
    return acting("donor")


@pytest.fixture
def agreed(person: Actor, service: PushService) -> Callable[..., Browser]:
    """agreed("satu"): a browser of the person is told of news about gifts; no hour is quiet."""

    def make(name: str = "satu", **facts: Any) -> Browser:
        browser = service.browser(name)
        add_device(actor=person, subscription=browser.tells, browser="Chrome, Android", **facts)
        choose_ways(actor=person, ways={Group.GIFTS: Way.PUSH}, quiet=(0, 0))
        return browser

    return make


def news(person: Actor, kind: str = "donations/pledge_expired", **facts: Any) -> Message:
    [message] = Message.objects.bulk_create([Message(kind=kind, to_user_id=person.user_id, path="/donasi/", **facts)])
    return message


def test_only_that_browser_can_open_it_and_it_says_that_there_is_news(
    person: Actor, agreed: Callable[..., Browser], service: PushService, on: str
) -> None:
    browser = agreed()
    message = news(person, context={"school": "SD Kenari"})

    assert deliver_one(message.public_id.hex)

    [(path, headers, closed)] = service.asked
    assert path == "/satu"
    assert browser.opens(closed) == {
        "title": "KSBB Pendidikan",
        "body": "Ada kabar tentang bantuan gawai.",
        "path": "/donasi/",
        "tag": message.public_id.hex,
    }
    assert (headers["Content-Encoding"], headers["Topic"], headers["TTL"]) == (
        "aes128gcm",
        message.public_id.hex,
        "86400",
    )
    key, claims = signed_by(headers["Authorization"])
    assert (key, claims["aud"], claims["sub"]) == (on, f"https://{service.place}", CONTACT)
    assert time.time() < claims["exp"] <= time.time() + 24 * 3600
    assert (ways(message), mail.outbox) == ({"push": "sent"}, [])


def test_once_for_a_message_however_often_it_is_asked_for_and_once_for_each_browser(
    person: Actor, agreed: Callable[..., Browser], service: PushService
) -> None:
    agreed("satu")
    agreed("dua")
    message = news(person)
    service.answers["/satu"] = 503
    assert deliver_one(message.public_id.hex)
    assert not deliver_one(again(message).public_id.hex)
    assert sweep() == 0
    assert (sorted(path for path, *_ in service.asked), ways(message)) == (["/dua", "/satu"], {"push": "sent"})


@pytest.mark.parametrize("status", push.GONE)
def test_a_browser_that_is_gone_is_forgotten_and_the_message_comes_by_mail(
    person: Actor, agreed: Callable[..., Browser], service: PushService, status: int
) -> None:
    agreed()
    service.answers["/satu"] = status
    message = news(person)
    assert not deliver_one(message.public_id.hex)
    assert not PushDevice.objects.exists()
    assert Choice.objects.get(user_id=person.user_id, group="gifts").way == Way.MAIL
    deliver_one(again(message).public_id.hex)
    assert (ways(message), len(mail.outbox)) == ({"push": "failed", "mail": "sent"}, 1)


def test_an_answer_that_leads_elsewhere_is_not_followed(
    person: Actor, agreed: Callable[..., Browser], service: PushService
) -> None:
    agreed()
    service.answers["/satu"], service.headers = 307, {"Location": f"https://{service.place}/curian"}
    deliver_one(news(person).public_id.hex)
    assert [path for path, *_ in service.asked] == ["/satu"]


def test_a_service_that_hangs_is_left(person: Actor, agreed: Callable[..., Browser], service: PushService) -> None:
    agreed()
    service.hangs = True
    message = news(person)
    begun = time.monotonic()
    assert not deliver_one(message.public_id.hex)
    assert time.monotonic() - begun < 3
    message.refresh_from_db()
    assert (message.state, message.error) == ("queued", "ReadTimeoutError")


def test_a_host_that_was_taken_off_the_list_is_not_called(
    person: Actor, agreed: Callable[..., Browser], service: PushService, settings: Any
) -> None:
    agreed()
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]
    message = news(person)
    deliver_one(message.public_id.hex)
    deliver_one(again(message).public_id.hex)
    assert (service.asked, ways(message)) == ([], {"push": "failed", "mail": "sent"})


@pytest.mark.parametrize(
    "endpoint",
    [
        KNOWN,
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGuQyavXutnMH",
        "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d",
        "https://fcm.googleapis.com:443/fcm/send/abc",
    ],
)
def test_the_push_services_of_the_browsers_are_known(endpoint: str) -> None:
    assert push.is_known(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.jahat.example/x",
        "https://jahat.example/fcm.googleapis.com/",
        "https://fcm.googleapis.com@jahat.example/x",
        "https://jahat.example\\@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://jahatpush.apple.com/x",
        "https://push.apple.com./x",
        "https://169.254.169.254/latest/",
        "https://[::1]/x",
        "https://localhost/x",
        "https://fcm.googleapis.com/x\r\nX-Lain: 1",
        "https://fcm.googleapis.com/" + "x" * push.MOST_LETTERS,
        "file:///etc/passwd",
        "",
    ],
)
def test_no_other_address_is_taken_from_a_browser(endpoint: str, person: Actor, on: str) -> None:
    assert not push.is_known(endpoint)
    with pytest.raises(Refused):
        add_device(actor=person, subscription=Browser(endpoint).tells)
    assert not PushDevice.objects.exists()


PIECES = ["https://", "http://", "fcm.googleapis.com", "jahat.example", ".push.apple.com", *"a/\\@:?#", "443"]


@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=6).map("".join))
@example("https://a.push.apple.com:443/?a")
def test_what_is_known_leads_to_a_host_of_the_list_for_who_calls_it(endpoint: str) -> None:
    if push.is_known(endpoint):
        found = parse_url(endpoint)
        assert found.scheme == "https"
        assert found.auth is None
        assert str(found.host) == "fcm.googleapis.com" or str(found.host).endswith(".push.apple.com")


@pytest.mark.parametrize(("name", "value"), [("p256dh", "BAAA"), ("p256dh", "~"), ("auth", "AAAA"), ("auth", "é")])
def test_keys_that_are_none_are_refused(name: str, value: str, person: Actor, on: str) -> None:
    told = Browser(KNOWN).tells
    with pytest.raises(Refused):
        add_device(actor=person, subscription=push.Subscription(**(told.__dict__ | {name: value})))


def test_where_no_key_is_set_or_push_is_switched_off_nobody_is_told_by_it(
    person: Actor, agreed: Callable[..., Browser], service: PushService
) -> None:
    agreed()
    get_waffle_switch_model().objects.create(name=switches.Switch.PUSH.value, active=False)
    switches.forget()
    message = news(person)
    deliver_one(message.public_id.hex)
    assert (service.asked, ways(message)) == ([], {"mail": "sent"})
    with pytest.raises(Refused):
        add_device(actor=person, subscription=service.browser("dua").tells)


def test_nobody_is_told_who_chose_another_way_and_no_duty_goes_by_push_alone(
    person: Actor, agreed: Callable[..., Browser], service: PushService
) -> None:
    agreed()
    with pytest.raises(Refused):
        choose_ways(actor=person, ways={Group.DUTY: Way.PUSH})
    choose_ways(actor=person, ways={Group.GIFTS: Way.PORTAL})
    read_there = news(person)
    others = [
        news(person, "verification/report_returned"),
        news(person, "donations/search_risen", context={"more": 1, "open": 1}),
    ]
    for message in (read_there, *others):
        deliver_one(message.public_id.hex)
    assert (service.asked, ways(read_there), len(mail.outbox)) == ([], {"portal": "sent"}, 2)


def test_who_took_it_back_meanwhile_is_not_told(
    person: Actor, agreed: Callable[..., Browser], service: PushService
) -> None:
    agreed()
    message = news(person)
    deliver_one(message.public_id.hex, lambda _delivery, _attempt: None)
    PushDevice.objects.all().delete()
    deliver_one(again(message).public_id.hex)
    deliver_one(again(message).public_id.hex)
    assert (service.asked, ways(message)) == ([], {"push": "failed", "mail": "sent"})


def test_quiet_hours_are_kept_also_by_who_never_chose_any(person: Actor, service: PushService) -> None:
    add_device(actor=person, subscription=service.browser().tells)
    choose_ways(actor=person, ways={Group.GIFTS: Way.PUSH})
    contact = Contact.objects.get(user_id=person.user_id)
    assert (contact.quiet_from, contact.quiet_until) == (21, 6)
    hour = timezone.localtime().hour
    choose_ways(actor=person, ways={}, quiet=(hour, (hour + 2) % 24))
    message = news(person)
    assert not deliver_one(message.public_id.hex)
    assert (service.asked, again(message).attempts) == ([], 0)


def test_the_table_shows_neither_address_nor_keys(person: Actor, agreed: Callable[..., Browser]) -> None:
    browser = agreed()
    device = PushDevice.objects.get()
    stored = b"".join(bytes(raw) for raw in (device.subscription_sealed, device.endpoint_digest))
    assert all(part.encode() not in stored for part in (browser.endpoint, browser.tells.auth, browser.tells.p256dh))
    assert browser.endpoint in sealing.unseal(device.subscription_sealed)


def test_the_same_browser_is_one_and_belongs_to_who_agreed_last(
    person: Actor, acting: Acting, agreed: Callable[..., Browser]
) -> None:
    browser = agreed()
    before = PushDevice.objects.get().public_id
    add_device(actor=person, subscription=browser.tells)
    add_device(actor=acting("donor"), subscription=browser.tells)
    after = PushDevice.objects.get()
    assert (after.user_id == person.user_id, after.public_id == before) == (False, False)


def test_five_browsers_are_enough(person: Actor, agreed: Callable[..., Browser], service: PushService) -> None:
    for number in range(MOST):
        agreed(f"ke-{number}")
    with pytest.raises(Refused, match="Hapus dulu"):
        add_device(actor=person, subscription=service.browser("lagi").tells)
    agreed("ke-0")


def test_what_is_old_or_was_agreed_under_another_key_is_not_used_and_thrown_away(
    person: Actor, agreed: Callable[..., Browser], service: PushService, settings: Any
) -> None:
    agreed("satu")
    agreed("dua")
    agreed("tiga")
    kept, old, other = PushDevice.objects.order_by("pk")
    PushDevice.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    PushDevice.objects.filter(pk=other.pk).update(key_name="lain")
    deliver_one(news(person).public_id.hex)
    assert [path for path, *_ in service.asked] == ["/satu"]
    assert forget_devices() == 2
    assert PushDevice.objects.get() == kept


def test_the_operators_see_how_far_it_came(person: Actor, agreed: Callable[..., Browser], service: PushService) -> None:
    agreed()
    service.answers["/satu"] = 403
    [lost, sent] = news(person), news(person)
    deliver_one(lost.public_id.hex)
    lost.refresh_from_db()
    assert (lost.state, lost.error) == ("queued", "Push 403")
    service.answers = {}
    deliver_one(sent.public_id.hex)
    [row] = [row for row in channel_rows() if row.channel == "push"]
    assert (row.is_on, {state.value: count for state, count in row.counts if count}) == (True, {"queued": 1, "sent": 1})
