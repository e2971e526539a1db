"""Devices in use are shown in photos that go the way of all evidence: quarantine, worker, scanner, comparison."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from benchmarks._pictures import DISGUISES, picture
from ksbb.authority.actors import Actor
from ksbb.notifications.models import Message
from schools.models import School
from tests.factories.donations import school_at
from tests.factories.use import asked, in_days, proven
from tests.factories.verification import KALIDERES_GPS, handed_over, looked_at, member, photo_file, principal_of
from tests.verification.clamd import EICAR, clamd
from tests.verification.test_likeness import clean, reported
from verification import photo_watch
from verification.actions.answer_use import answer_use
from verification.actions.keep_use_answers import keep_use_answers
from verification.actions.keep_use_photo import keep_use_photo
from verification.actions.submit_report import submit_report
from verification.models import EvidenceLikeness, Report, UseAnswer, UsePhoto, UseRound
from verification.oddness import Ground, photos
from verification.states import PhotoState
from verification.use_answers import Said, due_rounds

ClientAs = Callable[[Actor], Client]


def jpeg(seen: Image.Image) -> bytes:
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=90)
    return out.getvalue()


def due(school: School | None = None) -> UseRound:
    return asked(proven(school=school))


def shown(round_: UseRound, data: bytes, *, look: bool = True) -> UsePhoto:
    """The round's only device is in use, and this is how it is shown; not sent yet."""
    actor = principal_of(round_.school)
    device = round_.answers.get(to_show=True).device_id
    said = {one.device_id: Said("in_use") for one in UseAnswer.objects.filter(round__in=due_rounds(round_.school))}
    keep_use_answers(school=round_.school, said=said, actor=actor)
    kept = keep_use_photo(school=round_.school, device=device, data=data, actor=actor)
    return looked_at(kept[0]) if look else kept[0]


def sent(round_: UseRound) -> UseRound:
    answer_use(school=round_.school, actor=principal_of(round_.school))
    round_.refresh_from_db()
    return round_


def page_of(client_as: ClientAs, round_: UseRound, actor: Actor) -> str:
    return client_as(actor).get(reverse("verification:use_detail", args=[round_.public_id])).content.decode()


@pytest.mark.django_db
def test_the_worker_makes_it_harmless_and_reads_time_and_place() -> None:
    photo = shown(due(), photo_file(taken="2026:11:20 09:30:00", gps=KALIDERES_GPS), look=False)
    raw = str(photo.raw.name)
    assert (photo.state, photo.photo.name, raw.startswith("incoming/")) == (PhotoState.RECEIVED, "", True)
    assert photo_watch.look() == 1
    photo.refresh_from_db()
    assert (photo.state, photo.raw.name, photo.taken_at is not None) == (PhotoState.CLEAN, "", True)
    assert photo.latitude == pytest.approx(-6.1418, abs=0.001)
    with photo.photo.open() as file:
        assert not Image.open(file).getexif()
    assert photo.prints.exists()


@pytest.mark.django_db
def test_it_waits_for_a_scanner_that_is_down_and_nobody_sees_it(client_as: ClientAs, settings: Any) -> None:
    round_ = due()
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    photo = shown(round_, photo_file())
    assert (photo.state, photo.refused_code) == (PhotoState.QUARANTINED, "")
    address = reverse("verification:use_photo", args=[photo.public_id, "besar"])
    assert client_as(principal_of(round_.school)).get(address).status_code == 404
    # The school has done its part: the answers may go while the photo waits.
    assert sent(round_).state == "answered"


