"""manage.py switch: which features are on, and turning one, when the pages cannot be reached."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.switches import SWITCHES, Switch, is_on
from ksbb.operation.actions.change_switch import change_switch


class Command(BaseCommand):
    help = "Say which features are on; or turn one, as the operator EMAIL, with a reason. In force everywhere within two seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", choices=[switch.value for switch in Switch])
        parser.add_argument("to", nargs="?", choices=["on", "off"])
        parser.add_argument("--as", dest="email", default="", help="the operator's e-mail address")
        parser.add_argument("--reason", default="", help="for the other operators; it names nobody")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["name"] and options["to"]:
            self._turn(Switch(options["name"]), options)
        for switch in [Switch(options["name"])] if options["name"] else SWITCHES:
            self.stdout.write(f"{switch.value}: {'on' if is_on(switch) else 'off'}")

    def _turn(self, switch: Switch, options: dict[str, Any]) -> None:
        user = User.objects.filter(email=options["email"].lower()).first()
        actor = Actor(user_id=user.pk if user else None, organisation_id=None, role=Role.VISITOR)
        try:
            change_switch(switch=switch, is_on=options["to"] == "on", reason=options["reason"], actor=actor)
        except Refused as no:
            raise CommandError(no.reason) from no
        except Forbidden as no:
            raise CommandError("--as must name the account of an operator.") from no
