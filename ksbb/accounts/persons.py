"""The natural person behind accounts: told once by a validator, kept as a keyed digest, so that two accounts are one person."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from ksbb.accounts.models import User
from ksbb.common import sealing
from ksbb.territories.models import Territory

# Lives where no school of the programme is.
ELSEWHERE = "00"
_GAPS = re.compile(r"[\s.-]")


def person_digest(nik: str) -> bytes:
    """Under the same purpose as the register's, so that somebody who receives a device is known as such."""
    return sealing.digest("nik", nik)


def nik_digits(typed: str) -> str:
    return _GAPS.sub("", typed)


def why_not_nik(nik: str) -> str | None:
    """By shape: six digits of an area, day (+40 for women), month, year, serial. `nik` holds digits only."""
    if len(nik) != 16 or not (nik.isascii() and nik.isdecimal()):
        return _("NIK terdiri dari 16 angka, sesuai KTP Anda.")
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    day -= 40 if day > 40 else 0
    try:
        date(2000 + year, month, day)
    except ValueError:
        return _("Angka ke-7 sampai ke-12 NIK adalah tanggal lahir (perempuan: tanggal + 40). Periksa lagi.")
    return None


def why_not_tell(user: User, nik: str, home: str) -> str | None:
    if user.person_digest:
        return _("Jati diri Anda sudah tercatat. Bila salah, tunjukkan KTP Anda kepada Dinas Pendidikan.")
    return why_not_nik(nik) or _why_not_home(home)


def why_not_correct(user: User, nik: str, home: str) -> str | None:
    if not user.person_digest:
        return _("Orang ini belum mencatat jati dirinya. Ia mengisinya sendiri sesudah masuk.")
    if problem := why_not_nik(nik) or _why_not_home(home):
        return problem
    if bytes(user.person_digest) == person_digest(nik) and user.home_region == home:
        return _("NIK dan kelurahan ini sama dengan yang sudah tercatat.")
    return None


def _why_not_home(home: str) -> str | None:
    if home != ELSEWHERE and not Territory.objects.filter(code=home, level=Territory.Level.VILLAGE).exists():
        return _("Pilih kelurahan tempat tinggal Anda dari daftar.")
    return None


def is_told(user_id: int | None) -> bool:
    """Whether the portal knows who the person behind the account is and where they live."""
    if user_id is None:
        return False
    return User.objects.filter(pk=user_id, person_digest__isnull=False).exclude(home_region="").exists()
