"""The programme's survey of September and October 2020, as rows: 171,998 pupils without a device or sharing one.

Source: the figures of Dinas Pendidikan in the press of 26 November 2020 (none + shared = total by kind of school). How they
spread over kecamatan and schools was not published: here evenly. Names, schools and all other facts are invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

from django.db import transaction

from ksbb.authority.actors import SYSTEM
from ksbb.portal.demo import people, places
from ksbb.portal.demo.seeding import BATCH, look_at_the_tables
from ksbb.territories.loading import load_territories
from ksbb.territories.tilemap import LAYOUT
from recipients.actions.assess import assess
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.register import write_registrations
from recipients.models import DeviceAccess
from recipients.registration import Registration
from schools.actions.load_schools import load_schools
from schools.models import School
from schools.rows import SchoolRow

# Kind of school: (no device, shares one).
SURVEY: dict[str, tuple[int, int]] = {
    "SD": (22_904, 81_407),
    "SMP": (21_294, 15_574),
    "SMA": (3_141, 1_430),
    "SMK": (17_604, 3_093),
    "SLB": (536, 1_463),
    "PKBM": (2_428, 1_124),
}
# A school has about so many pupils of the survey; every kind has one school at least.
PER_SCHOOL = 60


def scaled(scale: int) -> dict[str, tuple[int, int]]:
    """The survey with every count divided by `scale`, rounded half up."""
    return {form: (_part(none, scale), _part(shared, scale)) for form, (none, shared) in SURVEY.items()}


def _part(count: int, scale: int) -> int:
    return (2 * count + scale) // (2 * scale)


def seed_survey(scale: int = 1, *, say: Callable[[str], None]) -> None:
    """Fill an empty base with the survey; the same scale gives the same people."""
    random = Random(2020)  # noqa: S311 - the same at every run, and no secret
    wanted = scaled(scale)
    if not School.objects.filter(district_id=places.HOME_DISTRICT).exists():
        load_territories(("31",))
    with transaction.atomic():
        offices = places.invent_offices() | places.invent_givers()
        schools = _invent_schools(wanted)
        places.invent_sign_ins(offices | {"school": schools["SD"][0].organisation})
        install_first_criteria()
        invented = _pupils(wanted, schools, random)
        while batch := list(islice(invented, BATCH)):
            write_registrations(batch, actor=SYSTEM)
        look_at_the_tables()
        assess()
    fold_tallies()
    say(f"{sum(map(sum, wanted.values()))} pupils of the survey in {sum(map(len, schools.values()))} schools")


def _invent_schools(wanted: dict[str, tuple[int, int]]) -> dict[str, list[School]]:
    rows: list[SchoolRow] = []
    for form, counts in wanted.items():
        for index in range(max(1, round(sum(counts) / PER_SCHOOL))):
            code, name, *_rest = LAYOUT[index % len(LAYOUT)]
            rows.append(_row(len(rows), form, code, f"{form} Survei {name} {index // len(LAYOUT) + 1:02d}"))
    load_schools(rows=rows, actor=SYSTEM, accept=True)
    found = School.objects.filter(npsn__startswith="SV").order_by("npsn")
    return {form: [school for school in found if school.form == form] for form in wanted}


def _row(number: int, form: str, code: str, name: str) -> SchoolRow:
    return SchoolRow(
        number=number,
        npsn=f"SV{number:06d}",
        name=name,
        form=form,
        status="swasta",
        address="Jalan Rekaan No. 20",
        district_id=code,
        village_id=None,
        latitude=None,
        longitude=None,
    )


def _pupils(
    wanted: dict[str, tuple[int, int]], schools: dict[str, list[School]], random: Random
) -> Iterator[tuple[School, Registration]]:
    """Each kind's pupils, spread evenly over its schools."""
    serials: Counter[str] = Counter()
    for form, (none, shared) in wanted.items():
        accesses = [DeviceAccess.NONE.value] * none + [DeviceAccess.SHARED.value] * shared
        for index, access in enumerate(accesses):
            school = schools[form][index % len(schools[form])]
            yield school, people.lacking(school, access, random, serials)
