"""People who may be registered twice: a case that waits, one that is late, one that was decided, and one held by likeness."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common import sealing
from recipients.actions.decide_case import decide_case
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.register import register
from recipients.models import DuplicateCase, Recipient
from recipients.registration import Registration
from schools.models import School

SUDIN = "31.73"


def tell(home: School) -> None:
    """At the school of the demo's sign-ins and its neighbours, for the desk of the Sudin."""
    near = _pupils(home, inside=True)
    far = _pupils(home, inside=False)
    if len(near) < 3 or len(far) < 1:
        return
    _claim(home, far[0])
    late = _claim(home, near[0])
    decided = _claim(home, near[1])
    register(school=home, people=[_written_otherwise(near[2])], actor=SYSTEM)
    opened = timezone.now() - timedelta(days=21)
    DuplicateCase.objects.filter(pk=late.pk).update(due_on=opened.date() + timedelta(days=14), created_at=opened)
    decide_case(
        case=decided,
        outcome=DuplicateCase.Outcome.MISTAKE,
        ground=DuplicateCase.Ground.PAPERS,
        note="Dua angka terakhir tertukar; sekolah sudah ditelepon (contoh).",
        actor=_of("sudin"),
    )


def _pupils(home: School, *, inside: bool) -> list[Recipient]:
    """A pupil of each of a few other schools, on the ground of the demo's Sudin or off it, to whom nothing is promised."""
    people = Recipient.objects.registered().filter(kind="student", needs__state="open").exclude(school=home)
    ground = people.filter(region__startswith=f"{SUDIN}.") if inside else people.exclude(region__startswith=f"{SUDIN}.")
    return list(ground.order_by("school_id", "pk").distinct("school_id")[:3])


def _claim(school: School, person: Recipient) -> DuplicateCase:
    """`school` types the same number."""
    told = Registration(
        kind=person.kind,
        full_name=person.full_name.upper(),
        sex=person.sex,
        birth_date=person.birth_date,
        nik=sealing.unseal(person.nik_sealed),
        class_group=person.class_group,
        circumstances={"device_access": "none"},
    )
    [pk] = open_cases(school=school, claims=[Claim(0, told)], actor=SYSTEM).values()
    return DuplicateCase.objects.get(pk=pk)


def _written_otherwise(person: Recipient) -> Registration:
    """The words in another order, one as its initial, and another serial of the NIK."""
    first, second, last = person.full_name.split()
    return Registration(
        kind=person.kind,
        full_name=f"{last} {first} {second[0]}.",
        sex=person.sex,
        birth_date=person.birth_date,
        nik=f"{sealing.unseal(person.nik_sealed)[:12]}9999",
        class_group=person.class_group,
        grade=person.grade,
        circumstances={"device_access": "none"},
        consent={"relation": "mother", "given_on": timezone.localdate()},
    )


def _of(name: str) -> Actor:
    memberships = Membership.objects.select_related("user", "organisation")
    return actor_of(memberships.get(user__email=f"{name}@demo.example"))
