"""The book of an aggregator: what comes in, what becomes of it, and what is never possible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from donations.actions.decline_consignment import decline_consignment
from donations.actions.move_licence import move_licence
from donations.actions.place_lot import place_lot
from donations.actions.receive_consignment import receive_consignment
from donations.actions.record_entry import record_entry
from donations.actions.reverse_entry import reverse_entry
from donations.actions.withdraw_consignment import withdraw_consignment
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.books import Balance, Kind, balance_of, money_of
from donations.models import Aggregator, LedgerEntry, LedgerShare, Licence
from donations.stock import free_of, gift_of, lots_with_free
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.sealing import unseal
from ksbb.notifications.models import Message
from tests.factories.books import MILLION, book_of, offered, said, wrote
from tests.factories.donations import appoint, complete, people_at, school_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(acting):
    return acting("aggregator")


@pytest.fixture
def book(keeper):
    return book_of(keeper)


@pytest.fixture
def lot(book, keeper):
    """Ten tablets bought for ten million of fifty."""
    wrote(book, keeper, Kind.MONEY_IN, amount=50 * MILLION)
    return wrote(book, keeper, Kind.PURCHASE, amount=10 * MILLION, quantity=10)


@pytest.fixture
def needy():
    school = school_at(name="SMP Uji Titipan")
    people_at(school, pupils=8)
    return school


def placed(lot, keeper, school, quantity=3, **more):
    return place_lot(
        lot=lot,
        school=school,
        need_class="student_device",
        quantity=quantity,
        signed_name="Wulan Uji",
        actor=keeper,
        **more,
    )


def test_money_in_is_balance_and_what_was_spent(book, keeper, lot):
    wrote(book, keeper, Kind.COST, amount=2 * MILLION)
    assert balance_of(book) == Balance(50 * MILLION, 10 * MILLION, 2 * MILLION, 0)
    assert balance_of(book).left == 38 * MILLION


def test_the_oldest_money_is_spent_first(book, keeper):
    first = wrote(book, keeper, Kind.MONEY_IN, amount=3 * MILLION, on=timezone.localdate() - timedelta(days=9))
    second = wrote(book, keeper, Kind.MONEY_IN, amount=5 * MILLION)
    bought = wrote(book, keeper, Kind.PURCHASE, amount=4 * MILLION, quantity=4)
    shares = dict(LedgerShare.objects.filter(use=bought).values_list("money", "amount"))
    assert shares == {first.pk: 3 * MILLION, second.pk: MILLION}
    assert [(entry.pk, left) for entry, left in money_of(book)] == [(second.pk, 4 * MILLION)]


def test_more_than_there_is_cannot_be_spent(book, keeper, lot):
    with pytest.raises(Refused, match=r"40\.000\.000"):
        wrote(book, keeper, Kind.PURCHASE, amount=41 * MILLION, quantity=1)


def test_cost_is_a_tenth_of_the_money_at_most(book, keeper, lot):
    wrote(book, keeper, Kind.COST, amount=4 * MILLION)
    with pytest.raises(Refused, match=r"1\.000\.000"):
        wrote(book, keeper, Kind.COST, amount=MILLION + 1)
    wrote(book, keeper, Kind.COST, amount=MILLION)


def test_a_profile_that_promises_less_cost_is_held_to_it(keeper, acting):
    book = book_of(keeper, cost_percent=2)
    wrote(book, keeper, Kind.MONEY_IN, amount=100 * MILLION)
    with pytest.raises(Refused):
        wrote(book, keeper, Kind.COST, amount=3 * MILLION)


def test_a_refund_goes_back_from_the_money_it_names(book, keeper, lot):
    other = wrote(book, keeper, Kind.MONEY_IN, amount=7 * MILLION)
    wrote(book, keeper, Kind.REFUND, amount=7 * MILLION, money=other)
    with pytest.raises(Refused):
        wrote(book, keeper, Kind.REFUND, amount=1, money=other)
    assert balance_of(book).refund == 7 * MILLION


def test_the_name_of_a_giver_is_sealed(book, keeper):
    entry = wrote(book, keeper, Kind.MONEY_IN, amount=MILLION, from_name="Ibu Rahasia Uji")
    entry.refresh_from_db()
    assert b"Rahasia" not in bytes(entry.from_sealed)
    assert unseal(entry.from_sealed) == "Ibu Rahasia Uji"


def test_the_same_form_sent_twice_is_one_entry(book, keeper):
    once = said(Kind.MONEY_IN, amount=MILLION)
    first = record_entry(aggregator=book, said=once, actor=keeper)
    assert record_entry(aggregator=book, said=once, actor=keeper) == first
    assert LedgerEntry.objects.count() == 1


def test_nobody_changes_or_deletes_what_is_written(book, lot):
    for change in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(LedgerEntry.objects.filter(pk=lot.pk))


def test_a_mistake_is_reversed_and_both_lines_stay(book, keeper, lot):
    inverse = reverse_entry(entry=lot, reason="Salah jumlah", actor=keeper)
    assert (inverse.sign, inverse.amount) == (-1, 10 * MILLION)
    assert balance_of(book).left == 50 * MILLION
    assert free_of(lot) == 0
    with pytest.raises(Refused):
        reverse_entry(entry=lot, reason="Sekali lagi", actor=keeper)


def test_money_that_was_spent_is_not_reversed_before_its_use(book, keeper, lot):
    money = LedgerEntry.objects.get(kind=Kind.MONEY_IN)
    with pytest.raises(Refused):
        reverse_entry(entry=money, reason="Salah catat", actor=keeper)
    reverse_entry(entry=lot, reason="Salah catat", actor=keeper)
    reverse_entry(entry=money, reason="Salah catat", actor=keeper)
    assert balance_of(book) == Balance()


def test_money_that_carries_the_cost_is_not_reversed(book, keeper):
    """The cost is paid from the old money, and only as high as the new one lets it be."""
    wrote(book, keeper, Kind.MONEY_IN, amount=10 * MILLION, on=timezone.localdate() - timedelta(days=3))
    new = wrote(book, keeper, Kind.MONEY_IN, amount=10 * MILLION)
    wrote(book, keeper, Kind.COST, amount=2 * MILLION)
    with pytest.raises(Refused, match="biaya"):
        reverse_entry(entry=new, reason="Salah catat", actor=keeper)


def test_devices_are_promised_up_to_what_is_free_and_never_beyond(book, keeper, lot, needy):
    placed(lot, keeper, needy, 6)
    assert free_of(lot) == 4
    with pytest.raises(Refused, match="4"):
        placed(lot, keeper, needy, 5)
    with pytest.raises(Refused):
        wrote(book, keeper, Kind.LOSS, quantity=5, lot=lot)
    wrote(book, keeper, Kind.LOSS, quantity=4, lot=lot)
    assert lots_with_free(book) == []


def test_a_promise_that_falls_through_frees_the_stock(lot, keeper, needy):
    withdraw_pledge(pledge=placed(lot, keeper, needy), actor=keeper, reason="Batal.")
    assert free_of(lot) == 10


def test_a_form_that_saw_another_stock_does_nothing(lot, keeper, needy):
    placed(lot, keeper, needy, 2, seen=10)
    with pytest.raises(Refused, match="berubah"):
        placed(lot, keeper, needy, 2, seen=10)
    assert free_of(lot) == 8


def test_more_than_the_school_needs_is_said(lot, keeper, needy):
    with pytest.raises(Refused, match="8"):
        placed(lot, keeper, needy, 9)
    assert free_of(lot) == 10


def test_the_handover_writes_what_went_out(book, keeper, lot, needy):
    complete(appoint(placed(lot, keeper, needy)))
    out = LedgerEntry.objects.get(kind=Kind.OUT)
    assert (out.quantity, out.lot, out.device_type) == (3, lot, "tablet")
    [found] = lots_with_free(book)
    assert (found.came, found.out, found.held, found.free) == (10, 3, 0, 7)


def test_what_went_out_is_neither_written_nor_reversed_by_hand(book, keeper, lot, needy):
    complete(appoint(placed(lot, keeper, needy)))
    with pytest.raises(Refused):
        reverse_entry(entry=LedgerEntry.objects.get(kind=Kind.OUT), reason="Salah", actor=keeper)
    with pytest.raises(Forbidden):
        wrote(book, keeper, Kind.OUT, quantity=1, lot=lot)


def test_a_lot_with_a_promise_on_it_is_not_reversed(lot, keeper, needy):
    placed(lot, keeper, needy, 1)
    with pytest.raises(Refused):
        reverse_entry(entry=lot, reason="Salah", actor=keeper)


def test_bought_devices_carry_their_price_into_the_promise(lot, keeper, needy):
    assert (gift_of(lot).unit_value, gift_of(lot).value_basis) == (MILLION, "acquisition")
    assert placed(lot, keeper, needy, 1).lines.get().unit_value == MILLION


@pytest.mark.parametrize("to", ["suspended", "revoked"])
def test_nothing_is_taken_in_under_a_licence_that_rests(book, keeper, acting, to):
    office = acting("coordinator")
    move_licence(licence=Licence.objects.get(), to=to, on=timezone.localdate(), reason="Surat uji 1/2026", actor=office)
    with pytest.raises(Refused, match="dibekukan|dicabut"):
        wrote(book, keeper, Kind.MONEY_IN, amount=MILLION)
    with pytest.raises(Refused):
        receive_consignment(
            consignment=offered(acting("donor"), book, quantity=2), counted=said("", quantity=2), actor=keeper
        )
    assert not LedgerEntry.objects.exists()
    assert not Aggregator.objects.listed().exists()


def test_a_warned_holder_goes_on(book, keeper, acting):
    today = timezone.localdate()
    move_licence(
        licence=Licence.objects.get(), to="warned", on=today, reason="Laporan terlambat", actor=acting("coordinator")
    )
    wrote(book, keeper, Kind.MONEY_IN, amount=MILLION)


def test_nothing_that_came_before_the_licence_began_is_taken_in(book, keeper):
    with pytest.raises(Refused, match="Tidak ada izin"):
        wrote(book, keeper, Kind.MONEY_IN, amount=MILLION, on=timezone.localdate() - timedelta(days=150))


def test_without_a_verification_in_force_nothing_is_taken_in(book, keeper):
    Aggregator.objects.update(verified_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="Verifikasi"):
        wrote(book, keeper, Kind.DEVICES_IN, quantity=1)


def test_a_revoked_licence_stays_revoked(book, acting):
    office, licence, today = acting("coordinator"), Licence.objects.get(), timezone.localdate()
    move_licence(licence=licence, to="revoked", on=today, reason="Kepmensos uji", actor=office)
    with pytest.raises(Refused):
        move_licence(licence=licence, to="valid", on=today, reason="Dipulihkan", actor=office)
    assert list(licence.events.values_list("status", flat=True)) == ["revoked"]


def test_a_titipan_is_received_as_counted_and_the_giver_is_told(book, keeper, acting):
    giver = acting("donor")
    found = offered(giver, book, quantity=5)
    entry = receive_consignment(consignment=found, counted=said("", quantity=4), actor=keeper)
    found.refresh_from_db()
    assert (found.state, found.received_quantity, found.quantity) == ("received", 4, 5)
    assert (entry.kind, entry.quantity, entry.consignment, entry.donor) == (Kind.DEVICES_IN, 4, found, found.donor)
    told = Message.objects.get(kind="donations/consignment_received")
    assert (told.to_user_id, told.context["offered"], told.context["counted"]) == (giver.user_id, 5, 4)


def test_a_titipan_is_received_once(book, keeper, acting):
    found = offered(acting("donor"), book, amount=MILLION)
    receive_consignment(consignment=found, counted=said("", amount=MILLION), actor=keeper)
    with pytest.raises(Refused):
        receive_consignment(consignment=found, counted=said("", amount=MILLION), actor=keeper)
    assert balance_of(book).money_in == MILLION


def test_a_declined_titipan_says_why(book, keeper, acting):
    found = decline_consignment(consignment=offered(acting("donor"), book), reason="Bukan gawai sekolah", actor=keeper)
    assert found.declined_reason == "Bukan gawai sekolah"
    assert Message.objects.filter(kind="donations/consignment_declined").count() == 1


def test_what_was_received_is_not_taken_back(book, keeper, acting):
    giver = acting("donor")
    found = offered(giver, book, quantity=1)
    receive_consignment(consignment=found, counted=said("", quantity=1), actor=keeper)
    with pytest.raises(Refused):
        withdraw_consignment(consignment=found, actor=giver)


def test_another_aggregator_neither_receives_nor_writes_nor_reverses(book, keeper, lot, acting):
    stranger = acting("aggregator")
    book_of(stranger)
    for step in (
        lambda: receive_consignment(consignment=offered(stranger, book), counted=said("", quantity=1), actor=stranger),
        lambda: decline_consignment(consignment=offered(stranger, book), reason="Iseng saja", actor=stranger),
        lambda: wrote(book, stranger, Kind.MONEY_IN, amount=1),
        lambda: reverse_entry(entry=lot, reason="Iseng saja", actor=stranger),
        lambda: placed(lot, stranger, school_at()),
    ):
        with pytest.raises(Forbidden):
            step()


@pytest.mark.parametrize("role", ["donor", "coordinator", "auditor", "principal", "validator"])
def test_only_an_aggregator_writes(book, acting, role):
    with pytest.raises(Forbidden):
        wrote(book, acting(role), Kind.MONEY_IN, amount=1)
