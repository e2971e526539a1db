"""A photo is taken in at once and looked at afterwards; a report waits for its photos, once, whatever dies on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from ksbb.notifications.models import Message
from tests.factories.verification import looked_at, photo_file
from tests.verification.conftest import Scene
from tests.verification.sending import address, post, upload
from verification import photo_watch
from verification.actions.decide import decide
from verification.actions.keep_draft_photo import keep_draft_photo
from verification.actions.process_photo import MOST_TRIES, TAKEN_FOR, process_photo
from verification.models import DraftPhoto, Evidence, EvidencePrint, Report
from verification.queue import queue_of
from verification.states import PhotoState, ReportState

ClientAs = Callable[[Actor], Client]


def cut_short() -> bytes:
    """Right in its header, and not to be decoded."""
    return photo_file()[:1500]


@pytest.fixture
def draft(scene: Scene) -> DraftPhoto:
    return keep_draft_photo(handover=scene.handover, data=photo_file(), actor=scene.principal)


def test_a_sent_photo_is_only_kept(draft: DraftPhoto, client: Client) -> None:
    assert (draft.state, draft.photo.name) == (PhotoState.RECEIVED, "")
    assert str(draft.raw.name).startswith("incoming/")
    assert client.get(reverse("verification:draft_photo", args=[draft.public_id, "kecil"])).status_code == 404


def test_the_worker_makes_it_harmless(draft: DraftPhoto, django_capture_on_commit_callbacks: Any) -> None:
    raw = str(draft.raw.name)
    with django_capture_on_commit_callbacks(execute=True):
        draft = looked_at(draft)
    assert (draft.state, draft.raw.name) == (PhotoState.CLEAN, "")
    assert not default_storage.exists(raw)
    assert default_storage.exists(str(draft.thumbnail.name))


def test_the_page_tells_the_state_of_each_photo(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(), received_on="")
    page = client.get(address(scene.handover)).content.decode()
    assert "Sedang diperiksa sistem." in page
    assert 'hx-trigger="every 3s"' in page
    photo_watch.look()
    page = client.get(address(scene.handover)).content.decode()
    assert "Sedang diperiksa sistem." not in page
    assert "hx-trigger" not in page


def test_what_turned_out_to_be_of_no_use_is_told_and_not_sent(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(cut_short()), received_on="")
    photo_watch.look()
    page = client.get(address(scene.handover)).content.decode()
    assert "Fotonya rusak atau tidak lengkap." in page
    assert "sedikitnya satu foto" in post(client, scene.handover).content.decode()
    post(client, scene.handover, upload())
    assert Report.objects.get().evidence.count() == 1
    assert not DraftPhoto.objects.exists()


def test_the_fragment_is_a_piece_of_its_page(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(), received_on="")
    whole = client.get(address(scene.handover)).content.decode()
    piece = client.get(address(scene.handover), headers={"HX-Request": "true"}).content.decode()
    assert "".join(piece.split()) in "".join(whole.split())


def test_a_report_is_sent_at_once_and_reaches_the_validators_when_its_photos_are_seen(
    client: Client, scene: Scene
) -> None:
    post(client, scene.handover, upload(), upload())
    report = Report.objects.get()
    assert (report.state, report.awaits_photos) == (ReportState.SUBMITTED, True)
    assert not queue_of(scene.validator).exists()
    assert not Message.objects.filter(kind="verification/report_waiting").exists()
    with pytest.raises(Refused, match="masih diperiksa sistem"):
        decide(report=report, decision=ReportState.VERIFIED, actor=scene.validator)
    assert photo_watch.look() == 2
    assert list(queue_of(scene.validator)) == [report]
    told = Message.objects.filter(kind="verification/report_waiting")
    assert [message.to_user_id for message in told] == [scene.validator.user_id]
    assert EvidencePrint.objects.filter(evidence__report=report).count() >= 2


def test_one_bad_photo_of_two_does_not_hold_up_the_report(client: Client, scene: Scene, client_as: ClientAs) -> None:
    post(client, scene.handover, upload(), upload(cut_short()))
    photo_watch.look()
    report = Report.objects.get()
    assert not report.awaits_photos
    page = client_as(scene.validator).get(reverse("verification:report_detail", args=[report.public_id]))
    assert "Fotonya rusak atau tidak lengkap." in page.content.decode()


def test_a_report_without_a_usable_photo_goes_back_with_the_reason(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(cut_short()))
    photo_watch.look()
    report = Report.objects.get()
    assert report.state == ReportState.RETURNED
    assert "Fotonya rusak atau tidak lengkap." in report.verdicts.get().reason
    assert "Fotonya rusak" in client.get(address(scene.handover)).content.decode()
    post(client, scene.handover, upload())
    photo_watch.look()
    report.refresh_from_db()
    assert (report.state, report.awaits_photos) == (ReportState.SUBMITTED, False)
    assert report.evidence.current().get().state == PhotoState.CLEAN


def test_the_same_picture_in_another_file_is_kept_once(scene: Scene) -> None:
    data = photo_file()
    for file in (data, data + b"tail"):
        keep_draft_photo(handover=scene.handover, data=file, actor=scene.principal)
    photo_watch.look()
    assert DraftPhoto.objects.get().state == PhotoState.CLEAN


def test_a_photo_that_a_worker_has_is_nobody_else_s(draft: DraftPhoto) -> None:
    DraftPhoto.objects.update(next_try_at=timezone.now() + TAKEN_FOR, tries=1)
    assert process_photo(draft) is None
    assert photo_watch.look() == 0


def test_what_a_dead_worker_left_is_taken_up(draft: DraftPhoto) -> None:
    now = timezone.now()
    DraftPhoto.objects.update(next_try_at=now + TAKEN_FOR, tries=1)
    assert photo_watch.look(now + TAKEN_FOR + timedelta(seconds=1)) == 1
    draft.refresh_from_db()
    assert draft.state == PhotoState.CLEAN


def test_a_photo_that_kills_its_workers_is_given_up(draft: DraftPhoto) -> None:
    DraftPhoto.objects.update(tries=MOST_TRIES)
    assert looked_at(draft).state == PhotoState.REFUSED


def test_a_draft_that_became_evidence_meanwhile_is_left_to_its_report(
    client: Client, scene: Scene, draft: DraftPhoto
) -> None:
    post(client, scene.handover)
    assert process_photo(draft) is None
    assert Evidence.objects.get().raw.name == draft.raw.name
    photo_watch.look()
    assert Evidence.objects.get().state == PhotoState.CLEAN


def test_a_file_that_is_gone_is_asked_for_again(draft: DraftPhoto) -> None:
    default_storage.delete(str(draft.raw.name))
    assert looked_at(draft).why_unusable == "Berkasnya tidak sampai utuh. Kirim fotonya sekali lagi."
