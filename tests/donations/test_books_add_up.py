"""Whatever is written, spent, placed, handed over and reversed in whatever order: the book adds up, lot by lot and in all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from donations.actions.place_lot import place_lot
from donations.actions.reverse_entry import reverse_entry
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.books import LOTS, Kind, balance_of, first_in, in_force, money_of
from donations.fate import Run, slice_of, stretches
from donations.models import Aggregator, LedgerEntry, LedgerShare, Pledge
from donations.stock import lots_of
from ksbb.common.refusals import Refused
from tests.factories.books import book_of, wrote
from tests.factories.donations import appoint, complete, people_at, school_at
from tests.factories.verification import member
from verification.checks.books import CHECKS

AMOUNTS = st.lists(st.integers(1, 10**12), min_size=1, max_size=12)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["money", "buy", "cost", "refund", "devices", "lose", "return", "place", "hand", "drop", "undo"]
        ),
        st.integers(1, 60),
        st.integers(0, 1000),
    ),
    min_size=5,
    max_size=25,
)


@given(AMOUNTS.flatmap(lambda rests: st.tuples(st.just(rests), st.integers(1, sum(rests)))))
def test_the_oldest_money_is_used_up_first(asked: tuple[list[int], int]) -> None:
    rests, wanted = asked
    taken = first_in(list(enumerate(rests)), wanted)
    assert sum(part for _key, part in taken) == wanted
    assert [part for _key, part in taken[:-1]] == rests[: len(taken) - 1]


@given(AMOUNTS, st.integers(1, 10**6))
def test_what_is_not_there_is_not_taken(rests: list[int], more: int) -> None:
    with pytest.raises(ValueError):
        first_in(list(enumerate(rests)), sum(rests) + more)


@given(st.integers(1, 10_000), AMOUNTS)
def test_the_stretches_of_all_givers_are_the_whole_lot(units: int, amounts: list[int]) -> None:
    edges = stretches(units, amounts)
    assert edges[0][0] == 0
    assert edges[-1][1] == units
    assert [end for _start, end in edges[:-1]] == [start for start, _end in edges[1:]]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), AMOUNTS)
def test_every_unit_has_one_giver(counts: list[int], amounts: list[int]) -> None:
    runs = [Run(str(number), "", count) for number, count in enumerate(counts)]
    slices = [slice_of(runs, start, end) for start, end in stretches(sum(counts), amounts)]
    for number, count in enumerate(counts):
        assert sum(run.count for part in slices for run in part if run.stage == str(number)) == count


class Book:
    """One aggregator who does what it is told, as far as it may."""

    def __init__(self) -> None:
        self.keeper = member("aggregator")
        self.book: Aggregator = book_of(self.keeper)
        self.school = school_at()
        people_at(self.school, pupils=12)

    def take(self, step: str, size: int, pick: int) -> None:
        ways: dict[str, Callable[[int, int], Any]] = {
            "money": lambda size, pick: self.write(Kind.MONEY_IN, amount=size * 1000 + pick),
            "buy": lambda size, pick: self.write(Kind.PURCHASE, amount=size * 700 + pick, quantity=1 + size % 7),
            "cost": lambda size, pick: self.write(Kind.COST, amount=size * 50 + pick),
            "refund": lambda size, pick: self.write(
                Kind.REFUND, amount=size, money=self.pick(Kind.MONEY_IN, pick=pick)
            ),
            "devices": lambda size, pick: self.write(Kind.DEVICES_IN, quantity=1 + size % 5),
            "lose": lambda size, pick: self.write(Kind.LOSS, quantity=1 + size % 3, lot=self.pick(*LOTS, pick=pick)),
            "return": lambda size, pick: self.write(
                Kind.RETURN, quantity=1 + size % 3, lot=self.pick(*LOTS, pick=pick)
            ),
            "place": self.place,
            "hand": lambda size, pick: complete(appoint(self.promised(pick))),
            "drop": lambda size, pick: withdraw_pledge(pledge=self.promised(pick), actor=self.keeper, reason="Batal."),
            "undo": lambda size, pick: reverse_entry(
                entry=self.pick(*Kind, pick=pick), reason="Keliru", actor=self.keeper
            ),
        }
        ways[step](size, pick)

    def write(self, kind: str, **facts: Any) -> None:
        wrote(self.book, self.keeper, kind, **facts)

    def place(self, size: int, pick: int) -> None:
        told: dict[str, Any] = {"need_class": "student_device", "signed_name": "Wulan Uji", "actor": self.keeper}
        place_lot(lot=self.pick(*LOTS, pick=pick), school=self.school, quantity=1 + size % 3, **told)

    def pick(self, *kinds: str, pick: int) -> LedgerEntry:
        found = list(LedgerEntry.objects.filter(kind__in=kinds).order_by("pk"))
        return found[pick % len(found)]

    def promised(self, pick: int) -> Pledge:
        found = list(Pledge.objects.filter(state="committed").order_by("pk"))
        return found[pick % len(found)]


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Book]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Book()
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_book_adds_up_after_any_steps(kept: Book, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        for step in steps:
            try:
                with transaction.atomic():
                    kept.take(*step)
            except (Refused, ZeroDivisionError):
                continue
        _adds_up(kept.book)
        transaction.set_rollback(True)


def _adds_up(book: Aggregator) -> None:
    entries = LedgerEntry.objects.filter(aggregator=book)
    balance = balance_of(book)
    assert balance.left == sum(left for _entry, left in money_of(book)) >= 0
    spent = LedgerShare.objects.filter(use__in=in_force(entries))
    assert sum(spent.values_list("amount", flat=True)) == balance.purchase + balance.cost + balance.refund
    assert balance.cost_room(book.cost_percent) >= 0
    lots = lots_of(entries)
    assert all(lot.free >= 0 for lot in lots)
    came = sum(entry.sign * entry.quantity for entry in entries.filter(kind__in=LOTS))
    gone = sum(entry.sign * entry.quantity for entry in entries.filter(lot__isnull=False))
    assert came == sum(lot.came for lot in lots)
    assert came == sum(lot.stock for lot in lots) + gone
    assert {check.name: check.find(True).samples for check in CHECKS} == {check.name: () for check in CHECKS}
