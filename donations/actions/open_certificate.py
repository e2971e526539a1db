"""A paper is read; when it names a person, the trail says by whom."""

from __future__ import annotations

from django.core.files.base import File
from django.db import transaction

from donations.models import HandoverCertificate
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission


@transaction.atomic
def open_certificate(*, certificate: HandoverCertificate, actor: Actor) -> File[bytes]:
    """The PDF as it was issued; the caller found `certificate` with `visible_to`. Raises FileNotFoundError when it was erased."""
    actor.must(Permission.HANDOVER_VIEW)
    if not certificate.pdf:
        raise FileNotFoundError(certificate.number)
    if certificate.device_id is not None:
        trail.record("certificate.opened", certificate, actor=actor)
    return certificate.pdf.open("rb")
