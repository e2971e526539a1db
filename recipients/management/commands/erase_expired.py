"""manage.py erase_expired: the nightly work of retention."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from recipients.actions.erase_expired import MOST, erase_expired


class Command(BaseCommand):
    help = "Hapus data pribadi orang yang sudah lama keluar dari daftar (KSBB_RETENTION_DAYS)."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while (erased := erase_expired(limit=MOST)) > 0:
            total += erased
        self.stdout.write(f"{total} orang dihapus data pribadinya.")
