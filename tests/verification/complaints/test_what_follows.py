"""A find becomes a case of its device; a sale becomes a matter of integrity when the auditor says so, and only then."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from donations.models import Device
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from tests.factories.complaints import ANSWER, WORDS, answered, complained, taken
from tests.factories.donations import school_at
from tests.factories.verification import handed_over
from tests.verification.complaints.conftest import Offices
from verification.actions.open_complaint_case import open_complaint_case
from verification.actions.open_device_case import open_device_case
from verification.models import Complaint, DeviceCase, IntegrityCase

ClientAs = Callable[[Actor], Client]


@pytest.fixture
def device(db: None) -> Device:
    """Given, with its sticker."""
    found = Device.objects.get(allocation__handover=handed_over())
    Device.objects.filter(pk=found.pk).update(label_code="23456789ABCDEFGHJ")
    found.refresh_from_db()
    return found


def test_an_answered_find_is_a_case_of_the_device(device: Device, offices: Offices) -> None:
    complaint = answered(complained("found", device=device), offices.district)
    case = DeviceCase.objects.get()
    assert (case.device, case.kind, case.source, case.state) == (device, "found", "complaint", "open")
    assert (complaint.device_case, case.told_by_id) == (case, offices.district.user_id)
    assert WORDS not in case.text


def test_before_the_answer_there_is_no_case(device: Device, offices: Offices) -> None:
    taken(complained("found", device=device), offices.district)
    assert not DeviceCase.objects.exists()


def test_a_device_that_is_looked_for_keeps_its_case(device: Device, offices: Offices) -> None:
    lost = open_device_case(device=device, kind="lost", source="school", actor=offices.city)
    complaint = answered(complained("found", device=device), offices.district)
    assert (complaint.device_case, DeviceCase.objects.count()) == (lost, 1)


def test_the_officer_names_the_sticker_that_nobody_scanned(
    device: Device, offices: Offices, client_as: ClientAs
) -> None:
    complaint = taken(complained("found", region="31.73.06"), offices.district)
    browser, address = client_as(offices.district), f"/pengaduan/{complaint.public_id}/"
    assert "Kode stiker gawai yang ditemukan" in browser.get(address).content.decode()
    wrong = browser.post(f"{address}jawab/", {"answer": ANSWER, "device_code": "ZZZZ"}).content.decode()
    assert ["Tidak ada gawai dengan kode itu" in wrong, ANSWER in wrong] == [True, True]
    browser.post(f"{address}jawab/", {"answer": ANSWER, "device_code": f" {device.label_code.lower()} "})  # type: ignore[union-attr]
    complaint.refresh_from_db()
    assert (complaint.device_id, complaint.device_case) == (device.pk, DeviceCase.objects.get())


def test_a_find_that_only_the_auditor_may_know_of_tells_nobody(device: Device, offices: Offices) -> None:
    answered(complained("found", device=device, is_sensitive=True), offices.auditor)
    assert not DeviceCase.objects.exists()


def test_an_answer_about_something_else_opens_nothing(device: Device, offices: Offices) -> None:
    answered(complained("broken", device=device), offices.district)
    assert not DeviceCase.objects.exists()


def test_the_auditors_button_makes_one_case_of_two_complaints(
    device: Device, offices: Offices, client_as: ClientAs
) -> None:
    first, second = (complained("sale", device=device) for _time in range(2))
    answered(first, offices.auditor)
    assert not IntegrityCase.objects.exists()
    browser = client_as(offices.auditor)
    for complaint in (first, second, second):
        browser.post(f"/pengaduan/{complaint.public_id}/perkara/")
    case = IntegrityCase.objects.get()
    assert (case.kind, case.device, case.opened_by_id) == ("complaint", device, offices.auditor.user_id)
    assert set(case.complaints.all()) == {first, second}
    page = browser.get(f"/perkara/{case.public_id}/").content.decode()
    assert [f"/pengaduan/{one.public_id}/" in page for one in (first, second)] == [True, True]


def test_the_coordinator_reads_the_case_and_not_the_complaint(
    device: Device, offices: Offices, client_as: ClientAs
) -> None:
    complaint = complained("sale", device=device)
    case = open_complaint_case(complaint=complaint, actor=offices.auditor)
    page = client_as(offices.coordinator).get(f"/perkara/{case.public_id}/").content.decode()
    assert ["gawai dijual" in page, str(complaint.public_id) in page, WORDS in page] == [True, False, False]


def test_nobody_else_makes_a_case_of_it(offices: Offices, outsider: Actor) -> None:
    complaint = complained(school=school_at())
    for actor in (offices.district, offices.coordinator, offices.elsewhere[3], outsider):
        with pytest.raises(Forbidden):
            open_complaint_case(complaint=complaint, actor=actor)
    assert not IntegrityCase.objects.exists()


def test_the_desk_finds_a_ticket_without_writing_it_into_an_address(offices: Offices, client_as: ClientAs) -> None:
    complaint = complained(school=school_at(), name="Ibu Rekaan")
    browser = client_as(offices.district)
    answer = browser.post("/pengaduan/cari/", {"code": complaint.code.lower()})
    assert answer["Location"] == f"/pengaduan/{complaint.public_id}/"
    secret = Complaint.objects.get(pk=complained("fee").pk)
    assert browser.post("/pengaduan/cari/", {"code": secret.code})["Location"] == "/pengaduan/"
