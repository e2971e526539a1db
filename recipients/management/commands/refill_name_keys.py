from typing import Any

from django.core.management.base import BaseCommand

from recipients.actions.refill_name_keys import refill_name_keys


class Command(BaseCommand):
    help = "Write the keys on which likeness of names is measured anew (needed once after recipients/names.py changed)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refill_name_keys()} name keys written")
