from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.portal.demo.seeding import is_seeded, seed
from ksbb.portal.demo.survey import seed_survey


class Command(BaseCommand):
    help = "Invent schools, people and gifts at every stage (never in production). The same call gives the same city."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recipients", type=int, default=4_000, help="how many people to invent (default 4000)")
        parser.add_argument(
            "--census-2020",
            action="store_true",
            help="instead: the survey of 2020, 171,998 pupils without a device or sharing",
        )
        parser.add_argument("--scale", type=int, default=1, help="with --census-2020: every count divided by this")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when people are there already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and not getattr(settings, "TESTING", False):
            raise CommandError("invented people do not belong here: DEMO is off")
        if is_seeded():
            if options["if_empty"]:
                return
            raise CommandError("there are people already; start over with `run demo --fresh`")
        if options["census_2020"]:
            seed_survey(options["scale"], say=self.stdout.write)
        else:
            seed(options["recipients"], say=self.stdout.write)
