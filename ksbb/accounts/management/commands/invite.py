"""Invite somebody by hand: how the first coordinator comes in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.forms import ValidationError

from ksbb.accounts.actions.invite_member import invite_member
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import SYSTEM
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused


class Command(BaseCommand):
    """`manage.py invite EMAIL ROLE ORGANISATION`: the organisation by its exact name or its public id."""

    help = "Invite a person into a role; the letter goes through the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=[role for role in Role.values if role not in ("visitor", "system")])
        parser.add_argument("organisation", help="the exact name or the public id")
        parser.add_argument("--name", default="", help="the person's full name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            membership = invite_member(
                email=options["email"],
                full_name=options["name"],
                organisation=_organisation(options["organisation"]),
                role=options["role"],
                actor=SYSTEM,
            )
        except ValidationError as error:
            raise CommandError("That is not an e-mail address.") from error
        except Refused as no:
            raise CommandError(no.reason) from no
        except Forbidden as no:
            raise CommandError("That role does not exist in an organisation of this kind.") from no
        self.stdout.write(f"Invited as {membership.role}; the letter is in the outbox.")


def _organisation(named: str) -> Organisation:
    try:
        found = list(Organisation.objects.filter(public_id=UUID(named)))
    except ValueError:
        found = list(Organisation.objects.filter(name__iexact=named.strip())[:2])
    if len(found) != 1:
        problem = (
            "Several organisations have that name; give the public id" if found else "There is no such organisation"
        )
        raise CommandError(f"{problem}.")
    return found[0]
