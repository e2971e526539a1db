"""An officer goes along, everybody has the day in the calendar, and all are reminded once."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from donations.actions.cancel_handover import cancel_handover
from donations.actions.choose_officer import choose_officer
from donations.actions.remind_handovers import remind_handovers
from donations.actions.schedule_handover import schedule_handover
from donations.models import Handover
from donations.officers import officers_over
from ksbb.accounts.models import Membership, User
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from tests.donations.test_handover_pages import said
from tests.factories.donations import appoint, complete, offer, promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(acting):
    return acting("district_supervisor", codes=["31.73.06"])


@pytest.fixture
def handover(donor, school) -> Handover:
    return appoint(promise(donor, school, offer(2)))


@pytest.fixture
def page_of(handover):
    return f"/serah-terima/{handover.public_id}/"


def key_of(actor) -> str:
    return str(Membership.objects.get(pk=actor.membership_id).public_id)


def told(kind: str) -> set[int]:
    return set(Message.objects.filter(kind=f"donations/{kind}").values_list("to_user_id", flat=True))


# --- who goes along ---


def test_those_over_the_ground_can_be_asked_the_kasatlak_first(acting, officer, school):
    city = acting("city_supervisor", codes=["31.73"])
    acting("district_supervisor", codes=["31.74.01"])
    acting("validator")
    assert [one.user_id for one in officers_over(school.region)] == [officer.user_id, city.user_id]


def test_an_officer_is_asked_when_the_day_is_set(client_as, donor, officer, school):
    made = promise(donor, school)
    client_as(donor).post(f"/donasi/{made.public_id}/jadwal/", said(officer=key_of(officer)))
    planned = Handover.objects.get()
    assert planned.officer_id == officer.user_id
    assert told("handover_officer") == {officer.user_id}
    page = client_as(officer).get("/serah-terima/", {"daftar": "dampingan"})
    assert [one.pk for one, _count in page.context["rows"]] == [planned.pk]
    assert "Dampingi serah terima" in client_as(officer).get("/beranda/").content.decode()


def test_nobody_elses_appointments_stand_in_the_own_list(client_as, acting, officer, handover):
    other = acting("district_supervisor", codes=["31.73.06"])
    choose_officer(handover=handover, officer=officer.user_id, actor=SYSTEM)
    assert client_as(other).get("/serah-terima/", {"daftar": "dampingan"}).context["rows"] == []


def test_givers_and_schools_have_no_such_list(client_as, donor, handover):
    page = client_as(donor).get("/serah-terima/", {"daftar": "dampingan"})
    assert page.context["shown"] == "mendatang"
    assert "Saya dampingi" not in page.content.decode()


def test_an_officer_sends_a_colleague_and_all_are_told(client_as, acting, donor, principal, officer, handover, page_of):
    city = acting("city_supervisor", codes=["31.73"])
    choose_officer(handover=handover, officer=officer.user_id, actor=donor)
    client_as(officer).post(f"{page_of}pendamping/", {"officer": key_of(city)})
    handover.refresh_from_db()
    assert handover.officer_id == city.user_id
    assert told("handover_officer") == {officer.user_id, city.user_id}
    assert {donor.user_id, principal.user_id} <= told("handover_officer_changed")


def test_an_officer_who_cannot_come_leaves(client_as, donor, officer, handover, page_of):
    choose_officer(handover=handover, officer=officer.user_id, actor=donor)
    client_as(officer).post(f"{page_of}pendamping/", {"officer": ""})
    handover.refresh_from_db()
    assert handover.officer_id is None


def test_who_may_choose(client_as, acting, outsider, handover, page_of):
    elsewhere = acting("district_supervisor", codes=["31.74.01"])
    answers = {
        acting("coordinator"): 403,
        acting("validator"): 403,
        elsewhere: 404,
        acting("donor"): 404,
        outsider: 404,
    }
    assert {one: client_as(one).post(f"{page_of}pendamping/", {}).status_code for one in answers} == answers
    with pytest.raises(Forbidden):
        choose_officer(handover=handover, officer=None, actor=elsewhere)


def test_nobody_from_elsewhere_is_asked(client_as, acting, donor, handover, page_of):
    stranger = acting("district_supervisor", codes=["31.74.01"])
    page = client_as(donor).post(f"{page_of}pendamping/", {"officer": key_of(stranger)})
    assert page.context["form"].errors
    with pytest.raises(Refused, match="tidak bertugas"):
        choose_officer(handover=handover, officer=stranger.user_id, actor=donor)


def test_after_the_handover_it_rests(donor, officer, handover):
    complete(handover)
    with pytest.raises(Refused, match="tidak dapat diubah lagi"):
        choose_officer(handover=handover, officer=officer.user_id, actor=donor)


# --- the calendar ---


def test_the_calendar_file_has_the_day_the_place_and_no_person(client_as, acting, donor, principal, officer, page_of):
    files = [client_as(actor).get(f"{page_of}kalender.ics") for actor in (donor, principal, officer)]
    assert {file["Content-Type"] for file in files} == {"text/calendar; charset=utf-8"}
    assert len({file.content for file in files}) == 1
    text = files[0].content.decode().replace("\r\n ", "")
    handover = Handover.objects.get()
    assert f"UID:serah-terima-{handover.public_id}@ksbb-pendidikan" in text
    assert f"DTSTART:{handover.scheduled_for.astimezone(UTC):%Y%m%dT%H%M%SZ}" in text
    assert "SMP Uji Kalideres" in text
    assert "2 gawai" in text
    names = [*User.objects.values_list("full_name", flat=True), donor.organisation_name, "Rahasia"]
    assert not any(name in text for name in names if name)


def test_a_cancelled_appointment_leaves_the_calendar(client_as, donor, handover, page_of):
    cancel_handover(handover=handover, actor=donor, reason="Sekolah ujian.")
    text = client_as(donor).get(f"{page_of}kalender.ics").content.decode()
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text


def test_a_stranger_has_no_calendar_of_it(client_as, acting, outsider, page_of):
    assert client_as(outsider).get(f"{page_of}kalender.ics").status_code == 404
    assert client_as(acting("donor")).get(f"{page_of}kalender.ics").status_code == 404


# --- reminders ---


def planned_in(days: int, donor, school) -> Handover:
    when = timezone.now() + timedelta(days=days)
    return schedule_handover(pledge=promise(donor, school), scheduled_for=when, place="Ruang guru", actor=SYSTEM)


def test_both_sides_and_the_officer_are_reminded_three_times_once_each(donor, principal, officer, school):
    planned = planned_in(20, donor, school)
    choose_officer(handover=planned, officer=officer.user_id, actor=SYSTEM)
    sent = []
    for days_before in range(15, -1, -1):
        now = planned.scheduled_for - timedelta(days=days_before, minutes=1)
        sent.append((days_before, remind_handovers(now=now), remind_handovers(now=now)))
    assert [row for row in sent if row[1]] == [(7, 1, 0), (3, 1, 0), (1, 1, 0)]
    letters = Message.objects.filter(kind="donations/handover_reminder")
    assert letters.count() == 9
    assert told("handover_reminder") == {donor.user_id, principal.user_id, officer.user_id}


def test_a_day_that_was_set_for_tomorrow_needs_no_reminder_today(donor, school):
    planned_in(1, donor, school)
    assert remind_handovers() == 0


def test_a_worker_that_slept_sends_the_nearest_reminder_only(donor, principal, school):
    planned = planned_in(20, donor, school)
    assert remind_handovers(now=planned.scheduled_for - timedelta(days=2)) == 1
    assert Message.objects.filter(kind="donations/handover_reminder", to_user_id=donor.user_id).count() == 1


def test_what_was_cancelled_or_is_over_reminds_nobody(donor, school):
    planned = planned_in(20, donor, school)
    assert remind_handovers(now=planned.scheduled_for + timedelta(hours=1)) == 0
    cancel_handover(handover=planned, actor=donor, reason="Batal dulu.")
    assert remind_handovers(now=planned.scheduled_for - timedelta(days=1)) == 0
