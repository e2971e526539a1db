"""A random walk over all machines, from need to use report: whatever people do in whatever order, the base stays true.

Every step is tried on a random thing, also where it makes no sense (promise 21). What is refused leaves nothing behind; every move
that the database sees, also one by a statement over many rows, is in the table of its machine; check_data finds no difference.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from django.db import connection, transaction
from django.utils import timezone

from donations.models import Licence, Loan
from ksbb.common.refusals import Refused
from tests.factories.books import book_of
from tests.factories.verification import member
from tests.house.walks.everything import Everything
from tests.house.walks.walking import (
    MACHINES,
    Arrow,
    Walker,
    arrows,
    begin_to_note,
    differences,
    impossible_moves,
    moves_made,
)
from verification.actions.install_first_instruments import install_first_instruments

__all__ = ["differences"]

# Ten walks make the ten thousand steps of the promise: KSBB_WALKS=10 before a release; every run takes a short one.
WALKS = int(os.environ.get("KSBB_WALKS", "0"))
CHECK_EVERY = 100
# Machines with walks and tests of their own: tests/recipients/test_check_answers.py, tests/recipients/test_cases_walk.py,
# tests/recipients/test_requests.py.
ELSEWHERE = {"recipients_checkanswer", "recipients_duplicatecase", "recipients_datarequest"}


def all_is_well(walk: Everything, number: int) -> None:
    where = f"seed {walk.seed}, after {number} steps: {walk.told()}"
    # What the database would only look at when the transaction ends.
    connection.check_constraints()
    assert differences() == "", where
    assert impossible_moves() == [], where
    open_loans = Counter(Loan.objects.filter(ended_at=None).values_list("device", flat=True))
    assert set(open_loans.values()) <= {1}, where


def walked(seeds: Iterable[int], steps: int) -> tuple[set[str], set[Arrow], str]:
    """Which steps were taken and which arrows, over all walks, and how the last one went. Each begins with an empty base."""
    done, moved, told = set[str](), set[Arrow](), ""
    for seed in seeds:
        with transaction.atomic():
            begin_to_note()
            walk = Everything(seed)
            for number in range(CHECK_EVERY, steps + 1, CHECK_EVERY):
                for _step in range(CHECK_EVERY):
                    walk.step()
                all_is_well(walk, number)
            done |= set(walk.done)
            moved |= set(moves_made())
            told = walk.told()
            transaction.set_rollback(True)
    return done, moved, told


class Careless(Walker):
    """Writes first and is refused afterwards."""

    def weights(self) -> dict[Callable[[], None], int]:
        return {self.write_and_refuse: 1}

    def write_and_refuse(self) -> None:
        install_first_instruments()
        raise Refused("Tidak jadi.")


@pytest.mark.django_db
def test_a_trace_of_what_was_refused_is_noticed() -> None:
    begin_to_note()
    with pytest.raises(AssertionError, match="write_and_refuse"):
        Careless(1).step()


@pytest.mark.django_db
def test_a_move_that_no_table_has_is_noticed() -> None:
    begin_to_note()
    book_of(member("aggregator"))
    Licence.objects.update(state="revoked", revoked_at=timezone.now(), revoked_by_id=1)
    assert impossible_moves() == []
    Licence.objects.update(state="valid", revoked_at=None, revoked_by_id=None)
    assert impossible_moves() == [("donations_licence", "revoked", "valid")]


@pytest.mark.django_db
def test_no_order_of_steps_reaches_an_impossible_state() -> None:
    done, moved, told = walked([7], 300)
    # Walks that go nowhere prove nothing.
    assert len(done) > 40, told
    assert len({table for table, _was, _became in moved}) > 12, moved


@pytest.mark.django_db
@pytest.mark.skipif(not WALKS, reason="KSBB_WALKS=10 walks ten thousand steps")
def test_ten_thousand_steps_go_everywhere() -> None:
    """Every step was taken, and every machine moved."""
    done, moved, told = walked(range(WALKS), 1_000)
    assert set(Everything(0).names()) - done == set(), told
    assert set(MACHINES) - {table for table, _was, _became in moved} <= ELSEWHERE, sorted(arrows() - moved)
