from typing import Any

from django.core.management.base import BaseCommand

from ksbb.portal.demo import PASSWORD, SIGN_INS


class Command(BaseCommand):
    help = "Print the demo's sign-ins, one for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        width = max(len(sign_in.email) for sign_in in SIGN_INS)
        for sign_in in SIGN_INS:
            self.stdout.write(f"  {sign_in.email:<{width}}  {sign_in.role_label}: {sign_in.description}")
        self.stdout.write(f"  kata sandi untuk semua: {PASSWORD}")
