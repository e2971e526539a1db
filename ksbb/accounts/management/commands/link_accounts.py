"""Say that several accounts are one person."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ksbb.accounts.actions.link_accounts import link_accounts
from ksbb.accounts.models import User
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Refused


class Command(BaseCommand):
    """`manage.py link_accounts EMAIL EMAIL…`."""

    help = "Several accounts are one person: none of them judges what another one had a part in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {email.strip().lower() for email in options["email"]}
        users = list(User.objects.filter(email__in=wanted))
        if missing := wanted - {user.email for user in users}:
            raise CommandError(f"Nobody has the address: {', '.join(sorted(missing))}")
        if len(users) < 2:
            raise CommandError("Name two accounts at least.")
        try:
            changed = link_accounts(users=users, actor=SYSTEM)
        except Refused as no:
            raise CommandError(no.reason) from no
        self.stdout.write(f"{changed} accounts linked.")
