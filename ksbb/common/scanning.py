"""A virus scanner at the door, where an installation has one: clamd over TCP, settings.SCANNER_URL.

While it is named, nothing counts as clean that it has not seen: when it is away or hangs, files wait (promise 32).
Source of the conversation: clamd(8), commands INSTREAM and PING, the form that ends with a zero byte.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
PORT = 3310
LONGEST_ANSWER = 4096
LONGEST_PAUSE = timedelta(hours=1)


class ScannerDown(Exception):
    """The scanner is named in the settings, and could not be asked or did not answer in time or in sense."""


def is_on() -> bool:
    return bool(settings.SCANNER_URL)


def scan(data: bytes, seconds: float | None = None) -> str:
    """The name of what it found, "" for nothing. Raises ScannerDown, also when it cannot take a file of this size.

    `seconds`: how long it may take altogether; None: as long as a worker may wait.
    """
    seconds = settings.SCANNER_SECONDS if seconds is None else seconds
    parts = [struct.pack("!L", len(data[at : at + CHUNK])) + data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    answer = _asked([b"zINSTREAM\0", *parts, struct.pack("!L", 0)], seconds)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerDown(f"the scanner said {answer[:80]!r}")


def pause_after(tries: int) -> timedelta:
    """How long to wait before it is asked again: later and later, at most an hour."""
    return min(timedelta(minutes=2 ** min(tries, 10)), LONGEST_PAUSE)


def answers(seconds: float = 1.0) -> bool:
    """Whether it is there, for the health page."""
    try:
        return _asked([b"zPING\0"], seconds) == "PONG"
    except ScannerDown:
        return False


def _asked(parts: Iterable[bytes], seconds: float) -> str:
    """One question, one answer, within so many seconds altogether: a scanner that sends a byte a minute is down, too."""
    end = time.monotonic() + seconds
    place = urlsplit(settings.SCANNER_URL)
    try:
        with socket.create_connection((place.hostname or "", place.port or PORT), timeout=seconds) as talk:
            for part in parts:
                talk.settimeout(_left(end))
                talk.sendall(part)
            return _heard(talk, end)
    except (OSError, ValueError) as away:
        raise ScannerDown(str(away)) from away


def _heard(talk: socket.socket, end: float) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        talk.settimeout(_left(end))
        more = talk.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0").decode("ascii", "replace")


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left
