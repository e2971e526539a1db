"""What is lost is looked for at once, passes no further door, and comes back when it is found."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from donations.actions.end_loan import end_loan
from donations.actions.find_device import find_device
from donations.actions.lend_device import lend_device
from donations.actions.pass_on_loan import pass_on_loan
from donations.actions.promise_stock import promise_stock
from donations.actions.put_back_device import put_back_device
from donations.actions.take_from_stock import take_from_stock
from donations.actions.tell_shortfalls import tell_shortfalls
from donations.actions.want_device import want_device
from donations.books import Kind
from donations.models import BasketItem, Device, HandoverCertificate, HandoverCode, LedgerEntry, Loan, WantedDevice
from donations.shortfalls import Absent
from donations.stock import lots_of
from donations.wanted import DeviceWanted
from ksbb.audit.models import Event
from ksbb.common.refusals import Forbidden, Refused
from tests.donations.test_loans import NEXT_YEAR
from tests.donations.test_shortfalls import WHY, place_three
from tests.factories.custody import colleague, lent
from tests.factories.devices import stocked
from tests.factories.donations import appoint, confirm, donor_of, issue_all, offer, promise
from tests.house.test_machines import differences
from verification.actions.decide_device_case import decide_device_case
from verification.models import DeviceCase

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(acting):
    return acting("coordinator")


def sought(device: Device, coordinator) -> None:
    """Somebody tells the police of its numbers."""
    want_device(
        why="stolen", source="Surat uji", actor=coordinator, imei=device.imei or "", brand=device.brand,
        serial_number=device.serial_number or "",
    )  # fmt: skip


def steps_met() -> list[str]:
    return list(Event.objects.filter(action="wanted.met").order_by("pk").values_list("facts__step", flat=True))


def lose(handover, actor, count: int = 1) -> Device:
    units = list(handover.allocations.order_by("pk")[:count])
    device = Device.objects.get(allocation=units[0])
    tell_shortfalls(handover=handover, missing=[Absent(unit.pk, "lost", WHY) for unit in units], actor=actor)
    return device


class TestAtTheDoor:
    def test_every_number_of_it_is_looked_for_in_its_own_ground(self, donor, principal, school):
        device = lose(issue_all(appoint(promise(donor, school, offer(2)))), principal)
        listed = WantedDevice.objects.filter(lifted_at=None)
        assert {(one.kind, one.value) for one in listed} == set(device.numbers.values_list("kind", "value"))
        assert {(one.device, one.why, one.region) for one in listed} == {(device, "lost", school.region)}
        assert Event.objects.filter(action="wanted.added").count() == 2

    def test_found_it_is_the_givers_again_and_may_be_given(self, client_as, donor, principal, school, outsider):
        device = lose(issue_all(appoint(promise(donor, school, offer(2)))), principal)
        address = reverse("donations:device_find", args=[device.public_id])
        assert client_as(outsider).post(address, {"reason": WHY}).status_code == 404
        assert (
            "tercatat hilang"
            in client_as(donor).get(reverse("donations:stock_device", args=[device.public_id])).content.decode()
        )
        assert client_as(donor).post(address, {"reason": WHY}).status_code == 302
        device.refresh_from_db()
        assert (device.state, device.allocation, device.inspected_at) == ("promised", None, None)
        assert not WantedDevice.objects.filter(lifted_at=None).exists()
        promise(donor, school)
        device.refresh_from_db()
        assert device.allocation is not None
        assert differences() == ""

    def test_the_book_of_an_aggregator_has_one_back_and_misses_the_other(self, acting, school, principal, donor):
        keeper = acting("aggregator")
        device = lose(place_three(keeper, school), principal, count=2)
        with pytest.raises(Forbidden):
            find_device(device=device, reason=WHY, actor=donor)
        find_device(device=device, reason=WHY, actor=keeper)
        [lot] = lots_of(LedgerEntry.objects.all())
        assert (lot.lost, lot.stock) == (1, 4)
        losses = LedgerEntry.objects.filter(kind=Kind.LOSS).order_by("pk").values_list("sign", "quantity")
        assert list(losses) == [(1, 2), (-1, 2), (1, 1)]
        assert differences() == ""


class TestLent:
    def test_a_lost_one_is_looked_for_until_its_case_says_it_is_back(self, acting, client_as, donor, school, principal):
        [loan] = lent(donor, school)
        end_loan(loan=loan, how="lost", condition="Hilang di angkutan umum", actor=principal)
        assert WantedDevice.objects.get(lifted_at=None).device == loan.device
        with pytest.raises(Refused, match="hilang sesudah diterima"):
            find_device(device=loan.device, reason=WHY, actor=donor)
        browser = client_as(principal)
        tell = reverse("verification:device_case_tell", args=[loan.device.public_id])
        assert tell in browser.get(reverse("donations:loan_detail", args=[loan.public_id])).content.decode()
        said = {
            "kind": "found",
            "happened_on": timezone.localdate(loan.lent_at).isoformat(),
            "text": "Ketemu di ruang guru.",
        }
        assert browser.post(tell, said).status_code == 302
        case = DeviceCase.objects.get()
        Loan.objects.get(ended_how="lost")
        said = {"outcome": "retired", "replacement": "none", "finding": "Ditemukan rusak berat di gudang."}
        decide_device_case(case=case, actor=acting("city_supervisor"), **said)
        assert not WantedDevice.objects.filter(lifted_at=None).exists()
        assert differences() == ""

    def test_what_is_repaired_before_the_proof_waits_for_the_proof(self, donor, school, principal):
        [loan] = lent(donor, school)
        end_loan(loan=loan, how="repair", condition="Layar retak", actor=principal)
        assert put_back_device(device=loan.device, actor=principal).state == "handed_over"
        assert differences() == ""

    def test_a_wanted_device_is_neither_lent_nor_passed_on(self, donor, school, principal, coordinator):
        first, second = lent(donor, school, 2)
        end_loan(loan=first, how="returned", actor=principal)
        sought(first.device, coordinator)
        sought(second.device, coordinator)
        to = {"borrower": colleague(school), "due_on": NEXT_YEAR, "actor": principal}
        with pytest.raises(DeviceWanted):
            lend_device(device=first.device, **to)
        with pytest.raises(DeviceWanted):
            pass_on_loan(loan=second, **to)
        assert (steps_met(), list(Loan.objects.open())) == (["lend", "lend"], [second])


class TestDoors:
    def test_a_handover_stops_before_a_try_is_spent_and_goes_on_when_it_is_lifted(
        self, donor, school, principal, coordinator
    ):
        handover = issue_all(appoint(promise(donor, school, offer(2))))
        sought(Device.objects.order_by("pk")[0], coordinator)
        with pytest.raises(DeviceWanted, match="koordinator"):
            confirm(handover, actor=principal)
        # One for each of its two numbers.
        assert (steps_met(), HandoverCode.objects.get().tries_left) == (["hand_over"] * 2, 5)
        WantedDevice.objects.update(lifted_at=handover.created_at, lifted_reason="Salah ketik.")
        assert confirm(handover, actor=principal).state == "done"

    def test_a_promise_passes_it_by_and_the_next_one_stands_for_it(self, donor, school, coordinator):
        best, other = stocked(donor, grade="A"), stocked(donor, grade="C")
        sought(best, coordinator)
        made = promise(donor, school, offer(1, "laptop", condition="used"))
        assert Device.objects.get(allocation__line__pledge=made) == other

    def test_from_the_stock_it_is_refused_in_words(self, client_as, donor, school, coordinator):
        device = stocked(donor)
        sought(device, coordinator)
        made = promise(donor, school, offer(1, "laptop", condition="used"))
        with pytest.raises(DeviceWanted, match="Jangan serahkan"):
            take_from_stock(pledge=made, actor=donor)
        done = promise_stock(donor=donor_of(donor), actor=donor, target="neediest")
        assert (done.devices, BasketItem.objects.count()) == (0, 0)
        assert "hilang atau dicuri" in done.troubles[0]
        assert steps_met() == ["promise", "promise"]
        assert "nomornya dicari" in client_as(donor).get(reverse("donations:stock_list")).content.decode()


def test_laptops_that_teachers_had_before_the_book_began_stand_in_it_once(donor, school, principal):
    first, second, third = lent(donor, school, 3)
    due = HandoverCertificate.objects.get(device=first.device, voided_at=None).return_on
    end_loan(loan=third, how="returned", actor=principal)
    Loan.objects.filter(pk__in=[first.pk, second.pk]).delete()
    lend = import_module("donations.migrations.0015_teachers_devices_handed_over_before_are_lent")._LEND
    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute(lend)
    made = {one.device_id: one for one in Loan.objects.open()}
    assert set(made) == {first.device_id, second.device_id}
    again = made[first.device_id]
    assert (again.borrower_id, again.due_on, again.school_id) == (first.borrower_id, due, school.pk)
    assert again.lent_at == Device.objects.get(pk=first.device_id).handed_over_at
    assert differences() == ""
