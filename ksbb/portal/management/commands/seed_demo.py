from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.portal.demo.seeding import is_seeded, seed


class Command(BaseCommand):
    help = "Invent schools, people and gifts at every stage (never in production). The same call gives the same city."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recipients", type=int, default=4_000, help="how many people to invent (default 4000)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when people are there already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and not getattr(settings, "TESTING", False):
            raise CommandError("invented people do not belong here: DEMO is off")
        if is_seeded():
            if options["if_empty"]:
                return
            raise CommandError("there are people already; start over with `run demo --fresh`")
        seed(options["recipients"], say=self.stdout.write)
