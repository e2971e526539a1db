"""The pages of afterwards: one list for everything that is asked, nothing typed is lost, and givers read numbers, never names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from donations.models import Handover
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from schools.models import School
from tests.factories.donations import school_at
from tests.factories.use import answered, asked, case_of, late, proven, say
from tests.factories.verification import member, photo_file, principal_of
from verification import photo_watch
from verification.actions.lay_use_rounds import lay_use_rounds
from verification.first_instruments import FIRST
from verification.models import DeviceCase, Instrument, InstrumentReply, UseAnswer, UsePhoto, UseRound
from verification.use_facts import Used
from verification.views import use_answering

ClientAs = Callable[[Actor], Client]
ANSWER = "/pemakaian/jawab/"


def due(devices: int = 1, **facts: object) -> Handover:
    handover = proven(devices, **facts)  # type: ignore[arg-type]
    lay_use_rounds()
    asked(handover)
    return handover


def fields(school: School, says: str = "in_use", **more: object) -> dict[str, object]:
    """What the browser sends for the whole list, with the photos that are asked for."""
    sent: dict[str, object] = {}
    for answer in UseAnswer.objects.filter(round__school=school).select_related("device"):
        name = answer.device.public_id.hex
        sent |= {f"{name}-says": says, f"{name}-note": ""}
        if answer.to_show:
            sent[f"{name}-photo"] = SimpleUploadedFile("gawai.jpg", photo_file(), "image/jpeg")
    return sent | more


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_the_principal_answers_for_the_whole_list_in_one_go(client_as: ClientAs) -> None:
    handover = due(3)
    client = client_as(principal_of(handover.school))
    page = text(client, ANSWER)
    assert page.count("data-ksbb-use-says") == 3
    assert "selected" not in page.replace('value="" selected', "")
    assert client.post(ANSWER, fields(handover.school, kirim="1")).status_code == 302
    assert UseRound.objects.get(handover=handover, stage=30).state == "answered"
    assert set(UseAnswer.objects.values_list("says", flat=True)) == {"in_use"}


@pytest.mark.django_db
def test_what_is_typed_and_photographed_is_kept_when_something_is_wrong(client_as: ClientAs) -> None:
    handover = due(2)
    client = client_as(principal_of(handover.school))
    sent = fields(handover.school, kirim="1")
    other = UseAnswer.objects.get(to_show=False)
    sent[f"{other.device.public_id.hex}-says"] = "damaged"
    page = client.post(ANSWER, sent).content.decode()
    assert "Ceritakan singkat apa yang terjadi." in page
    other.refresh_from_db()
    assert (other.says, UsePhoto.objects.count()) == ("damaged", 1)
    assert "Sedang diperiksa sistem" in text(client, ANSWER)
    photo_watch.look()
    assert "Foto tersimpan" in text(client, ANSWER)
    again = {f"{one.device.public_id.hex}-says": one.says for one in UseAnswer.objects.select_related("device")}
    again |= {f"{other.device.public_id.hex}-note": "Layarnya pecah.", "kirim": "1"}
    assert client.post(ANSWER, again).status_code == 302
    assert DeviceCase.objects.get().text == "Layarnya pecah."


@pytest.mark.django_db
def test_a_draft_is_kept_without_being_sent(client_as: ClientAs) -> None:
    handover = due()
    client = client_as(principal_of(handover.school))
    assert client.post(ANSWER, fields(handover.school, "lost", simpan="1")).status_code == 302
    assert UseAnswer.objects.get().says == "lost"
    assert UseRound.objects.get(stage=30).state == "asked"
    officer = client_as(member("city_supervisor"))
    address = reverse("verification:use_detail", args=[UseRound.objects.get(stage=30).public_id])
    assert "belum mengirim jawabannya" in text(officer, address)


@pytest.mark.django_db
def test_a_bad_photo_is_told_at_its_device(client_as: ClientAs) -> None:
    handover = due()
    client = client_as(principal_of(handover.school))
    sent = fields(handover.school, kirim="1")
    name = UseAnswer.objects.get().device.public_id.hex
    sent[f"{name}-photo"] = SimpleUploadedFile("gawai.svg", b"<svg/>", "image/svg+xml")
    page = client.post(ANSWER, sent).content.decode()
    assert "Berkas ini bukan foto" in page
    assert not UsePhoto.objects.exists()


@pytest.mark.django_db
def test_long_lists_come_in_pages_and_go_in_one(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_answering, "PAGE_SIZE", 2)
    handover = due(3)
    client = client_as(principal_of(handover.school))
    answer = client.post(ANSWER, fields(handover.school, lanjut="1"))
    assert "sesudah=" in answer["Location"]
    rest = answer["Location"]
    assert text(client, rest).count("data-ksbb-use-says") == 1
    assert client.post(rest, fields(handover.school, kirim="1")).status_code == 302
    assert UseRound.objects.get(stage=30).state == "answered"


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_list(client_as: ClientAs) -> None:
    small, large = due(1, school=school_at()), due(6, school=school_at())
    counts = []
    for handover in (small, large):
        client = client_as(principal_of(handover.school))
        text(client, ANSWER)
        with CaptureQueriesContext(connection) as seen:
            text(client, ANSWER)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_officers_see_what_is_late_on_their_ground_and_nobody_else(client_as: ClientAs, outsider: Actor) -> None:
    handover = proven()
    lay_use_rounds()
    late(handover)
    round_ = UseRound.objects.get(handover=handover, stage=30)
    address = reverse("verification:use_detail", args=[round_.public_id])
    assert address in text(client_as(member("district_supervisor")), "/pemakaian/")
    assert address not in text(client_as(member("city_supervisor", codes=("31.74",))), "/pemakaian/")
    assert client_as(outsider).get(address).status_code == 404
    assert client_as(member("donor")).get("/pemakaian/").status_code == 403
    page = text(client_as(principal_of(handover.school)), "/pemakaian/")
    assert "ditutup sementara" in page


@pytest.mark.django_db
def test_a_photo_is_for_the_school_and_after_sending_for_its_offices(client_as: ClientAs, outsider: Actor) -> None:
    handover = due()
    principal, officer = principal_of(handover.school), member("city_supervisor")
    say(handover.school, principal)
    kept = UsePhoto.objects.get()
    address = reverse("verification:use_photo", args=[kept.public_id, "besar"])
    assert client_as(principal).get(address)["Content-Type"] == "image/jpeg"
    assert client_as(officer).get(address).status_code == 404
    answered(handover.school, principal)
    assert client_as(officer).get(address).status_code == 200
    assert Event.objects.filter(action="use_photo.opened", user_id=officer.user_id).count() == 1
    assert client_as(outsider).get(address).status_code == 404
    assert client_as(member("donor")).get(address).status_code == 404


@pytest.mark.django_db
def test_the_giver_reads_how_many_and_never_whose(client_as: ClientAs) -> None:
    giver = member("donor")
    handover = due(6, donor=giver)
    address = reverse("verification:use_gift", args=[handover.pledge.public_id])
    client = client_as(giver)
    assert "Menunggu jawaban sekolah" in text(client, address)
    principal = principal_of(handover.school)
    lost = UseAnswer.objects.filter(to_show=False)[0]
    say(handover.school, principal, only=lost.device, says="lost")
    UseAnswer.objects.filter(says="").exclude(to_show=True).update(says="in_use")
    say(handover.school, principal, only=UseAnswer.objects.get(to_show=True).device)
    client_as(principal).post(ANSWER, {"kirim": "1"} | _as_said())
    page = text(client, address)
    assert "5 dari 6" in page
    assert "Rahasia" not in page
    assert lost.device.identity not in page
    piece = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "5 dari 6" in piece
    assert "<html" not in piece
    assert client_as(member("donor")).get(address).status_code == 404


def _as_said() -> dict[str, str]:
    found = UseAnswer.objects.select_related("device")
    says = {f"{one.device.public_id.hex}-says": one.says for one in found}
    return says | {f"{one.device.public_id.hex}-note": one.note for one in found}


@pytest.mark.parametrize(
    ("used", "asked_for", "words"),
    [
        (4, 4, "dipakai"),
        (2, 4, "sebagian dipakai"),
        (0, 3, "tidak dipakai lagi"),
        (18, 20, "18 dari 20"),
        (5, 5, "5 dari 5"),
    ],
)
def test_few_devices_are_told_without_numbers(used: int, asked_for: int, words: str) -> None:
    assert Used(used, asked_for).words == words


@pytest.mark.django_db
def test_the_sudin_sees_what_a_verdict_does_before_it_is_done(client_as: ClientAs) -> None:
    case = case_of(proven())
    client = client_as(member("city_supervisor"))
    address = reverse("verification:device_case_decide", args=[case.public_id])
    said = {"outcome": "gone", "replacement": "need_again", "finding": "Tidak ketemu di mana pun."}
    page = client.post(address, said).content.decode()
    assert "dibuka lagi satu kali" in page
    case.refresh_from_db()
    assert case.state == "open"
    assert client.post(address, said | {"confirmed": "on"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "gone")


@pytest.mark.django_db
def test_the_school_tells_of_a_device_on_a_page(client_as: ClientAs, outsider: Actor) -> None:
    handover = proven()
    device = handover.allocations.get().device
    address = reverse("verification:device_case_tell", args=[device.public_id])
    told = {
        "kind": "stolen",
        "happened_on": timezone.localdate(handover.done_at).isoformat(),
        "text": "Hilang dari lemari kelas.",
    }
    client = client_as(principal_of(handover.school))
    assert address in text(client, "/gawai/perkara/lapor/")
    assert client_as(outsider).post(address, told).status_code == 404
    answer = client.post(address, told)
    case = DeviceCase.objects.get()
    assert answer["Location"] == reverse("verification:device_case_detail", args=[case.public_id])
    assert address not in text(client, "/gawai/perkara/lapor/")
    assert answer["Location"] in text(client, "/gawai/perkara/")


@pytest.mark.django_db
def test_a_draft_of_questions_is_written_without_a_script(client_as: ClientAs) -> None:
    client = client_as(member("coordinator"))
    text(client, "/instrumen/")
    source = Instrument.objects.get(purpose="device_use")
    answer = client.post(reverse("verification:instrument_draft", args=[source.public_id]))
    page = text(client, answer["Location"])
    assert "Pertanyaan baru" in page
    draft = Instrument.objects.get(state="draft")
    sent = {"title": "Pemakaian", "seen": draft.updated_at.isoformat(), "t-TOTAL_FORMS": "2", "t-INITIAL_FORMS": "1"}
    sent |= {
        "t-0-key": "often",
        "t-0-text": "Seberapa sering?",
        "t-0-kind": "choice",
        "t-0-choices": "daily = tiap hari\njarang",
    }
    sent |= {"t-1-text": "Ada pengisi daya?", "t-1-kind": "yes_no", "t-1-required": "on", "t-1-order": "1"}
    assert client.post(answer["Location"], sent).status_code == 302
    draft.refresh_from_db()
    assert [(one["key"], one["required"]) for one in draft.questions] == [("q1", True), ("often", False)]
    assert draft.questions[1]["choices"] == [
        {"value": "daily", "label": "tiap hari"},
        {"value": "c2", "label": "jarang"},
    ]


@pytest.mark.django_db
def test_a_school_answers_how_ready_it_is(client_as: ClientAs) -> None:
    school = school_at()
    client = client_as(principal_of(school))
    assert "Ada orang yang ditunjuk" in text(client, "/kesiapan/")
    values = {"yes_no": "yes", "choice": "good", "number": "3", "text": ""}
    sent = {one["key"]: values[one["kind"]] for one in FIRST["school_readiness"][1]}
    assert client.post("/kesiapan/", sent | {"keeper": ""}).status_code == 200
    assert client.post("/kesiapan/", sent).status_code == 302
    assert InstrumentReply.objects.get().answers["trained"] == 3
