"""The office takes a school into the programme, and its people are judged anew."""

from __future__ import annotations

from django.db import transaction

from ksbb.authority.actors import Actor
from recipients.actions.assess import assess
from schools.actions.accept_school import accept_school
from schools.models import School


@transaction.atomic
def admit_school(*, school: School, actor: Actor) -> School:
    school = accept_school(school=school, actor=actor)
    assess(school_ids=[school.pk])
    return school
