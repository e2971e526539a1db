"""Letters that came back, from a mailbox file or from standard input."""

from __future__ import annotations

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.notifications.actions.note_bounce import note_bounce
from ksbb.notifications.bounces import MOST_BYTES, read


class Command(BaseCommand):
    """`read_bounces FILE` (mbox) or `read_bounces -` (one mail, as a mail server pipes it in). May be run again over the same."""

    help = "Reads delivery status notifications (RFC 3464) and stops letters to addresses that do not exist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a file in mbox format, or - for one mail on standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        told: Counter[str] = Counter()
        for raw in _mails(file):
            bounce = read(raw)
            if bounce is None:
                told["other"] += 1
            else:
                told[("hard" if bounce.is_hard else "soft") if note_bounce(bounce) else "known"] += 1
        self.stdout.write(
            f"{told['hard']} hard, {told['soft']} soft, {told['known']} known or not ours, {told['other']} other mails"
        )


def _mails(file: str) -> Iterator[bytes]:
    if file == "-":
        yield sys.stdin.buffer.read(MOST_BYTES)
        return
    if not Path(file).is_file():
        raise CommandError(f"{file} is not a file.")
    box = mailbox.mbox(file, create=False)
    for key in box.iterkeys():
        yield box.get_bytes(key)
