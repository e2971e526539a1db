"""Take a school into the programme."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.notifications import outbox
from schools.models import School
from schools.policies import why_not_accept


@transaction.atomic
def accept_school(*, school: School, actor: Actor) -> School:
    """From now on the school's people can be eligible. recipients/actions/admit_school.py calls this and assesses them."""
    actor.must(Permission.SCHOOL_ACCEPT)
    school = School.objects.select_for_update().get(pk=school.pk)
    refuse_if(why_not_accept(school))
    school.accepted_at, school.accepted_by_id = timezone.now(), actor.user_id
    school.save(update_fields=["accepted_at", "accepted_by_id", "updated_at"])
    trail.record("school.accepted", school, actor=actor)
    outbox.post(
        "schools/school_accepted",
        to=people_of(school.organisation_id, Permission.RECIPIENT_REGISTER),
        path="/beranda/",
        once=f"school_accepted:{school.pk}",
        school=school.name,
    )
    return school
