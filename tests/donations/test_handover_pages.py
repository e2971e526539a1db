"""The appointment: planned, its devices known by number, held, or called off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import Device, Handover, HandoverCertificate, Pledge
from donations.states import AllocationState, HandoverState, PledgeState
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from tests.factories.donations import appoint, complete, issue_all, new_imei, offer, opened, promise, record_all

pytestmark = pytest.mark.django_db


def said(**changes: str) -> dict[str, str]:
    return {
        "day": (timezone.localdate() + timedelta(days=2)).isoformat(),
        "hour": "09:30",
        "place": "Ruang guru",
        **changes,
    }


@pytest.fixture
def handover(donor, school) -> Handover:
    """Two tablets for pupils and a laptop for a teacher are to be handed over."""
    return appoint(promise(donor, school, offer(2), offer(1, "laptop")))


@pytest.fixture
def page_of(handover):
    return f"/serah-terima/{handover.public_id}/"


# --- planning ---


@pytest.mark.parametrize("side", ["donor", "principal"])
def test_either_side_plans_and_the_other_is_told(client_as, acting, donor, principal, school, side):
    officer = acting("district_supervisor", codes=["31.73.06"])
    made = promise(donor, school, offer(2))
    actor = {"donor": donor, "principal": principal}[side]
    answer = client_as(actor).post(f"/donasi/{made.public_id}/jadwal/", said())
    planned = Handover.objects.get()
    assert answer["Location"] == f"/serah-terima/{planned.public_id}/"
    assert timezone.localtime(planned.scheduled_for).strftime("%H:%M") == "09:30"
    told = set(Message.objects.filter(kind="donations/handover_planned").values_list("to_user_id", flat=True))
    assert told == {donor.user_id, principal.user_id, officer.user_id} - {actor.user_id}


@pytest.mark.parametrize(
    "change", [{"day": "2020-01-01"}, {"day": ""}, {"hour": "25:00"}, {"place": ""}, {"place": "x" * 201}]
)
def test_an_impossible_appointment_is_told_and_not_made(client_as, donor, school, change):
    made = promise(donor, school)
    page = client_as(donor).post(f"/donasi/{made.public_id}/jadwal/", said(**change))
    assert page.context["form"].errors
    assert Handover.objects.count() == 0


def test_what_is_planned_already_is_not_planned_again(client_as, donor, handover):
    page = client_as(donor).post(f"/donasi/{handover.pledge.public_id}/jadwal/", said())
    assert "sudah dijadwalkan" in page.content.decode()
    assert Handover.objects.count() == 1


# --- looking ---


def test_who_sees_the_appointment(client_as, acting, outsider, donor, principal, page_of):
    readers = {
        donor: 200,
        principal: 200,
        acting("district_supervisor", codes=["31.73.06"]): 200,
        acting("validator"): 200,
        acting("coordinator"): 200,
        acting("district_supervisor", codes=["31.74.01"]): 404,
        acting("donor"): 404,
        outsider: 404,
    }
    assert {reader: client_as(reader).get(page_of).status_code for reader in readers} == readers


def test_names_are_for_the_school_and_its_officers_only(client_as, acting, donor, principal, page_of):
    officer = acting("district_supervisor", codes=["31.73.06"])
    for reader in (principal, officer):
        page = client_as(reader).get(page_of).content.decode()
        assert "Murid Rahasia" in page
        assert "Guru Rahasia" in page
    for reader in (donor, acting("validator"), acting("coordinator"), acting("auditor")):
        page = client_as(reader).get(page_of).content.decode()
        assert "Rahasia" not in page
        assert "Murid #1" in page
        assert "Guru #3" in page


def test_an_officer_looks_and_may_not_act(client_as, acting, handover, page_of):
    browser = client_as(acting("district_supervisor", codes=["31.73.06"]))
    unit = handover.allocations.first()
    for step in (f"gawai/{unit.public_id}/", "bast/", "bast/batal/", "selesai/", "batal/"):
        assert browser.post(page_of + step, {"reason": "Tidak boleh."}).status_code == 403, step
    page = browser.get(page_of).content.decode()
    assert "Isi data gawai" not in page
    assert "Batalkan jadwal" not in page


def test_a_stranger_finds_no_step(client_as, outsider, handover, page_of):
    browser = client_as(outsider)
    unit = handover.allocations.first()
    for step in (f"gawai/{unit.public_id}/", "bast/", "bast/batal/", "selesai/", "batal/"):
        assert browser.post(page_of + step, {"reason": "Tidak boleh."}).status_code == 404, step


def test_lists_by_what_lies_ahead_and_behind(client_as, donor, principal, school, handover):
    done = complete(appoint(promise(donor, school)))
    browser = client_as(principal)
    listed = {
        shown: [one.pk for one, _count in browser.get("/serah-terima/", {"daftar": shown}).context["rows"]]
        for shown in ("mendatang", "selesai", "batal", "apa")
    }
    assert listed == {"mendatang": [handover.pk], "selesai": [done.pk], "batal": [], "apa": [handover.pk]}
    assert browser.get("/serah-terima/").context["rows"][0][1] == 3


def test_the_page_costs_the_same_for_many_devices(client_as, principal, donor, school, django_assert_max_num_queries):
    many = appoint(promise(donor, school, offer(5), offer(2, "laptop")))
    record_all(many)
    browser = client_as(principal)
    with django_assert_max_num_queries(29):  # one of them notes who read it
        assert browser.get(f"/serah-terima/{many.public_id}/").status_code == 200


def test_many_devices_come_page_by_page_and_keep_their_numbers(client_as, donor, page_of, monkeypatch):
    monkeypatch.setattr("donations.views.units.UNITS", 2)
    browser = client_as(donor)
    first = browser.get(page_of)
    second = browser.get(page_of, {"sesudah": first.context["page"].after})
    numbers = [unit.number for page in (first, second) for unit in page.context["units"]]
    assert numbers == [1, 2, 3]


# --- the devices ---


def device(**changes: str) -> dict[str, str]:
    return {"brand": "Contoh", "model": "Tab 10", "imei": "", "serial_number": "SN 1", "accessories": "", **changes}


def unit_address(handover: Handover, device_type: str = "tablet") -> str:
    unit = handover.allocations.filter(line__device_type=device_type).order_by("pk").first()
    assert unit is not None
    return f"/serah-terima/{handover.public_id}/gawai/{unit.public_id}/"


@pytest.mark.parametrize("side", ["donor", "principal"])
def test_either_side_records_a_device(client_as, donor, principal, handover, side):
    number = new_imei()
    spaced = f"{number[:6]} {number[6:]}"
    browser = client_as({"donor": donor, "principal": principal}[side])
    answer = browser.post(unit_address(handover), device(imei=spaced))
    assert answer["Location"] == f"/serah-terima/{handover.public_id}/"
    made = Device.objects.get()
    assert (made.imei, made.serial_number, made.custody, made.state) == (number, "SN 1", "owned", "inspected")
    assert number in browser.get(answer["Location"]).content.decode()


NUMBERS = [
    ("35693803564380", "IMEI harus 15 angka; yang Anda isi 14 angka."),
    ("356938035643808", "Angka terakhir IMEI tidak cocok"),
    ("35693803564380A", "hanya terdiri dari angka"),
    ("000000000000000", "Angka terakhir IMEI tidak cocok"),
]


@pytest.mark.parametrize(("imei", "told"), NUMBERS)
def test_a_wrong_imei_is_explained_and_the_typing_stays(client_as, donor, handover, imei, told):
    page = client_as(donor).post(unit_address(handover), device(imei=imei, model="Tab Ketik")).content.decode()
    assert told in page
    assert 'value="Tab Ketik"' in page
    assert imei in page
    assert Device.objects.count() == 0


def test_a_device_without_any_number_is_refused(client_as, donor, handover):
    page = client_as(donor).post(unit_address(handover), device(serial_number="  ")).content.decode()
    assert "Isi IMEI atau nomor seri" in page


def test_a_phone_always_has_an_imei(client_as, donor, school):
    planned = appoint(promise(donor, school, offer(1, "phone")))
    page = client_as(donor).post(unit_address(planned, "phone"), device()).content.decode()
    assert "HP selalu punya IMEI" in page


def test_a_number_that_is_known_is_refused_beside_its_field(client_as, donor, school, handover):
    known = record_all(appoint(promise(donor, school)))[0]
    page = client_as(donor).post(unit_address(handover), device(imei=known.identity, model="Tab Ketik"))
    assert "sudah tercatat untuk gawai lain" in page.context["form"].errors["imei"][0]
    assert 'value="Tab Ketik"' in page.content.decode()


def test_a_serial_number_counts_once_for_a_maker_whatever_the_letters(client_as, donor, handover):
    browser = client_as(donor)
    browser.post(unit_address(handover), device(serial_number="abc-1"))
    page = browser.post(unit_address(handover, "laptop"), device(brand="CONTOH", serial_number="ABC-1"))
    assert "sudah tercatat" in page.context["form"].errors["serial_number"][0]


def test_the_data_rest_once_the_papers_are_issued(client_as, donor, handover):
    issue_all(handover)
    page = client_as(donor).post(unit_address(handover), device(model="Lain"))
    assert "BAST sudah diterbitkan" in page.content.decode()
    assert not Device.objects.filter(model="Lain").exists()


def test_a_unit_of_another_appointment_is_not_found(client_as, donor, school, handover, page_of):
    other = appoint(promise(donor, school)).allocations.get()
    assert client_as(donor).get(f"{page_of}gawai/{other.public_id}/").status_code == 404


# --- holding it, or not ---


def test_a_handover_says_what_it_will_record_and_then_does(client_as, donor, principal, school, handover, page_of):
    code = opened(issue_all(handover))
    browser = client_as(principal)
    page = browser.get(f"{page_of}selesai/").content.decode()
    assert "3 gawai dari" in page
    assert browser.post(f"{page_of}selesai/", {"code": code}).status_code == 302
    handover.refresh_from_db()
    assert handover.state == HandoverState.DONE
    assert Pledge.objects.get().state == PledgeState.FULFILLED
    assert figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].handed_over == 2
    assert Message.objects.filter(kind="donations/handed_over", to_user_id=donor.user_id).count() == 1
    assert "Laporkan penerimaannya" in browser.get(page_of).content.decode()


def test_without_papers_nothing_is_handed_over(client_as, principal, handover, page_of):
    record_all(handover)
    browser = client_as(principal)
    assert "Terbitkan BAST lebih dulu" in browser.get(f"{page_of}selesai/").content.decode()
    assert "Terbitkan BAST lebih dulu" in browser.post(f"{page_of}selesai/").content.decode()
    handover.refresh_from_db()
    assert handover.state == HandoverState.PLANNED


@pytest.mark.parametrize("role", ["donor", "school_operator"])
def test_only_the_principal_records_the_handover(client_as, acting, donor, school, handover, page_of, role):
    issue_all(handover)
    actor = donor if role == "donor" else acting(role, organisation=school.organisation)
    assert client_as(actor).post(f"{page_of}selesai/").status_code == 403


def test_a_second_click_is_answered_and_changes_nothing(client_as, principal, handover, page_of):
    code = {"code": opened(issue_all(handover))}
    browser = client_as(principal)
    browser.post(f"{page_of}selesai/", code)
    assert "sudah dicatat atau dibatalkan" in browser.post(f"{page_of}selesai/", code).content.decode()


@pytest.mark.parametrize("side", ["donor", "principal"])
def test_an_appointment_called_off_leaves_the_promise(client_as, donor, principal, school, handover, page_of, side):
    issue_all(handover)
    actor, other = (donor, principal) if side == "donor" else (principal, donor)
    answer = client_as(actor).post(f"{page_of}batal/", {"reason": "Sekolah ujian minggu itu."})
    assert answer["Location"] == f"/donasi/{handover.pledge.public_id}/"
    assert not HandoverCertificate.objects.filter(voided_at=None).exists()
    states = handover.pledge.lines.values_list("allocations__state", flat=True)
    assert set(states) == {AllocationState.RESERVED}
    assert figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].reserved == 2
    assert Message.objects.filter(kind="donations/handover_cancelled", to_user_id=other.user_id).exists()
    again = appoint(handover.pledge)
    assert again.allocations.filter(device__state="inspected").count() == 3
