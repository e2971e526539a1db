"""manage.py requests_to_repeat FILE.csv: after a restore, what people had asked for and is to be done again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recipients.repeats import lines_of, repeats


class Command(BaseCommand):
    help = "Compare the kept list of answered requests (Permintaan, Unduh) with this database; nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="CSV from the page /permintaan/")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with open(options["file"], encoding="utf-8-sig", newline="") as file:
                lines = lines_of(file)
        except OSError as no:
            raise CommandError(f"{options['file']}: {no.strerror}") from no
        if not lines:
            raise CommandError("No request stands in that file.")
        again = repeats(lines)
        for one in again:
            seen = "the request is known, but open" if one.is_known else "the request is not known: record it anew"
            person = "" if one.person_is_there else " (the person is not here, or is erased already)"
            self.stdout.write(f"{one.kept.number}  {one.kept.kind}  {one.kept.page}  {seen}{person}")
        self.stdout.write(f"{len(lines)} answered requests in the file, {len(again)} to do again.")
