"""Numbers at rest: opened only with the key, hashed as the standard says, never sealed twice alike."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from ksbb.common import sealing


@given(st.lists(st.text(max_size=40), max_size=20))
def test_many_are_sealed_as_one_is(texts: list[str]) -> None:
    sealed = sealing.seal_many(texts)
    assert [sealing.unseal(one) for one in sealed] == texts
    assert [one for one, text in zip(sealed, texts, strict=True) if not text] == [b""] * texts.count("")


def test_what_is_sealed_twice_looks_different() -> None:
    assert len(set(sealing.seal_many(["3173060302140001"] * 500))) == 500
    assert sealing.seal("3173060302140001") != sealing.seal("3173060302140001")


@pytest.mark.parametrize(
    "key", ["k", "k" * 64, "a key that is longer than a block of the hash, and then some more of it" * 2]
)
def test_the_keyed_hash_is_the_standards(settings: Settings, key: str) -> None:
    settings.HASH_KEY = key
    assert sealing.digest("nik", "3173060302140001") == hmac.digest(key.encode(), b"nik:3173060302140001", "sha256")
    assert sealing.digest("nik", "") == b""
