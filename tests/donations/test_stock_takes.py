"""The school's devices are counted: what was seen, what was not, and what does not belong there."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from donations.actions.end_loan import end_loan
from donations.actions.end_stock_take import end_stock_take
from donations.actions.print_labels import print_labels
from donations.actions.see_devices import see_devices
from donations.actions.start_stock_take import start_stock_take
from donations.counting import device_named, unseen
from donations.labels import label_address
from donations.models import StockTake
from ksbb.audit.models import Event
from ksbb.common.refusals import Forbidden, Refused
from tests.donations.parallel import at_once, kinds
from tests.factories.custody import lent, owned
from tests.factories.donations import school_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def devices(donor, school):
    return [loan.device for loan in lent(donor, school, 3)]


@pytest.fixture
def take(devices, school, principal) -> StockTake:
    return start_stock_take(school=school, actor=principal)


def see(client, take, number: str) -> str:
    address = reverse("donations:stocktake_see", args=[take.public_id])
    return client.post(address, {"number": number}, follow=True).content.decode()


class TestCounting:
    def test_a_device_is_known_by_its_label_its_address_and_its_serial_number(self, take, devices, principal):
        [label] = print_labels(devices=[devices[0]], of=take, actor=principal)
        typed = (label.code.lower(), label_address(label.code), devices[0].serial_number, f" {label.code} ")
        assert {device_named(one, take) for one in typed} == {devices[0].pk}
        assert device_named("tidak ada", take) is None

    def test_scanned_twice_it_stands_once(self, take, devices, principal):
        assert see_devices(take=take, devices=[devices[0].pk], actor=principal) == (1, 0)
        assert see_devices(take=take, devices=[devices[0].pk], actor=principal) == (0, 0)
        assert list(unseen(take).order_by("pk")) == devices[1:]

    def test_a_pupils_and_another_schools_device_are_told_and_not_counted(
        self, take, donor, school, principal, client_as
    ):
        own, elsewhere = owned(donor, school), lent(donor, school_at("31.73.06.1002"))[0].device
        labels = print_labels(devices=[own, elsewhere], of=take, actor=principal)
        client = client_as(principal)
        for label in labels:
            assert "bukan milik sekolah ini" in see(client, take, label.code)
        assert take.lines.count() == 0
        assert Event.objects.filter(action="stock_take.stranger_met", thing_id=take.pk).count() == 2

    def test_ended_it_says_what_was_found_and_stands(self, take, devices, principal):
        see_devices(take=take, devices=[one.pk for one in devices[:2]], actor=principal)
        ended = end_stock_take(take=take, actor=principal)
        assert (ended.expected, ended.found) == (3, 2)
        for again in (partial(see_devices, devices=[devices[2].pk]), end_stock_take):
            with pytest.raises(Refused):
                again(take=take, actor=principal)

    def test_what_is_known_to_be_lost_is_not_expected(self, donor, school, principal):
        loan = lent(donor, school, 2)[0]
        end_loan(loan=loan, how="lost", condition="Hilang di pasar", actor=principal)
        take = start_stock_take(school=school, actor=principal)
        assert take.expected == 1
        see_devices(take=take, devices=[loan.device_id], actor=principal)
        ended = end_stock_take(take=take, actor=principal)
        assert (ended.expected, ended.found) == (2, 1)


class TestWho:
    def test_an_officer_over_the_ground_counts_as_well(self, devices, school, acting, client_as):
        client = client_as(acting("district_supervisor"))
        start = client.post(reverse("donations:stocktake_list"), {"npsn": school.npsn})
        take = StockTake.objects.get()
        assert start.url == reverse("donations:stocktake_detail", args=[take.public_id])
        assert "Tercatat." in see(client, take, devices[0].serial_number)

    def test_others_do_not(self, take, school, donor, outsider, acting):
        elsewhere = acting("district_supervisor", codes=["31.72.01"])
        for stranger in (donor, outsider, elsewhere, acting("coordinator"), acting("validator")):
            with pytest.raises(Forbidden):
                see_devices(take=take, devices=[], actor=stranger)
            with pytest.raises(Forbidden):
                start_stock_take(school=school, actor=stranger)

    def test_an_officer_does_not_begin_outside_the_own_ground(self, school, acting, client_as):
        client = client_as(acting("district_supervisor", codes=["31.72.01"]))
        page = client.post(reverse("donations:stocktake_list"), {"npsn": school.npsn}).content.decode()
        assert "Tidak ada sekolah" in page
        assert not StockTake.objects.exists()


class TestPages:
    def test_from_the_start_to_the_result(self, devices, school, principal, client_as, outsider):
        client = client_as(principal)
        page = client.post(reverse("donations:stocktake_list"), follow=True).content.decode()
        take = StockTake.objects.get()
        assert devices[2].serial_number in page
        see(client, take, devices[0].serial_number)
        tick = reverse("donations:stocktake_tick", args=[take.public_id])
        client.post(tick, {"gawai": [str(devices[1].public_id), "bukan-uuid"]})
        end = reverse("donations:stocktake_end", args=[take.public_id])
        assert client_as(outsider).post(end).status_code == 404
        assert "2 gawai tercatat terlihat, 1 tidak terlihat" in client.get(end).content.decode()
        result = client.post(end, follow=True).content.decode()
        assert "Tidak terlihat" in result
        assert devices[2].serial_number in result
        assert "2 dari 3 gawai" in client.get(reverse("donations:stocktake_list")).content.decode()

    def test_a_page_costs_the_same_however_many_devices(
        self, take, principal, client_as, django_assert_max_num_queries
    ):
        client = client_as(principal)
        with django_assert_max_num_queries(18):
            client.get(reverse("donations:stocktake_detail", args=[take.public_id]))


@pytest.mark.django_db(transaction=True)
def test_begun_by_many_at_once_one_runs(acting):
    school = school_at()
    principal = acting("principal", organisation=school.organisation)
    answers = at_once([partial(start_stock_take, school=school, actor=principal)] * 8)
    assert kinds(answers) == {"Refused": 7, "StockTake": 1}


@pytest.mark.django_db(transaction=True)
def test_scanned_by_many_at_once_it_is_counted_once(acting):
    school = school_at()
    principal = acting("principal", organisation=school.organisation)
    [loan] = lent(acting("donor"), school)
    take = start_stock_take(school=school, actor=principal)
    answers = at_once([partial(see_devices, take=take, devices=[loan.device_id], actor=principal)] * 8)
    assert sorted(answers) == [(0, 0)] * 7 + [(1, 0)]
