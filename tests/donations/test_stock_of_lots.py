"""Devices that an aggregator wrote down one by one stand for what it promises from its book."""

from __future__ import annotations

import pytest

from donations.actions.assign_stock import assign_stock
from donations.actions.place_lot import place_lot
from donations.actions.return_to_stock import return_to_stock
from donations.books import Kind
from donations.models import Device
from tests.factories.books import MILLION, book_of, wrote
from tests.factories.devices import stocked
from tests.factories.donations import new_imei, people_at, school_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(acting):
    return acting("aggregator")


@pytest.fixture
def lots(keeper):
    """Two purchases of new tablets."""
    book = book_of(keeper)
    wrote(book, keeper, Kind.MONEY_IN, amount=50 * MILLION)
    return [wrote(book, keeper, Kind.PURCHASE, amount=MILLION, quantity=4) for _number in range(2)]


def tablet(keeper) -> Device:
    return stocked(keeper, device_type="tablet", condition="new", imei=new_imei(), serial_number="")


def placed(lot, keeper):
    school = school_at()
    people_at(school, pupils=4)
    return place_lot(
        lot=lot, school=school, need_class="student_device", quantity=2, signed_name="Wulan Uji", actor=keeper
    )


def devices_of(pledge) -> set[int]:
    return set(Device.objects.filter(allocation__line__pledge=pledge).values_list("pk", flat=True))


def test_a_device_without_a_lot_serves_any_lot_of_its_keeper(acting, keeper, lots):
    stranger = acting("aggregator")
    book_of(stranger)
    tablet(stranger)
    first, second = tablet(keeper), tablet(keeper)
    assert devices_of(placed(lots[0], keeper)) == {first.pk, second.pk}
    third = tablet(keeper)
    other = placed(lots[1], keeper)
    assign_stock(pledge=other, actor=keeper)
    assert devices_of(other) == {third.pk}


def test_a_device_of_a_lot_serves_that_lot_only(keeper, lots):
    device = tablet(keeper)
    Device.objects.filter(pk=device.pk).update(lot=lots[1])
    assert devices_of(placed(lots[0], keeper)) == set()
    assert devices_of(placed(lots[1], keeper)) == {device.pk}


def test_what_is_put_back_may_serve_the_other_lot(keeper, lots):
    device = tablet(keeper)
    placed(lots[0], keeper)
    return_to_stock(device=device, actor=keeper)
    assert devices_of(placed(lots[1], keeper)) == {device.pk}
