"""Show a person's numbers in full: a recorded event with a purpose."""

from __future__ import annotations

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from recipients.models import Recipient
from recipients.policies import UnmaskPurpose


@transaction.atomic
def unmask_identity(*, recipient: Recipient, actor: Actor, purpose: str) -> dict[str, str]:
    """Name of the number → number in full. `purpose` is an UnmaskPurpose, never free text about a person."""
    actor.must(Permission.IDENTITY_UNMASK)
    if purpose not in UnmaskPurpose.values:
        raise ValueError(f"unknown purpose {purpose!r}")
    trail.record("identity.unmasked", recipient, actor=actor, purpose=purpose)
    sealed = {"NIK": recipient.nik_sealed, "NISN": recipient.nisn_sealed, "NUPTK": recipient.nuptk_sealed}
    return {name: sealing.unseal(value) for name, value in sealed.items() if value}
