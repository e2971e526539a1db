from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.territories.loading import load_territories


class Command(BaseCommand):
    help = "Load the official area codes (Kemendagri), province to kelurahan. Default: province 31, Jakarta."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--province", action="append", default=[], help="two-digit code; may be repeated")
        parser.add_argument("--all", action="store_true", help="the whole nation (about 91,000 areas)")

    def handle(self, *args: Any, **options: Any) -> None:
        provinces = () if options["all"] else tuple(options["province"] or ["31"])
        count = load_territories(provinces)
        if not count:
            raise CommandError(f"no such province: {', '.join(provinces)}")
        self.stdout.write(f"{count} areas")
