"""Where a scanner is named nothing is clean that it has not seen: what it finds stays away, and while it is down files wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import scanning
from ksbb.notifications.models import Message
from tests.factories.verification import looked_at, member, photo_file
from tests.verification.clamd import EICAR, clamd
from tests.verification.conftest import Scene
from tests.verification.sending import post, upload
from verification import photo_watch
from verification.actions.keep_draft_photo import keep_draft_photo
from verification.actions.process_photo import process_photo
from verification.models import DraftPhoto, Evidence, Report
from verification.states import PhotoState

ClientAs = Callable[[Actor], Client]


@pytest.fixture
def draft(scene: Scene) -> DraftPhoto:
    return keep_draft_photo(handover=scene.handover, data=photo_file(), actor=scene.principal)


def infected(scene: Scene) -> DraftPhoto:
    return keep_draft_photo(handover=scene.handover, data=photo_file() + EICAR, actor=scene.principal)


def test_without_a_scanner_photos_become_clean(draft: DraftPhoto) -> None:
    assert not scanning.is_on()
    assert looked_at(draft).state == PhotoState.CLEAN


def test_the_scanner_sees_the_file_as_it_was_sent(draft: DraftPhoto, settings: Any) -> None:
    with draft.raw.open() as raw:
        sent = raw.read()
    with clamd(settings) as server:
        assert looked_at(draft).state == PhotoState.CLEAN
    assert server.seen == [sent]


def test_a_large_file_goes_in_pieces(settings: Any) -> None:
    with clamd(settings) as server:
        assert scanning.scan(b"x" * 300_000) == ""
        assert scanning.scan(b"x" * 200_000 + EICAR) == "Eicar-Signature"
    assert len(server.seen[0]) == 300_000


def test_a_find_stays_in_quarantine_and_the_auditor_hears_of_it(scene: Scene, settings: Any) -> None:
    auditor, elsewhere = member("auditor", codes=("31",)), member("auditor", codes=("32",))
    photo = infected(scene)
    with clamd(settings):
        photo = looked_at(photo)
        assert process_photo(photo) is None
    assert (photo.state, photo.refused_code, photo.photo.name) == (PhotoState.QUARANTINED, "infected", "")
    told = set(Message.objects.filter(kind="verification/photo_infected").values_list("to_user_id", flat=True))
    assert auditor.user_id in told
    assert elsewhere.user_id not in told
    assert Event.objects.get(action="photo.infected").region == scene.handover.region


def test_nobody_can_fetch_what_is_in_quarantine(scene: Scene, client: Client, settings: Any) -> None:
    photo = infected(scene)
    with clamd(settings):
        looked_at(photo)
    for size in ("besar", "kecil"):
        assert client.get(reverse("verification:draft_photo", args=[photo.public_id, size])).status_code == 404
    assert client.get(f"/files/{photo.raw.name}").status_code == 404


@pytest.mark.parametrize("mood", ["hangs", "nonsense"])
def test_a_scanner_that_does_not_answer_lets_nothing_through(draft: DraftPhoto, settings: Any, mood: str) -> None:
    begin = time.monotonic()
    with clamd(settings, mood):
        draft = looked_at(draft)
    assert time.monotonic() - begin < 5
    assert draft.state == PhotoState.QUARANTINED
    assert (draft.refused_code, draft.photo.name) == ("", "")


def test_a_scanner_that_is_gone_is_asked_again_later_and_later(draft: DraftPhoto, settings: Any) -> None:
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    now = timezone.now()
    waits = []
    for _try in range(4):
        process_photo(draft, now=now)
        draft.refresh_from_db()
        assert draft.next_try_at is not None
        waits.append(draft.next_try_at - now)
        assert process_photo(draft, now=now) is None
        now = draft.next_try_at
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    with clamd(settings):
        assert process_photo(draft, now=now + timedelta(seconds=1)) == PhotoState.CLEAN


def test_the_health_page_tells_of_it(draft: DraftPhoto, settings: Any) -> None:
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    process_photo(draft)
    answer = Client().get(reverse("portal:health"))
    assert answer.status_code == 503
    assert answer.json()["scanner"] == {"ok": False, "on": 1, "waiting": 1}


def test_a_report_waits_for_the_scanner_and_then_goes_on(scene: Scene, client: Client, settings: Any) -> None:
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    post(client, scene.handover, upload())
    photo_watch.look()
    assert Evidence.objects.get().state == PhotoState.QUARANTINED
    assert Report.objects.get().awaits_photos
    with clamd(settings):
        photo_watch.look(timezone.now() + timedelta(hours=2))
    assert Evidence.objects.get().state == PhotoState.CLEAN
    assert not Report.objects.get().awaits_photos


def test_a_report_of_infected_photos_goes_back_to_the_school(scene: Scene, client: Client, settings: Any) -> None:
    post(client, scene.handover, upload(photo_file() + EICAR))
    with clamd(settings):
        photo_watch.look()
    report = Report.objects.get()
    assert report.state == "returned"
    assert "virus" in report.verdicts.get().reason
    assert default_storage.exists(str(report.evidence.get().raw.name))
