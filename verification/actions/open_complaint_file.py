"""Save a file that came with a complaint: recorded, like reading its words."""

from __future__ import annotations

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from verification.complaints import act
from verification.models import ComplaintFile
from verification.policies_complaints import must_see


@transaction.atomic
def open_complaint_file(*, file: ComplaintFile, actor: Actor) -> bytes:
    """Its bytes, unsealed. Raises Forbidden, and FileNotFoundError when the disk has lost it."""
    must_see(file.complaint, actor)
    with file.file.open("rb") as stream:
        data = sealing.unseal_bytes(stream.read())
    trail.record(act(file.complaint, "file_opened"), file.complaint, actor=actor)
    return data