@pytest.mark.django_db
def test_a_photo_that_is_of_no_use_is_asked_for_again(client_as: ClientAs, settings: Any) -> None:
    round_ = due()
    auditor = member("auditor", codes=("31",))
    photo = shown(round_, photo_file() + EICAR, look=False)
    assert sent(round_).state == "answered"
    with clamd(settings):
        looked_at(photo)
    round_.refresh_from_db()
    assert (round_.state, round_.due_on, photo.refused_code) == ("asked", in_days(14), "infected")
    kinds = set(Message.objects.values_list("kind", flat=True))
    assert {"verification/photo_infected", "verification/use_photo_again"} <= kinds
    assert Message.objects.filter(kind="verification/photo_infected", to_user_id=auditor.user_id).exists()
    page = client_as(principal_of(round_.school)).post("/pemakaian/jawab/", {"kirim": "1"}).content.decode()
    assert "virus" in page
    settings.SCANNER_URL = ""
    shown(round_, photo_file())
    assert sent(round_).state == "answered"


@pytest.mark.django_db
def test_a_copy_of_handover_evidence_is_flagged_to_who_reads_the_round(client_as: ClientAs) -> None:
    proof = reported(picture(7), school=school_at("31.73.05.1001"))
    round_ = due()
    shown(round_, jpeg(DISGUISES["mirrored"](picture(7), Random(7))))
    sent(round_)
    page = page_of(client_as, round_, member("district_supervisor"))
    assert "Sama dengan foto bukti serah terima" in page
    assert proof.handover.school.name not in page, "whose it is reads only who may see that report"
    assert proof.handover.school.name in page_of(client_as, round_, member("city_supervisor"))
    assert "foto serupa" in client_as(member("city_supervisor")).get("/pemakaian/?tampil=dijawab").content.decode()
    assert "Sama dengan" not in page_of(client_as, round_, principal_of(round_.school))


@pytest.mark.django_db
def test_a_copy_of_another_schools_device_is_flagged_and_the_auditor_sees_it(client_as: ClientAs) -> None:
    first, second = due(school_at()), due(school_at())
    shown(first, jpeg(picture(3)))
    sent(first)
    shown(second, jpeg(DISGUISES["cropped 5 %"](picture(3), Random(3))))
    sent(second)
    assert "Sama dengan foto pemakaian" in page_of(client_as, second, member("city_supervisor"))
    rows = photos.FINDER.find(Ground(("31",), second.created_at.replace(year=2020)))
    assert [(row.organisation_id, row.facts["schools"]) for row in rows] == [(second.school.organisation_id, 2)]
    assert photos.FINDER.find(Ground(("32",), second.created_at.replace(year=2020))) == []


@pytest.mark.django_db
def test_a_handover_proven_with_a_photo_of_use_is_flagged_to_the_validator() -> None:
    round_ = due()
    shown(round_, jpeg(picture(5)))
    handover = handed_over()
    late = submit_report(
        handover=handover, photos=[clean(picture(5))], actor=principal_of(handover.school), received_on=in_days(0)
    )
    assert "photo_like" in {fact["code"] for fact in Report.objects.get(pk=late.pk).risk_facts}


@pytest.mark.django_db
def test_another_try_for_the_same_device_is_no_copy() -> None:
    round_ = due()
    first = shown(round_, jpeg(picture(4)))
    with_files = [str(first.photo.name), str(first.thumbnail.name)]
    shown(round_, jpeg(picture(4)))
    assert (UsePhoto.objects.count(), EvidenceLikeness.objects.count()) == (1, 0)
    assert all(default_storage.exists(name) for name in with_files), "they go after the commit"


@pytest.mark.django_db
def test_what_is_no_photo_is_told_at_once(client_as: ClientAs) -> None:
    round_ = due()
    answer = round_.answers.get(to_show=True)
    name = answer.device.public_id.hex
    sent_ = {
        f"{name}-says": "in_use",
        f"{name}-photo": SimpleUploadedFile("gawai.jpg", b"MZ not a photo", "image/jpeg"),
        "kirim": "1",
    }
    page = client_as(principal_of(round_.school)).post("/pemakaian/jawab/", sent_).content.decode()
    assert "bukan foto" in page
    assert not UsePhoto.objects.exists()
