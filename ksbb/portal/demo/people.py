"""People who do not exist, the same ones at every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from zlib import crc32

from recipients.models import DeviceAccess, Employment, IncomeBand, RecipientKind
from recipients.registration import Registration
from schools.models import School

FIRST = (
    "Adi", "Aisyah", "Bima", "Citra", "Dimas", "Dinda", "Eka", "Fajar", "Gita", "Hana", "Indra", "Joko", "Kirana", "Laras",
    "Mega", "Nanda", "Okta", "Putri", "Qori", "Rangga", "Salsa", "Tirta", "Umar", "Vina", "Wahyu", "Yoga", "Zahra", "Bayu",
)  # fmt: skip
LAST = (
    "Contohwati", "Rekaan", "Cobasari", "Umpama", "Ibaratna", "Semisal", "Andaikan", "Khayalan", "Perumpamaan", "Fiksiana",
    "Percobaan", "Misalkan", "Bayangan", "Angan",
)  # fmt: skip
# Ages at the first day of the school year, per kind of school.
GRADES = {"SD": (1, 6), "SMP": (7, 9), "SMA": (10, 12), "SMK": (10, 12), "SLB": (1, 12), "PKBM": (10, 12)}
YEAR_START = date(2026, 7, 13)


def invent(schools: list[School], count: int, random: Random) -> Iterator[tuple[School, Registration]]:
    """`count` people over `schools`, unevenly as in a real city; one in fourteen is a teacher, as in the 2020 survey."""
    serials: Counter[str] = Counter()
    for school, people in _sizes(schools, count, random):
        for number in range(people):
            make = _teacher if number % 14 == 3 else _student
            yield school, make(school, random, serials)


def lacking(school: School, access: str, random: Random, serials: Counter[str]) -> Registration:
    """A pupil of `school` with this access to a device, everything else by chance."""
    pupil = _student(school, random, serials)
    learners = pupil.circumstances["household_learners"]
    devices = random.randint(1, learners) if access == DeviceAccess.SHARED else 0
    told = {"device_access": access, "household_devices": devices}
    return replace(pupil, circumstances={**pupil.circumstances, **told}, consent=_consent(random))


def _sizes(schools: list[School], count: int, random: Random) -> list[tuple[School, int]]:
    """How many of `count` each school has: poor kecamatan have many times more than rich ones, and no school has none."""
    wealth = {code: random.lognormvariate(0, 0.7) for code in sorted({school.district_id for school in schools})}
    weights = [wealth[school.district_id] * random.lognormvariate(0, 0.4) for school in schools]
    spare = max(0, count - len(schools))
    sizes = [1 + int(spare * weight / sum(weights)) for weight in weights][:count]
    for index in range(count - sum(sizes)):
        sizes[index % len(sizes)] += 1
    return list(zip(schools, sizes, strict=False))


def _student(school: School, random: Random, serials: Counter[str]) -> Registration:
    low, high = GRADES[school.form]
    grade = random.randint(low, high)
    birth = YEAR_START - timedelta(days=int((grade + 6.2) * 365.25) + random.randint(0, 364))
    sex = random.choice("LP")
    # The programme's census of 2020: of those in need 61 % share a device, 39 % have none; a few turn out to have one.
    access = random.choices(
        [DeviceAccess.SHARED, DeviceAccess.NONE, DeviceAccess.OWN, DeviceAccess.UNKNOWN], [54, 35, 7, 4]
    )[0]
    learners = random.choices([1, 2, 3, 4], [20, 40, 28, 12])[0]
    known = access != DeviceAccess.UNKNOWN
    return Registration(
        kind=RecipientKind.STUDENT,
        full_name=_name(random),
        sex=sex,
        birth_date=birth,
        nik=_nik(school.district_id, birth, sex, serials),
        nisn=f"{birth.year % 1000:03d}{serials.update(['nisn']) or serials['nisn']:07d}",
        class_group=f"Kelas {grade}{random.choice('ABC')}",
        grade=grade,
        circumstances={
            "device_access": access,
            "household_devices": random.randint(1, learners) if access == DeviceAccess.SHARED else 0,
            "household_learners": learners,
            "has_kip": random.random() < 0.35,
            "has_kjp": random.random() < 0.45,
            "dtsen_decile": random.choices([None, 1, 2, 3, 4, 5, 6], [30, 12, 14, 15, 13, 9, 7])[0],
            "income_band": random.choices(
                [IncomeBand.NONE, IncomeBand.LT_500K, IncomeBand.FROM_500K, IncomeBand.FROM_1M, IncomeBand.FROM_2M],
                [8, 20, 30, 27, 15],
            )[0],
            "is_orphan": random.random() < 0.04,
            "has_disability": school.form == "SLB" or random.random() < 0.01,
            "is_final_year": grade in (6, 9, 12),
            "is_returning": school.form == "PKBM",
        },
        consent=_consent(random) if known and random.random() < 0.96 else None,
    )


def _teacher(school: School, random: Random, serials: Counter[str]) -> Registration:
    birth = date(1975, 1, 1) + timedelta(days=random.randint(0, 9000))
    sex = random.choice("LP")
    return Registration(
        kind=RecipientKind.TEACHER,
        full_name=_name(random),
        sex=sex,
        birth_date=birth,
        nik=_nik(school.district_id, birth, sex, serials),
        circumstances={
            "device_access": random.choices([DeviceAccess.NONE, DeviceAccess.SHARED, DeviceAccess.OWN], [60, 25, 15])[
                0
            ],
            "employment": random.choices(
                [Employment.HONORER, Employment.FOUNDATION, Employment.PPPK, Employment.PNS], [55, 25, 15, 5]
            )[0],
            "service_years": random.randint(0, 25),
            "teaches_programme": random.random() < 0.7,
        },
        consent={"relation": "self", "given_on": date(2026, 8, 3)},
    )


def _consent(random: Random) -> dict[str, object]:
    return {
        "relation": random.choice(["father", "mother", "guardian"]),
        "given_on": date(2026, 8, random.randint(3, 28)),
    }


def _name(random: Random) -> str:
    return f"{random.choice(FIRST)} {random.choice(FIRST)} {random.choice(LAST)}"


def _nik(district: str, birth: date, sex: str, serials: Counter[str]) -> str:
    """Kecamatan, day (+40 for women), month, year, serial: right in shape, never twice."""
    day = birth.day + (40 if sex == "P" else 0)
    head = f"{district.replace('.', '')}{day:02d}{birth:%m%y}"
    serials[head] += 1
    return f"{head}{(crc32(head.encode()) + serials[head]) % 9999 + 1:04d}"
