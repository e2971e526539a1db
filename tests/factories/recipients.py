"""Registered people for the tests, written as the register itself writes them. All names and numbers are made by rule."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import factory
from django.utils import timezone

from ksbb.authority.actors import SYSTEM
from recipients.actions.register import write_registrations
from recipients.models import Recipient
from recipients.registration import Registration
from schools.models import School
from tests.factories.schools import SchoolFactory

_serials = count(5001)


def a_nik(born: date, sex: str = "L") -> str:
    """A NIK right by construction, another one at every call (serials from 5001 on: workbooks use the lower ones)."""
    serial = next(_serials)
    day = born.day + (40 if sex == "P" else 0)
    return f"{317301 + serial // 9999 % 8:06d}{day:02d}{born:%m%y}{serial % 9999 + 1:04d}"


class RegistrationFactory(factory.Factory):
    """What a school tells of one person: a pupil of class 5; `teacher`; `ready` lacks a device and has consent."""

    class Meta:
        model = Registration

    class Params:
        teacher = factory.Trait(
            kind="teacher",
            birth_date=date(1990, 1, 9),
            class_group="",
            grade=None,
            circumstances={"device_access": "none", "employment": "honorer", "service_years": 4},
        )
        ready = factory.Trait(
            circumstances={"device_access": "none"}, consent={"relation": "mother", "given_on": date(2026, 7, 1)}
        )

    kind = "student"
    full_name = factory.Sequence(lambda n: f"Rekaan Nomor {n:05d}")
    sex = "L"
    birth_date = date(2014, 2, 3)
    nik = factory.LazyAttribute(lambda person: a_nik(person.birth_date, person.sex))
    class_group = "Kelas 5A"
    grade = 5


class RecipientFactory(RegistrationFactory):
    """The person in the register of `school` (an accepted one), not assessed yet; `ended` has left."""

    class Meta:
        model = Recipient

    class Params:
        ended = factory.Trait(state="withdrawn", ended_at=factory.LazyFunction(timezone.now), ended_reason="left")

    school = factory.LazyFunction(lambda: SchoolFactory.create(accepted=True))

    @classmethod
    def _create(cls, model_class: type[Recipient], *args: Any, **facts: Any) -> Recipient:
        school: School = facts.pop("school")
        later = {name: facts.pop(name) for name in ("state", "ended_at", "ended_reason") if name in facts}
        [pk] = write_registrations([(school, Registration(**facts))], actor=SYSTEM)
        Recipient.objects.filter(pk=pk).update(**later) if later else None
        return Recipient.objects.get(pk=pk)
