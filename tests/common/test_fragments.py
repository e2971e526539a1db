"""A piece of a page is made once for equal facts, in each language, and grows old after some seconds."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from ksbb.common import fragments
from ksbb.common.fragments import kept, kept_html


@pytest.fixture(autouse=True)
def _kept_pieces(settings):
    settings.FACET_CACHE_SECONDS = 30
    fragments.forget_all()
    yield
    fragments.forget_all()


def test_equal_facts_are_made_once_and_other_facts_anew():
    made = iter("ab")
    found = [kept("piece", facts, lambda: next(made)) for facts in ((1,), (1,), (2,))]
    assert found == ["a", "a", "b"]


def test_after_the_seconds_it_is_made_anew(monkeypatch):
    clock = iter([0.0, 29.0, 31.0])
    monkeypatch.setattr(fragments, "monotonic", lambda: next(clock))
    made = iter("ab")
    assert [kept("piece", (), lambda: next(made)) for _time in range(3)] == ["a", "a", "b"]


def test_nothing_is_kept_when_it_is_turned_off(settings):
    settings.FACET_CACHE_SECONDS = 0
    made = iter("ab")
    assert [kept("piece", (), lambda: next(made)) for _time in range(2)] == ["a", "b"]
    assert fragments.all_kept() == []


def test_languages_do_not_mix():
    words = {}
    for language in ("id", "en"):
        with override(language):
            words[language] = kept_html("piece", (), lambda chosen=language: chosen)
    assert words == {"id": "id", "en": "en"}


def test_a_flood_pushes_out_the_oldest():
    for number in range(fragments.MOST + 5):
        kept("piece", (number,), lambda value=number: value)
    assert sorted(fragments.all_kept()) == list(range(5, fragments.MOST + 5))
