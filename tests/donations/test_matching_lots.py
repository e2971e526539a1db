"""Aggregators' free stock in a run: what lies in the store is proposed, promised from its lot, and never beyond it."""

from __future__ import annotations

import pytest

from donations.actions.confirm_matching import confirm_matching
from donations.actions.place_lot import place_lot
from donations.actions.receive_consignment import receive_consignment
from donations.books import Kind
from donations.models import LedgerEntry, Pledge, PledgeLine
from donations.states import LineState
from donations.stock import free_of
from ksbb.notifications.models import Message
from tests.factories.books import book_of, offered, said, wrote
from tests.factories.donations import people_at, school_at
from tests.factories.giving import wish_of
from tests.factories.matching import run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(acting):
    return acting("coordinator")


@pytest.fixture
def keeper(acting):
    return acting("aggregator")


@pytest.fixture
def lot(keeper, school) -> LedgerEntry:
    return wrote(book_of(keeper), keeper, Kind.DEVICES_IN, quantity=4)


def test_free_stock_goes_where_it_is_needed_and_its_lot_is_remembered(coordinator, keeper, lot, school):
    run = run_of(coordinator, wishes=False, stock=True)
    [line] = run.lines.all()
    assert (line.lot_id, line.wish_id, line.school_id, line.quantity) == (lot.pk, None, school.pk, 4)
    confirm_matching(run=run, actor=coordinator)
    line.refresh_from_db()
    assert (line.state, line.applied_quantity) == (LineState.APPLIED, 4)
    assert PledgeLine.objects.get().lot == lot
    assert free_of(lot) == 0
    assert Pledge.objects.get().donor.organisation_id == keeper.organisation_id
    assert Message.objects.filter(kind="donations/lot_placed", to_user_id=keeper.user_id).count() == 1


def test_a_store_is_left_alone_unless_it_is_asked_for(coordinator, lot):
    assert not run_of(coordinator).lines.exists()


def test_what_left_the_store_since_is_not_promised_twice(coordinator, keeper, lot, school):
    run = run_of(coordinator, stock=True)
    place_lot(
        lot=lot, school=school, need_class="student_device", quantity=3, signed_name="Penanda Uji", actor=keeper
    )  # fmt: skip
    confirm_matching(run=run, actor=coordinator)
    line = run.lines.get()
    assert (line.applied_quantity, line.why["less"]) == (1, "gift")
    assert free_of(lot) == 0


def test_an_area_that_the_giver_of_a_titipan_named_is_kept(coordinator, keeper, school):
    other = school_at("31.73.01.1001")
    people_at(other, pupils=3)
    book = book_of(keeper)
    titipan = offered(keeper, book, quantity=2, region="31.73.01")
    receive_consignment(consignment=titipan, counted=said(Kind.DEVICES_IN, quantity=2), actor=keeper)
    run = run_of(coordinator, stock=True)
    assert set(run.lines.values_list("school", flat=True)) == {other.pk}


def test_wishes_and_stock_together(coordinator, donor, lot, school):
    wish_of(donor, 1)
    run = run_of(coordinator, stock=True)
    assert run.figures["after"]["devices"] == 5
    assert sorted(run.lines.values_list("quantity", flat=True)) == [1, 4]
    confirm_matching(run=run, actor=coordinator)
    assert Pledge.objects.count() == 2
