"""Close an account at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ksbb.accounts.actions.disable_user import disable_user
from ksbb.accounts.models import User
from ksbb.authority.actors import SYSTEM


class Command(BaseCommand):
    """`manage.py disable_user EMAIL`."""

    help = "Close the account of a person; open sessions end at the next request."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("Nobody has that address.")
        disable_user(user=user, actor=SYSTEM)
        self.stdout.write("The account is closed.")
