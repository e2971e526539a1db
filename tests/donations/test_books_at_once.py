"""Books with real connections: never more spent, promised or booked as cost than there is, and no intake past a revocation."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from donations.actions.move_licence import move_licence
from donations.actions.place_lot import place_lot
from donations.actions.receive_consignment import receive_consignment
from donations.actions.record_entry import record_entry
from donations.actions.reverse_entry import reverse_entry
from donations.actions.withdraw_consignment import withdraw_consignment
from donations.books import Kind, balance_of
from donations.models import LedgerEntry, Licence, LicenceEvent, PledgeLine
from donations.stock import free_of
from ksbb.common.refusals import Refused
from tests.donations.parallel import at_once, kinds
from tests.factories.books import MILLION, book_of, offered, said, wrote
from tests.factories.donations import people_at, school_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def keeper(acting):
    return acting("aggregator")


@pytest.fixture
def book(keeper):
    return book_of(keeper)


def test_cost_never_passes_its_share_however_many_write_at_once(book, keeper):
    wrote(book, keeper, Kind.MONEY_IN, amount=100 * MILLION)
    steps = [partial(wrote, book, keeper, Kind.COST, amount=3 * MILLION) for _n in range(12)]
    assert kinds(at_once(steps)) == {"LedgerEntry": 3, "Refused": 9}
    assert balance_of(book).cost == 9 * MILLION


def test_the_same_rupiah_buys_once(book, keeper):
    wrote(book, keeper, Kind.MONEY_IN, amount=10 * MILLION)
    steps = [partial(wrote, book, keeper, Kind.PURCHASE, amount=4 * MILLION, quantity=4) for _n in range(8)]
    assert kinds(at_once(steps)) == {"LedgerEntry": 2, "Refused": 6}
    assert balance_of(book).left == 2 * MILLION


def test_one_form_sent_eight_times_is_one_entry(book, keeper):
    once = said(Kind.MONEY_IN, amount=MILLION)
    answers = at_once([partial(record_entry, aggregator=book, said=once, actor=keeper)] * 8)
    assert len({answer.pk for answer in answers}) == LedgerEntry.objects.count() == 1


def test_a_lot_is_promised_up_to_its_stock_and_not_beyond(book, keeper):
    lot = wrote(book, keeper, Kind.DEVICES_IN, quantity=10)
    schools = [school_at() for _n in range(8)]
    for school in schools:
        people_at(school, pupils=3)
    told = {"need_class": "student_device", "signed_name": "Wulan Uji", "actor": keeper, "quantity": 3}
    answers = kinds(at_once([partial(place_lot, lot=lot, school=school, **told) for school in schools]))
    assert answers == {"Pledge": 3, "Refused": 5}
    assert free_of(lot) == 1
    assert sum(PledgeLine.objects.filter(lot=lot).values_list("quantity", flat=True)) == 9


def test_an_entry_is_reversed_once(book, keeper):
    entry = wrote(book, keeper, Kind.MONEY_IN, amount=MILLION)
    answers = at_once([partial(reverse_entry, entry=entry, reason="Salah catat", actor=keeper)] * 6)
    assert kinds(answers) == {"LedgerEntry": 1, "Refused": 5}
    assert balance_of(book).money_in == 0


def test_a_titipan_is_received_or_taken_back_never_both(book, keeper, acting):
    giver = acting("donor")
    found = offered(giver, book, amount=MILLION)
    steps: list[Any] = [
        partial(receive_consignment, consignment=found, counted=said("", amount=MILLION), actor=keeper)
    ] * 4
    steps += [partial(withdraw_consignment, consignment=found, actor=giver)] * 4
    answers = at_once(steps)
    assert kinds(answers)["Refused"] == 7
    found.refresh_from_db()
    assert LedgerEntry.objects.count() == {"received": 1, "withdrawn": 0}[found.state]


def test_nothing_comes_in_after_the_revocation_that_ran_beside_it(book, keeper, acting):
    office, today = acting("coordinator"), timezone.localdate()
    revoke = partial(
        move_licence, licence=Licence.objects.get(), to="revoked", on=today, reason="Kepmensos uji", actor=office
    )
    at_once([*[partial(wrote, book, keeper, Kind.MONEY_IN, amount=MILLION) for _n in range(6)], revoke])
    revoked_at = LicenceEvent.objects.get(status="revoked").at
    assert not LedgerEntry.objects.filter(created_at__gt=revoked_at).exists()
    with pytest.raises(Refused, match="dicabut"):
        wrote(book, keeper, Kind.MONEY_IN, amount=MILLION)
