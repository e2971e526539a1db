"""The operators as the second pair of eyes, where an office has no second person."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ksbb.accounts.actions.confirm_factor_reset import confirm_factor_reset
from ksbb.accounts.models import FactorReset
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Refused


class Command(BaseCommand):
    """`manage.py confirm_factor_reset EMAIL`: agrees to what a colleague of that person has opened; never opens one."""

    help = "Agree, as the second of two people, to take off a lost second factor that a colleague has asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = FactorReset.objects.waiting().filter(membership__user__email=options["email"].strip().lower())
        reset = waiting.select_related("membership__user").first()
        if reset is None:
            raise CommandError("Nobody has asked for that in the last day. A colleague of the person asks first.")
        try:
            confirm_factor_reset(reset=reset, actor=SYSTEM)
        except Refused as no:
            raise CommandError(no.reason) from no
        self.stdout.write("The lost factors are gone; the person signs in and sets up a new one.")
