"""One worker at a time: another connection is told at once that it may not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from ksbb.common.alone import alone_with

pytestmark = pytest.mark.django_db(transaction=True)


def by_another(family: str, number: int) -> bool:
    """Whether another worker, with a connection of its own, gets it now."""

    def attempt() -> bool:
        try:
            with alone_with(family, number) as mine:
                return mine
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(attempt).result()


def test_who_comes_second_is_told_so_and_may_when_the_first_is_done() -> None:
    with alone_with("loaves", 7) as mine:
        assert (mine, by_another("loaves", 7)) == (True, False)
    assert by_another("loaves", 7)


def test_another_number_or_another_family_is_free() -> None:
    with alone_with("loaves", 7):
        assert by_another("loaves", 8)
        assert by_another("fishes", 7)


def test_an_error_gives_it_free() -> None:
    with pytest.raises(ZeroDivisionError), alone_with("loaves", 7):
        raise ZeroDivisionError
    assert by_another("loaves", 7)


def test_numbers_beyond_31_bits_are_taken() -> None:
    with alone_with("loaves", 2**40 + 7) as mine:
        assert mine
