"""NIK, NISN, NUPTK and NIP: what one number says, and whether it can be true. Forms and files use the same.

Sources: a NIK is kecamatan code (6), day (+40 for women), month, two-digit year, serial (4); it has no check digit and
does not tell the century. A NISN is ten digits, often with a leading zero. A NIP is birth date, month of appointment
(PPPK: year and `21`), sex and serial. No message carries a whole number: at most the last four digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from lokal.provinces import PROVINCES

from ksbb.imports.cells import CellValue, filled, lost_digits

HOME_PROVINCE = "31"
_SEPARATORS = re.compile(r"[\s.'`’-]")


class NikBirth(NamedTuple):
    """What a NIK says about a birth: the year in two digits, for the century cannot be known; sex `L` or `P`."""

    day: int
    month: int
    short_year: int
    sex: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or looks wrong, with one value; `message` says what, where and what to do next."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A number as digits only (`""` where there is none or it cannot be trusted), and what was found.

    `questions` are doubts that only who holds the papers can settle: `value` holds only if each is answered with yes.
    """

    value: str = ""
    problems: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    questions: tuple[Finding, ...] = ()


def mask(number: str) -> str:
    """`•••• 1234`: enough for the person who holds the paper, too little for anybody else."""
    return f"•••• {number[-4:]}" if len(number) >= 8 else "••••"


def nik_birth(nik: str) -> NikBirth | None:
    """What the digits say, or None where they are no date in any century."""
    if len(nik) != 16 or not (nik.isascii() and nik.isdecimal()):
        return None
    day, month, short_year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex = "P" if day > 40 else "L"
    day -= 40 if day > 40 else 0
    if not (_is_date(1900 + short_year, month, day) or _is_date(2000 + short_year, month, day)):
        return None
    return NikBirth(day, month, short_year, sex)


def check_nik(
    value: CellValue,
    *,
    sex: str = "",
    birth_date: date | None = None,
    family_card: CellValue = None,
    home_province: str = HOME_PROVINCE,
) -> Checked:
    """A NIK by shape, and against sex, birth date and No KK where they are known.

    One that says another sex or birth date is asked about: a few are issued that way, most are typing slips.
    """
    if lost_digits(value):
        return _refused("nik_digits_lost", _lost("NIK"))
    nik = digits(value)
    if not nik or not nik.strip("0"):
        return _refused("nik_empty", _("NIK kosong. Isi NIK 16 angka sesuai kartu keluarga."))
    if wrong := _wrong_length("NIK", nik, 16):
        return _refused("nik_shape", wrong)
    birth = nik_birth(nik)
    problems = _shape_problems(nik, birth)
    if digits(family_card) == nik:
        problems.append(
            Finding(
                "nik_equals_kk",
                _("NIK sama dengan nomor kartu keluarga (%(nik)s). Isi NIK milik orangnya, bukan nomor KK.")
                % {"nik": mask(nik)},
            )
        )
    if problems:
        return Checked(problems=tuple(problems))
    warnings = () if nik.startswith(home_province) else (_elsewhere(nik),)
    return Checked(nik, (), warnings, _doubts(nik, birth, sex, birth_date))


def check_nisn(value: CellValue, *, birth_date: date | None = None) -> Checked:
    """A NISN by shape; may be empty. With nine digits it is offered with a zero in front and asked about, never just padded.

    Seven or eight digits have lost more than one: a problem that names the repair.
    """
    nisn = digits(value)
    if not nisn or not nisn.strip("0"):
        return Checked()
    if lost_digits(value) or not nisn.isdecimal():
        return _refused("nisn_shape", _("NISN harus 10 angka. Periksa NISN di Dapodik, lalu perbaiki."))
    if len(nisn) == 9:
        return Checked(f"0{nisn}", (), _nisn_warnings(f"0{nisn}", birth_date), (_zero_in_front(nisn),))
    if 7 <= len(nisn) <= 8:
        return _refused(
            "nisn_zero_lost",
            _(
                "NISN ini %(count)s angka (%(nisn)s); angka 0 di depan tampaknya hilang di Excel. Bila benar, "
                "tambahkan %(zeros)s di depan sampai 10 angka dan simpan kolomnya sebagai teks."
            )
            % {"count": len(nisn), "nisn": mask(nisn), "zeros": "0" * (10 - len(nisn))},
        )
    if wrong := _wrong_length("NISN", nisn, 10):
        return _refused("nisn_shape", wrong)
    return Checked(nisn, (), _nisn_warnings(nisn, birth_date))


def _nisn_warnings(nisn: str, birth_date: date | None) -> tuple[Finding, ...]:
    if not birth_date or nisn[:3] in (f"{birth_date.year % 1000:03d}", f"3{birth_date.year % 100:02d}"):
        return ()
    text = _("Awal NISN %(nisn)s tidak cocok dengan tahun lahir %(year)s. Periksa keduanya.")
    return (Finding("nisn_year", text % {"nisn": mask(nisn), "year": birth_date.year}),)


def _zero_in_front(nisn: str) -> Finding:
    text = _(
        "NISN ini hanya 9 angka (%(nisn)s); angka 0 di depannya tampaknya hilang di Excel. Apakah maksudnya 0%(nisn)s?"
    )
    return Finding("nisn_zero", text % {"nisn": f"•••••{nisn[-4:]}"})


def check_family_card(value: CellValue) -> Checked:
    """A No KK is 16 digits like a NIK; may be empty. A wrong one is left out with a warning, lost digits are a problem."""
    if lost_digits(value):
        return _refused("family_card_digits_lost", _lost("No KK"))
    card = digits(value)
    if not card or not card.strip("0"):
        return Checked()
    if wrong := _wrong_length("No KK", card, 16):
        return Checked(warnings=(Finding("family_card_shape", wrong),))
    return Checked(card)


