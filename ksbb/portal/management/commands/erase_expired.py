"""manage.py erase_expired: the nightly work of retention, floor by floor."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from verification.actions.keep_terms import keep_terms


class Command(BaseCommand):
    help = (
        "Hapus data pribadi orang yang sudah lama keluar dari daftar (KSBB_RETENTION_DAYS) "
        "dan isi pengaduan yang sudah lama selesai (KSBB_COMPLAINT_RETENTION_DAYS)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = keep_terms()
        self.stdout.write(f"{done['people']} orang dihapus data pribadinya.")
        self.stdout.write(f"{done['complaints']} pengaduan dihapus isinya.")
        self.stdout.write(f"{done['papers']} berkas BAST atas nama orang yang dihapus ikut dihapus.")
        self.stdout.write(f"{done['notes']} catatan tentang gawai mereka dikosongkan.")
