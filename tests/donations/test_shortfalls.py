"""Devices that did not come: each with its reason, its unit where it belongs, the papers for the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions.issue_certificates import issue_certificates
from donations.actions.place_lot import place_lot
from donations.actions.tell_shortfalls import tell_shortfalls
from donations.actions.void_certificates import void_certificates
from donations.books import Kind
from donations.models import Allocation, Device, Handover, LedgerEntry, Pledge, Shortfall
from donations.policies import ready_units
from donations.shortfalls import Absent
from donations.states import AllocationState, DeviceState, HandoverState, PledgeState
from donations.stock import lots_of
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from tests.factories.books import book_of, wrote
from tests.factories.donations import appoint, confirm, issue_all, offer, people_at, promise, record_all
from tests.factories.giving import later
from tests.house.test_giving_walk import where_they_stand
from tests.house.test_machines import differences

pytestmark = pytest.mark.django_db

WHY = "Kardusnya tertinggal di gudang."


@pytest.fixture
def handover(donor, school) -> Handover:
    """Three tablets, their papers issued."""
    return issue_all(appoint(promise(donor, school, offer(3))))


@pytest.fixture
def page_of(handover):
    return f"/serah-terima/{handover.public_id}/"


def units(handover: Handover) -> list[Allocation]:
    return list(handover.allocations.order_by("pk"))


def absent(handover: Handover, kind: str, *, count: int = 1) -> list[Absent]:
    return [Absent(unit.pk, kind, WHY) for unit in units(handover)[:count]]


def what_is_wrong() -> str:
    """Where needed is not open + reserved + committed + delivered, and what check_data misses; empty when all is well."""
    wrong = {key: parts for key, parts in where_they_stand().items() if parts[0] != sum(parts[1:])}
    return f"{wrong}{differences()}" if wrong else differences()


# --- what becomes of the unit and its device ---


def test_what_comes_another_day_stays_promised_and_can_be_scheduled(principal, school, handover):
    first = units(handover)[0]
    tell_shortfalls(handover=handover, missing=absent(handover, "not_brought"), actor=principal)
    first.refresh_from_db()
    assert (first.state, first.handover_id) == (AllocationState.RESERVED, None)
    assert first.device.state == DeviceState.INSPECTED
    assert figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].reserved == 3
    assert list(ready_units(handover.pledge)) == [first]
    assert appoint(handover.pledge).allocations.get() == first
    assert what_is_wrong() == ""


@pytest.mark.parametrize(("kind", "state"), [("lost", "lost"), ("refused", "promised"), ("returned", "inspected")])
def test_what_is_gone_opens_the_need_and_stays_with_the_giver(donor, principal, school, handover, kind, state):
    first = units(handover)[0]
    device = Device.objects.get(allocation=first)
    tell_shortfalls(handover=handover, missing=absent(handover, kind), actor=principal)
    first.refresh_from_db()
    device.refresh_from_db()
    assert (first.state, first.handover_id) == (AllocationState.RELEASED, None)
    assert (device.state, device.allocation_id, device.stock_of_id) == (state, None, donor.organisation_id)
    found = figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE]
    assert (found.open, found.reserved) == (3, 2)
    assert what_is_wrong() == ""


def test_a_device_that_was_refused_is_looked_at_before_it_is_given_again(principal, handover):
    tell_shortfalls(handover=handover, missing=absent(handover, "refused"), actor=principal)
    device = Device.objects.get(state=DeviceState.PROMISED)
    assert device.inspected_at is None


def test_the_number_of_a_lost_device_stays_known(principal, donor, school, handover):
    lost = Device.objects.get(allocation=units(handover)[0])
    tell_shortfalls(handover=handover, missing=absent(handover, "lost"), actor=principal)
    assert lost.numbers.filter(value=lost.imei).exists()


# --- the papers ---


def test_papers_that_name_it_are_voided_and_only_those_are_issued_anew(principal, handover):
    before = list(handover.certificates.values_list("pk", flat=True))
    tell_shortfalls(handover=handover, missing=absent(handover, "lost"), actor=principal)
    voided = handover.certificates.exclude(voided_at=None)
    assert sorted(voided.values_list("kind", flat=True)) == ["donor_to_school", "school_to_guardian"]
    assert {paper.voided_reason for paper in voided} == {f"hilang di perjalanan: {WHY}"}
    with pytest.raises(Refused, match="belum menerbitkan berita acara"):
        confirm(handover)
    [paper] = issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")
    assert (paper.kind, paper.number[:4]) == ("donor_to_school", "0005")
    assert len(before) == 4
    assert confirm(handover).state == HandoverState.DONE
    assert what_is_wrong() == ""


def test_what_is_left_is_handed_over_and_the_promise_is_fulfilled(principal, handover):
    tell_shortfalls(handover=handover, missing=absent(handover, "lost"), actor=principal)
    issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")
    confirm(handover)
    states = handover.pledge.lines.values_list("allocations__state", flat=True)
    assert sorted(states) == ["handed_over", "handed_over", "released"]
    assert Pledge.objects.get().state == PledgeState.FULFILLED


def test_a_mistake_in_the_rest_is_still_put_right_by_voiding_all(principal, handover):
    tell_shortfalls(handover=handover, missing=absent(handover, "returned"), actor=principal)
    issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")
    assert void_certificates(handover=handover, actor=principal, reason="Salah ketik.") == 3


# --- nothing came ---


def test_an_appointment_to_which_nothing_came_is_cancelled(principal, handover):
    tell_shortfalls(handover=handover, missing=absent(handover, "not_brought", count=3), actor=principal)
    handover.refresh_from_db()
    assert handover.state == HandoverState.CANCELLED
    assert handover.cancelled_reason == f"belum dibawa, menyusul: {WHY}"
    assert not handover.certificates.filter(voided_at=None).exists()
    assert Pledge.objects.get().state == PledgeState.COMMITTED
    assert appoint(handover.pledge).allocations.count() == 3
    assert what_is_wrong() == ""


def test_a_promise_of_which_nothing_came_or_will_come_was_not_fulfilled(principal, school, handover):
    tell_shortfalls(handover=handover, missing=absent(handover, "lost", count=3), actor=principal)
    pledge = Pledge.objects.get()
    assert pledge.state == PledgeState.WITHDRAWN
    assert WHY in pledge.withdrawn_reason
    assert figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].open == 5
    assert what_is_wrong() == ""


def test_an_appointment_without_papers_falls_short_too(donor, principal, school):
    planned = appoint(promise(donor, school, offer(2)))
    record_all(planned)
    tell_shortfalls(handover=planned, missing=absent(planned, "returned"), actor=principal)
    issue_certificates(handover=planned, actor=SYSTEM, principal_name="Kepala Uji")
    assert confirm(planned).state == HandoverState.DONE


# --- lots of an aggregator ---


@pytest.mark.parametrize(("kind", "lost", "stock"), [("lost", 2, 3), ("returned", 0, 5), ("refused", 0, 5)])
def test_the_book_of_an_aggregator_knows_what_was_lost_and_what_came_back(acting, school, principal, kind, lost, stock):
    from_lot = place_three(acting("aggregator"), school)
    tell_shortfalls(handover=from_lot, missing=absent(from_lot, kind, count=2), actor=principal)
    [lot] = lots_of(LedgerEntry.objects.all())
    assert (lot.came, lot.lost, lot.returned, lot.stock, lot.held) == (5, lost, 0, stock, 1)
    entries = LedgerEntry.objects.filter(kind=Kind.LOSS).values_list("quantity", "handover")
    assert list(entries) == [(lost, from_lot.pk)] * bool(lost)
    assert set(Device.objects.filter(allocation=None).values_list("lot", flat=True)) == {lot.entry.pk}
    assert what_is_wrong() == ""


def place_three(keeper, school) -> Handover:
    lot = wrote(book_of(keeper), keeper, Kind.DEVICES_IN, quantity=5)
    pledge = place_lot(
        lot=lot, school=school, need_class="student_device", quantity=3, signed_name="Agregator Uji",
        proposed_on=later(), actor=keeper,
    )  # fmt: skip
    return issue_all(appoint(pledge))


# --- who, and how it is told ---


def test_the_other_side_and_the_officer_are_told(acting, donor, principal, handover):
    officer = acting("district_supervisor", codes=["31.73.06"])
    Handover.objects.update(officer=officer.user_id)
    tell_shortfalls(handover=handover, missing=absent(handover, "lost"), actor=principal)
    told = Message.objects.filter(kind="donations/handover_fell_short").values_list("to_user_id", flat=True)
    assert set(told) == {donor.user_id, officer.user_id}
    event = Event.objects.get(action="handover.fell_short")
    assert (event.facts["devices"], event.facts["left"], event.facts["lost"]) == (1, 2, 1)


def test_the_form_settles_what_is_chosen_and_shows_it(client_as, donor, principal, handover, page_of):
    first, second, _third = units(handover)
    said = {f"unit_{first.public_id}": "refused", f"unit_{second.public_id}": "", "reason": "Layarnya pecah."}
    answer = client_as(principal).post(f"{page_of}tidak-sampai/", said)
    assert answer["Location"] == page_of
    kept = Shortfall.objects.get()
    assert (kept.allocation, kept.kind, kept.reason, kept.stage) == (first, "refused", "Layarnya pecah.", "door")
    page = client_as(donor).get(page_of).content.decode()
    assert "ditolak sekolah" in page
    assert "Layarnya pecah." in page
    assert "Rahasia" not in page


def test_the_public_receipt_counts_it_and_tells_no_reason(client, principal, handover):
    tell_shortfalls(handover=handover, missing=absent(handover, "lost", count=2), actor=principal)
    page = client.get(f"/bukti/{handover.pledge.receipt_code}/").content.decode()
    assert "Tidak sampai" in page
    assert "Kardusnya" not in page


@pytest.mark.parametrize("said", [{"reason": WHY}, {"reason": ""}])
def test_nothing_chosen_or_no_reason_is_told(client_as, principal, page_of, said):
    page = client_as(principal).post(f"{page_of}tidak-sampai/", said)
    assert page.context["form"].errors
    assert not Shortfall.objects.exists()


def test_only_the_school_refuses_a_device(client_as, donor, handover, page_of):
    asked = client_as(donor).get(f"{page_of}tidak-sampai/").content.decode()
    assert "hilang di perjalanan" in asked
    assert "ditolak sekolah" not in asked
    with pytest.raises(Refused, match="Hanya sekolah"):
        tell_shortfalls(handover=handover, missing=absent(handover, "refused"), actor=donor)


def test_others_settle_nothing(client_as, acting, outsider, school, handover, page_of):
    said = {f"unit_{units(handover)[0].public_id}": "lost", "reason": WHY}
    for role in ("district_supervisor", "validator"):
        assert client_as(acting(role)).post(f"{page_of}tidak-sampai/", said).status_code == 403
    operator = acting("school_operator", organisation=school.organisation)
    assert client_as(operator).post(f"{page_of}tidak-sampai/", said).status_code == 403
    assert client_as(outsider).post(f"{page_of}tidak-sampai/", said).status_code == 404
    with pytest.raises(Forbidden):
        tell_shortfalls(handover=handover, missing=absent(handover, "lost"), actor=outsider)
    assert not Shortfall.objects.exists()


def test_a_unit_of_another_appointment_changes_nothing(donor, principal, school, handover):
    other = appoint(promise(donor, school))
    with pytest.raises(StaleState):
        tell_shortfalls(handover=handover, missing=absent(other, "lost"), actor=principal)
    assert not Shortfall.objects.exists()


def test_after_the_handover_nothing_is_taken_back(principal, handover):
    missing = absent(handover, "lost")
    confirm(handover)
    with pytest.raises(Refused, match="laporan"):
        tell_shortfalls(handover=handover, missing=missing, actor=principal)


def test_many_devices_cost_the_same(acting, donor, principal, school, django_assert_max_num_queries):
    people_at(school, pupils=20)
    many = issue_all(appoint(promise(donor, school, offer(20))))
    missing = absent(many, "lost", count=15)
    with django_assert_max_num_queries(75):
        tell_shortfalls(handover=many, missing=missing, actor=principal)
    assert Device.objects.filter(state=DeviceState.LOST).count() == 15
    assert timezone.now() - Shortfall.objects.latest("at").at < timedelta(minutes=5)