def check_nuptk(value: CellValue) -> Checked:
    """A NUPTK is 16 digits or empty. A wrong one is left out with a warning, digits lost by Excel are a problem."""
    if lost_digits(value):
        return _refused("nuptk_digits_lost", _lost("NUPTK"))
    nuptk = digits(value)
    if not nuptk or not nuptk.strip("0"):
        return Checked()
    if wrong := _wrong_length("NUPTK", nuptk, 16):
        return Checked(warnings=(Finding("nuptk_shape", wrong),))
    return Checked(nuptk)


def check_nip(value: CellValue, *, birth_date: date | None = None) -> Checked:
    """A NIP is 18 digits or empty. A wrong one is left out with a warning, digits lost by Excel are a problem."""
    if lost_digits(value):
        return _refused("nip_digits_lost", _lost("NIP"))
    nip = digits(value)
    if not nip or not nip.strip("0"):
        return Checked()
    if wrong := _wrong_length("NIP", nip, 18):
        return Checked(warnings=(Finding("nip_shape", wrong),))
    month = int(nip[12:14])
    born = _is_date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    if not born or not (1 <= month <= 12 or month == 21) or nip[14] not in "12":
        text = _("NIP %(nip)s bukan susunan NIP yang benar. Periksa di SK, lalu perbaiki.") % {"nip": mask(nip)}
        return Checked(warnings=(Finding("nip_shape", text),))
    warnings: tuple[Finding, ...] = ()
    if birth_date and nip[:8] != f"{birth_date:%Y%m%d}":
        text = _("Tanggal lahir di dalam NIP %(nip)s berbeda dari kolom tanggal lahir. Periksa keduanya.")
        warnings = (Finding("nip_birth", text % {"nip": mask(nip)}),)
    return Checked(nip, (), warnings)


def digits(value: CellValue) -> str:
    """The number without blanks, dots, dashes and apostrophes; `""` for an empty cell."""
    # Most cells are digits and nothing else; every number of every row passes here, some twice.
    text = value if isinstance(value, str) and value.isdecimal() and value != "0" else filled(value)
    return text if text.isdecimal() else _SEPARATORS.sub("", text)


def _shape_problems(nik: str, birth: NikBirth | None) -> list[Finding]:
    found = []
    if nik[:2] not in PROVINCES or nik[2:4] == "00" or nik[4:6] == "00":
        text = _("Kode wilayah di awal NIK %(nik)s tidak ada. Cocokkan NIK dengan kartu keluarga.")
        found.append(Finding("nik_region", text % {"nik": mask(nik)}))
    if birth is None:
        text = _("Angka ke-7 sampai ke-12 NIK %(nik)s bukan tanggal lahir. Cocokkan NIK dengan kartu keluarga.")
        found.append(Finding("nik_birth", text % {"nik": mask(nik)}))
    if nik.endswith("0000"):
        text = _("NIK berakhir 0000, tanda angkanya hilang di Excel. Salin lagi NIK dari Dapodik sebagai teks.")
        found.append(Finding("nik_serial", text))
    return found


def _doubts(nik: str, birth: NikBirth | None, sex: str, birth_date: date | None) -> tuple[Finding, ...]:
    """One question, whatever disagrees."""
    if birth is None:
        return ()
    found = []
    if sex and sex != birth.sex:
        names = {"L": _("laki-laki"), "P": _("perempuan")}
        found.append(
            _("jenis kelamin: di NIK %(in_nik)s, di isian %(told)s")
            % {"in_nik": names[birth.sex], "told": names.get(sex, sex)}
        )
    if birth_date and (parts := _different_parts(birth, birth_date)):
        found.append(_("tanggal lahir: %(parts)s berbeda") % {"parts": ", ".join(parts)})
    if not found:
        return ()
    text = _(
        "NIK %(nik)s tidak cocok dengan isian lain (%(differences)s). Cocokkan dengan kartu keluarga. Apakah sudah "
        "dicocokkan dan memang begitu?"
    )
    return (Finding("nik_mismatch", text % {"nik": mask(nik), "differences": "; ".join(found)}),)


def _different_parts(birth: NikBirth, birth_date: date) -> list[str]:
    if (birth_date.day, birth_date.month, birth_date.year % 100) == birth[:3]:
        return []
    pairs = (
        (_("tanggal"), birth.day, birth_date.day),
        (_("bulan"), birth.month, birth_date.month),
        (_("tahun"), birth.short_year, birth_date.year % 100),
    )
    return [name for name, in_nik, in_file in pairs if in_nik != in_file]


def _elsewhere(nik: str) -> Finding:
    text = _("NIK %(nik)s terbit di %(province)s. Boleh, asalkan sama dengan kartu keluarga.")
    return Finding("nik_elsewhere", text % {"nik": mask(nik), "province": PROVINCES.get(nik[:2], nik[:2])})


def _wrong_length(name: str, number: str, length: int) -> str:
    if len(number) == length and number.isascii() and number.isdecimal():
        return ""
    if not (number.isascii() and number.isdecimal()):
        return _("%(name)s hanya boleh berisi angka. Perbaiki sesuai dokumen aslinya.") % {"name": name}
    return _("%(name)s harus %(length)s angka; di sini ada %(count)s. Perbaiki sesuai dokumen aslinya.") % {
        "name": name,
        "length": length,
        "count": len(number),
    }


def _lost(name: str) -> str:
    return _(
        "%(name)s tersimpan sebagai angka, sehingga Excel membulatkan angka terakhirnya. Ubah format kolom menjadi "
        "Teks, lalu salin lagi %(name)s dari Dapodik."
    ) % {"name": name}


def _refused(code: str, message: str) -> Checked:
    return Checked(problems=(Finding(code, message),))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
