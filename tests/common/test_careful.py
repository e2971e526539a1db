"""A broker and a cache that are away are asked once; then nobody waits for them for a while."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from kombu.exceptions import OperationalError
from redis import RedisError

from ksbb.common.careful import Away, CarefulCelery, CarefulRedisCache, _Line


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A server that takes every connection and never says a word."""
    monkeypatch.setattr(_Line, "cache_is_away", Away())
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        yield server


def taken(server: socket.socket) -> int:
    """How many connections it has been offered until now."""
    server.settimeout(0.1)
    count = 0
    try:
        while server.accept():
            count += 1
    except TimeoutError:
        return count
    return count


def test_a_cache_that_hangs_is_asked_once(silent: socket.socket) -> None:
    address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
    cache = CarefulRedisCache(address, {"OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2}})
    for _each in range(5):
        with pytest.raises(RedisError):
            cache.get("anything")
    assert taken(silent) == 1


def test_a_broker_that_hangs_is_asked_once(silent: socket.socket) -> None:
    app = CarefulCelery("test", broker=f"redis://127.0.0.1:{silent.getsockname()[1]}/0", set_as_current=False)
    app.broker_is_away = Away()
    app.conf.task_publish_retry = False
    app.conf.broker_transport_options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "max_retries": 0}
    for _each in range(5):
        with pytest.raises(OperationalError):
            app.send_task("any.task")
    assert taken(silent) == 1
