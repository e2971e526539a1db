"""Who holds roles that exclude each other (promise 7)."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand

from ksbb.accounts.models import Membership
from ksbb.accounts.policies import clash
from ksbb.authority.roles import Role


class Command(BaseCommand):
    """`manage.py list_role_clashes`: exits 1 when there is one. People are named by their number."""

    help = "List people whose active roles exclude each other; exit 1 when there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        held: dict[int, list[str]] = defaultdict(list)
        for user_id, role in Membership.objects.active().order_by("user_id", "pk").values_list("user_id", "role"):
            held[user_id].append(role)
        clashes = {user_id: roles for user_id, roles in held.items() if any(clash(roles, Role(role)) for role in roles)}
        for user_id, roles in clashes.items():
            self.stdout.write(f"person {user_id}: {', '.join(sorted(set(roles)))}")
        if clashes:
            sys.exit(1)
        self.stdout.write("No clashing roles.")
