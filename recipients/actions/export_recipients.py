"""The school takes its own list out as a file: numbers masked, nothing in it that could run, and recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from recipients.resources import FORMATS, OwnListResource
from schools.models import School


@transaction.atomic
def export_recipients(*, school: School, file_format: str, actor: Actor, kind: str = "") -> bytes:
    """The registered people of the own school, or those of one `kind`; the trail gets their number.

    `file_format` is a key of FORMATS.
    """
    actor.must(Permission.RECIPIENT_EXPORT)
    if actor.organisation_id != school.organisation_id:
        raise Forbidden("only the own school")
    people = OwnListResource.people(actor).order_by("kind", "class_group", "full_name", "id")
    dataset = OwnListResource().export(people.filter(kind=kind) if kind else people)
    dataset.title = _("Daftar penerima")
    trail.record("recipient.exported", school, actor=actor, people=len(dataset))
    data: bytes = FORMATS[file_format]().export_data(dataset)
    return data
