from typing import Any

from django.core.management.base import BaseCommand

from recipients.actions.install_first_criteria import install_first_criteria


class Command(BaseCommand):
    help = "Publish version 1 of the criteria for each kind that has none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        installed = install_first_criteria()
        self.stdout.write(", ".join(str(criteria) for criteria in installed) or "criteria are there already")
