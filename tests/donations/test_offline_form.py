"""A handover at a place without network: written on the phone, sent later, recorded once."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from donations.actions.record_offline import record_offline
from donations.models import Handover, OfflineRecord
from ksbb.audit.models import Event
from ksbb.common.refusals import Forbidden
from ksbb.common.states import StaleState
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import (
    appoint,
    donor_of,
    issue_all,
    offer,
    on_the_day,
    opened,
    people_at,
    promise,
    school_at,
    signed_photo,
)

pytestmark = pytest.mark.django_db
SEND = "/luring/kirim/"


@pytest.fixture
def handover(donor, school) -> Handover:
    """Two tablets, with their papers, today."""
    return on_the_day(issue_all(appoint(promise(donor, school, offer(2)))))


def written(handover: Handover, **changes: object) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "handover": str(handover.public_id),
        "written_at": timezone.now().isoformat(),
        "count": "2",
        "signed": SimpleUploadedFile("bast.jpg", signed_photo().jpeg, "image/jpeg"),
        **changes,
    }


def told(response) -> Any:
    return json.loads(response.content)


# --- the shell ---


def test_the_shell_is_the_same_for_everybody_and_names_nobody(client_as, client, acting, principal):
    pages = [one.get("/luring/").content.decode() for one in (client, client_as(principal), client_as(acting("donor")))]
    assert len(set(pages)) == 1
    assert "csrf" not in pages[0]
    assert 'rel="manifest"' in pages[0]
    assert not re.search(r"<script(?![^>]*src=)", pages[0]), "nothing inline"


def test_it_can_be_installed(client):
    answer = client.get("/luring/manifest.webmanifest")
    found = told(answer)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (found["start_url"], found["scope"], found["display"]) == ("/luring/", "/luring/", "standalone")
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512"}


def test_the_worker_keeps_only_what_exists_and_is_never_stale(client):
    answer = client.get("/luring/pekerja.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    shell = re.findall(r'"(/[^"]+)"', script)
    assert "/luring/" in shell
    assert [address for address in shell if client.get(address).status_code != 200] == []
    assert "daftar.json" not in script, "what belongs to one person is not kept by the worker"


# --- the list for the phone ---


def test_the_phone_keeps_appointments_and_no_names(
    client_as, principal, donor, handover, django_assert_max_num_queries
):
    browser = client_as(principal)
    with django_assert_max_num_queries(8):
        answer = browser.get("/luring/daftar.json")
    found = told(answer)
    [one] = found["handovers"]
    assert one["id"] == str(handover.public_id)
    assert (one["count"], one["ready"]) == (2, True)
    assert one["giver"] == "Perorangan"
    kept = answer.content.decode()
    for secret in ("Rahasia", handover.pledge.donor.organisation.name, principal.name, handover.pledge.signed_name):
        assert secret not in kept
    assert "no-store" in answer["Cache-Control"]


def test_another_account_is_told_apart(client_as, acting, principal, school):
    colleague = acting("principal", organisation=school.organisation)
    keys = {told(client_as(actor).get("/luring/daftar.json"))["who"] for actor in (principal, colleague)}
    assert len(keys) == 2


def test_only_the_principal_has_a_list(client_as, acting, client, donor, outsider, handover):
    operator = acting("school_operator", organisation=handover.school.organisation)
    assert [client_as(one).get("/luring/daftar.json").status_code for one in (operator, donor)] == [403, 403]
    assert client.get("/luring/daftar.json").status_code == 302
    assert told(client_as(outsider).get("/luring/daftar.json"))["handovers"] == []


# --- sending ---


def test_the_signed_paper_arrives_later(client_as, principal, handover):
    before = timezone.now() - timedelta(hours=3)
    answer = client_as(principal).post(SEND, written(handover, written_at=before.isoformat()))
    assert told(answer) == {"state": "applied", "reason": ""}
    handover.refresh_from_db()
    assert (handover.state, handover.confirmed_how) == ("done", "paper")
    record = OfflineRecord.objects.get()
    assert (record.written_at, record.sent_by_id, record.refused_reason) == (before, principal.user_id, "")
    assert Event.objects.filter(action="handover.written_offline", thing_id=handover.pk).count() == 1


def test_a_code_that_still_lives_is_enough(client_as, principal, handover):
    digits = opened(handover)
    answer = client_as(principal).post(SEND, written(handover, code=digits, signed=""))
    assert told(answer)["state"] == "applied"
    handover.refresh_from_db()
    assert handover.confirmed_how == "code"


def test_three_tries_are_one_record(client_as, principal, handover):
    said = written(handover)
    photo = said.pop("signed")
    data = photo.read()
    browser = client_as(principal)
    answers = [
        told(browser.post(SEND, said | {"signed": SimpleUploadedFile("bast.jpg", data, "image/jpeg")}))
        for _try in range(3)
    ]
    assert answers == [{"state": "applied", "reason": ""}] * 3
    assert OfflineRecord.objects.count() == 1
    assert Event.objects.filter(action="handover.done").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_code", [True, False])
def test_three_tries_at_once_are_one_record(acting, by_code):
    school = school_at()
    people_at(school, pupils=2)
    giver, principal = acting("donor"), acting("principal", organisation=school.organisation)
    donor_of(giver)
    handover = on_the_day(issue_all(appoint(promise(giver, school, offer(2)))))
    proof = {"code": opened(handover)} if by_code else {"signed": signed_photo()}
    said = {"client_id": uuid4(), "handover": handover, "written_at": timezone.now(), "count": 2, "actor": principal}
    found = kinds(at_once([partial(record_offline, **said, **proof)] * 3))
    assert set(found) <= {"OfflineRecord", "StaleState"}
    assert record_offline(**said, **proof).refused_reason == ""
    assert OfflineRecord.objects.count() == 1
    assert Event.objects.filter(action="handover.done").count() == 1
    assert Event.objects.filter(action="handover.written_offline").count() == 1


def test_an_answer_that_was_lost_on_the_way_is_given_again(principal, handover):
    """The handover was recorded, and the connection broke before the record of it was kept."""
    photo = signed_photo()
    said = {"handover": handover, "written_at": timezone.now(), "count": 2, "actor": principal, "signed": photo}
    record_offline(client_id=uuid4(), **said)
    OfflineRecord.objects.all().delete()
    assert record_offline(client_id=uuid4(), **said).refused_reason == ""


def test_a_lapsed_code_is_refused_in_words_and_kept_as_refused(client_as, principal, handover):
    said = written(handover, code="123456", signed="")
    browser = client_as(principal)
    first = told(browser.post(SEND, said))
    assert first["state"] == "refused"
    assert "Minta pemberi membuka kode baru" in first["reason"]
    assert told(browser.post(SEND, said)) == first
    handover.refresh_from_db()
    assert handover.state == "planned"
    assert OfflineRecord.objects.get().refused_reason == first["reason"]
    mended = told(browser.post(SEND, written(handover)))
    assert mended["state"] == "applied"


def test_another_count_than_the_papers_is_refused(client_as, principal, handover):
    answer = told(client_as(principal).post(SEND, written(handover, count="1")))
    assert answer["state"] == "refused"
    assert "di BAST tertulis 2" in answer["reason"]


@pytest.mark.parametrize(
    "change",
    [
        {"count": "0"},
        {"count": "banyak"},
        {"client_id": "1"},
        {"written_at": "kemarin"},
        {"code": "12", "signed": ""},
        {"signed": ""},
        {"signed": SimpleUploadedFile("bast.jpg", b"<script>alert(1)</script>", "image/jpeg")},
    ],
)
def test_nonsense_is_refused_and_leaves_nothing(client_as, principal, handover, change):
    answer = told(client_as(principal).post(SEND, written(handover, **change)))
    assert answer["state"] == "refused"
    assert answer["reason"]
    assert OfflineRecord.objects.count() == 0


def test_strangers_find_nothing_and_others_may_not(client_as, acting, outsider, donor, handover):
    operator = acting("school_operator", organisation=handover.school.organisation)
    answers = [client_as(one).post(SEND, written(handover)).status_code for one in (outsider, donor, operator)]
    assert answers == [404, 403, 403]
    assert client_as(outsider).post(SEND, written(handover)).status_code == 404
    assert Client().post(SEND, written(handover)).status_code == 302
    assert OfflineRecord.objects.count() == 0


def test_a_record_is_not_taken_over_by_another_account(acting, principal, school, handover):
    said = {
        "client_id": uuid4(),
        "handover": handover,
        "written_at": timezone.now(),
        "count": 2,
        "signed": signed_photo(),
    }
    record_offline(actor=principal, **said)
    colleague = acting("principal", organisation=school.organisation)
    with pytest.raises(Forbidden):
        record_offline(actor=colleague, **said)


def test_sending_needs_the_token(principal, handover):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(SEND, written(handover)).status_code == 403


def test_a_phone_whose_clock_runs_ahead_writes_nothing_in_the_future(principal, handover):
    ahead = timezone.now() + timedelta(days=400)
    record = record_offline(
        client_id=uuid4(), handover=handover, written_at=ahead, count=2, actor=principal, signed=signed_photo()
    )
    assert record.written_at <= timezone.now()


def test_a_busy_record_is_sent_again(client_as, principal, handover, monkeypatch):
    """Another try of the same record holds it at this moment: the phone keeps it waiting."""

    def held(**_said: object) -> OfflineRecord:
        raise StaleState("held")

    monkeypatch.setattr("donations.views.offline.record_offline", held)
    answer = client_as(principal).post(SEND, written(handover))
    assert (answer.status_code, told(answer)["state"]) == (409, "busy")


# --- leaving ---


def test_signing_out_empties_the_phone(client_as, principal):
    browser = client_as(principal)
    assert "Clear-Site-Data" not in browser.get("/akun/keluar/")
    answer = browser.post("/akun/keluar/")
    assert answer["Clear-Site-Data"] == '"storage"'
