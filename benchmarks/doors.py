"""`python3 run bench doors [--rows N] [--json FILE]`: whether time tells a known address from an unknown one (promise 9).

Every door of sign-in is asked two hundred times for somebody who is there and as often for somebody who is not, in turns, with
the password hashes of production. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from typing import Any

from benchmarks import _base
from benchmarks._measuring import Lines, seconds_of

TRIES, MILLION = 200, 1_000_000
# Milliseconds between the medians.
GOAL = 20.0
PASSWORD, WRONG = "pagi-di-kalideres-1", "salah-sekali-1234"  # noqa: S105 - of nobody

Fields = Callable[[str], dict[str, str]]
DOORS: dict[str, tuple[str, Fields]] = {
    "password": ("account_login", lambda email: {"login": email, "password": WRONG}),
    "code by mail": ("account_request_login_code", lambda email: {"email": email}),
    "password forgotten": ("account_reset_password", lambda email: {"email": email}),
    "sign-up": ("account_signup", lambda email: {"full_name": "X", "email": email, "password1": PASSWORD}),
}


def main() -> None:
    """Measure each door in a database of its own."""
    asked = argparse.ArgumentParser(prog="run bench doors", description=__doc__)
    asked.add_argument("--rows", type=int, default=MILLION, help="under 100,000: fewer tries than 200")
    asked.add_argument("--json", default="", help="append the lines to this file too")
    told = asked.parse_args()
    tries = max(2, min(TRIES, told.rows // 500))
    _base.start()
    lines = Lines("doors", told.json)
    with _base.own_database():
        _hash_as_production_does()
        _people(tries)
        for door, (route, fields) in DOORS.items():
            _measure(lines, door, route, fields, tries)


def _measure(lines: Lines, door: str, route: str, fields: Fields, tries: int) -> None:
    known: list[float] = []
    unknown: list[float] = []
    statuses: set[int] = set()
    for number in range(tries):
        # Who comes first changes: what the machine does in between hits both alike.
        turns = [(known, f"ada{number}@uji.example"), (unknown, f"{door.replace(' ', '.')}{number}@uji.example")]
        for times, email in turns if number % 2 else reversed(turns):
            seconds, status = _asked(route, fields(email))
            times.append(seconds)
            statuses.add(status)
    medians = [statistics.median(times) for times in (known, unknown)]
    apart = abs(medians[0] - medians[1]) * 1000
    lines.write(
        f"{door}: somebody who is there / somebody who is not",
        rows=tries, seconds=medians[0], limit=medians[1], apart_ms=round(apart, 2), goal=f"under {GOAL:g} ms", ok=apart < GOAL,
        statuses=sorted(statuses),
    )  # fmt: skip


def _asked(route: str, fields: dict[str, str]) -> tuple[float, int]:
    """Seconds until the answer and its status, of a browser that is new each time; no limit counts it."""
    from django.core.cache import cache  # noqa: PLC0415 - after the settings
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    cache.clear()
    client, address = Client(), reverse(route)
    answers: list[Any] = []
    seconds = seconds_of(lambda: answers.append(client.post(address, fields)))
    return seconds, answers[0].status_code


def _hash_as_production_does() -> None:
    from django.conf import global_settings, settings  # noqa: PLC0415
    from django.core.signals import setting_changed  # noqa: PLC0415

    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    # Whoever keeps the hashers forgets them.
    setting_changed.send(sender=None, setting="PASSWORD_HASHERS", value=settings.PASSWORD_HASHERS, enter=True)


def _people(count: int) -> None:
    """With verified addresses, and one password hashed once."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from ksbb.accounts.models import User  # noqa: PLC0415

    hashed = make_password(PASSWORD)
    people = [User(email=f"ada{number}@uji.example", full_name="Rekaan", password=hashed) for number in range(count)]
    made = User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=one, email=one.email, primary=True, verified=True) for one in made]
    )


if __name__ == "__main__":
    main()
