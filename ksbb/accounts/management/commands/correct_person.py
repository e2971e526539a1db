"""Put right a wrongly told NIK or kelurahan, before two coordinators and with the KTP on the table."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ksbb.accounts.acting import actor_of
from ksbb.accounts.actions.correct_person import Reading, correct_person
from ksbb.accounts.models import Membership, User
from ksbb.accounts.persons import nik_digits
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused


class Command(BaseCommand):
    """`manage.py correct_person EMAIL --first EMAIL --second EMAIL [--home CODE]`. Numbers and passwords are never arguments."""

    help = (
        "A person told a wrong NIK or kelurahan: two coordinators sign in here, and each reads the number off the KTP."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--first", required=True, help="address of a coordinator")
        parser.add_argument("--second", required=True, help="address of another coordinator")
        parser.add_argument(
            "--home", default="", help="code of the kelurahan on the KTP, or 00; as it was when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = _user(options["email"])
        readings = [self._read(options[name]) for name in ("first", "second")]
        try:
            correct_person(
                user=user, home_region=options["home"] or user.home_region, first=readings[0], second=readings[1]
            )
        except Refused as no:
            raise CommandError(no.reason) from no
        self.stdout.write("The person is put right.")

    def _read(self, email: str) -> Reading:
        actor = _coordinator(_user(email))
        return Reading(nik_digits(getpass(f"NIK on the KTP, read by {email}: ")), actor)


def _user(email: str) -> User:
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError("Nobody has that address.")
    return user


def _coordinator(user: User) -> Actor:
    """Shown by the own password: whoever has the console alone is not two people."""
    if not user.check_password(getpass(f"Password of {user.email}: ")):
        raise CommandError("That is not the password.")
    members = Membership.objects.active().filter(user=user).select_related("organisation", "user")
    found = [actor for actor in map(actor_of, members) if actor.may(Permission.PERSON_CORRECT)]
    if not found:
        raise CommandError("That person may not do this.")
    return found[0]
