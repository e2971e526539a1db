"""An entry leaves the list of lost and stolen devices: it was found, or it was a mistake."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import WantedDevice
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused


@transaction.atomic
def lift_wanted(*, wanted: WantedDevice, reason: str, actor: Actor) -> WantedDevice:
    """With a reason that stays. Raises Refused when it is lifted already, or without a reason."""
    actor.must(Permission.WANTED_KEEP)
    if not actor.is_system and not WantedDevice.objects.visible_to(actor).filter(pk=wanted.pk).exists():
        raise Forbidden("outside the own ground")
    if not reason.strip():
        raise Refused(_("Tuliskan mengapa gawai ini tidak dicari lagi."))
    wanted = WantedDevice.objects.select_for_update(no_key=True).get(pk=wanted.pk)
    if wanted.lifted_at is not None:
        raise Refused(_("Gawai ini sudah tidak dicari lagi."))
    wanted.lifted_at, wanted.lifted_by_id = timezone.now(), actor.user_id or 0
    wanted.lifted_reason = reason.strip()[:300]
    wanted.save(update_fields=["lifted_at", "lifted_by_id", "lifted_reason", "updated_at"])
    trail.record("wanted.lifted", wanted, actor=actor)
    return wanted
