"""The whole invented city, in the order in which it would come to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from donations.models import Pledge
from ksbb.accounts.actions.publish_root import publish_root
from ksbb.accounts.models import Membership, User
from ksbb.audit.seals import seal_all
from ksbb.authority.actors import SYSTEM
from ksbb.authority.roles import Role
from ksbb.portal.demo import (
    complaints,
    custody,
    doubles,
    fairness,
    finding,
    giving_books,
    giving_devices,
    guardians,
    line,
    matching,
    offices,
    people,
    places,
    rights,
    samples,
    use,
)
from ksbb.territories.loading import load_territories
from ksbb.territories.tilemap import LAYOUT
from recipients.actions.assess import assess
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.register import write_registrations
from schools.models import School
from verification.actions.keep_data import keep_data

BATCH = 20_000
# Five thousand schools for the whole city, as in Jakarta, and never fewer than four a kecamatan.
PEOPLE_PER_SCHOOL, FEWEST, MOST = 35, 4, 110


def seed(recipients: int, *, say: Callable[[str], None]) -> None:
    """Fill an empty base; the same number gives the same people, schools and gifts."""
    random = Random(2026)  # noqa: S311 - the same at every run, and no secret
    if not School.objects.filter(district_id=places.HOME_DISTRICT).exists():
        load_territories(("31",))
    per_district = max(FEWEST, min(MOST, round(recipients / PEOPLE_PER_SCHOOL / len(LAYOUT))))
    with transaction.atomic():
        organisations = places.invent_offices() | places.invent_givers()
        schools = places.invent_schools(per_district, random)
        home = [school for school in schools if school.district_id == places.HOME_DISTRICT]
        places.invent_sign_ins(organisations | {"school": home[0].organisation})
        install_first_criteria()
        say(f"{len(schools)} schools")
        # The school of the demo's sign-ins is a large one: it has gifts at every stage and needs left to give for.
        _register([*schools, home[0], home[0]], recipients, random)
        look_at_the_tables()
        assess()
    fold_tallies()
    say(f"{recipients} recipients")
    say(f"{_give(schools, random)} gifts")
    fairness.tell(home[0])
    doubles.tell(home[0])
    offices.exchange(places.HOME_DISTRICT)
    fold_tallies()
    finding.tell()
    giving_books.tell(schools)
    fold_tallies()
    giving_devices.tell()
    matching.tell()
    guardians.tell()
    complaints.tell(home[0])
    samples.tell()
    use.tell(home[0])
    custody.tell(home[0])
    rights.tell(home[0])
    fold_tallies()
    keep_data()
    seal_all()
    publish_root(day=timezone.localdate() - timedelta(days=1))


def _register(schools: list[School], count: int, random: Random) -> None:
    invented = people.invent(schools, count, random)
    while batch := list(islice(invented, BATCH)):
        write_registrations(batch, actor=SYSTEM)


def look_at_the_tables() -> None:
    """Fresh statistics, so that the planner knows the tables that have just been filled."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _give(schools: list[School], random: Random) -> int:
    """A gift in each kecamatan, the stages in turn; the demo school has one of each stage."""
    cast = line.cast_of(
        ("donatur@demo.example", "perusahaan@demo.example", "agregator@demo.example"), "validator@demo.example", random
    )
    accepted = [school for school in schools if school.accepted_at]
    home = next(school for school in accepted if school.district_id == places.HOME_DISTRICT)
    first = {school.district_id: school for school in reversed(accepted)}
    targets = [home] * len(line.STAGES) + list(first.values())
    for number, school in enumerate(targets):
        line.give(number, school, cast)
    return Pledge.objects.count()


def is_seeded() -> bool:
    return User.objects.filter(memberships__role=Role.COORDINATOR).exists() or Membership.objects.exists()
