"""The office has checked an aggregator; the verification holds for a year at most."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Aggregator, Licence
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused

LONGEST = timedelta(days=366)


@transaction.atomic
def verify_aggregator(*, aggregator: Aggregator, until: date, actor: Actor) -> Aggregator:
    """Needs a licence in force. Done again every year; an earlier end withdraws it earlier."""
    actor.must(Permission.AGGREGATOR_VERIFY)
    found = Aggregator.objects.locked().get(pk=aggregator.pk)
    today = timezone.localdate()
    if not today <= until <= today + LONGEST:
        raise Refused(
            _("Verifikasi berlaku paling lama satu tahun. Pilih tanggal antara hari ini dan setahun ke depan.")
        )
    if not Licence.objects.in_force(today).filter(aggregator=found).exists():
        raise Refused(_("Tidak ada izin yang berlaku. Catat izinnya dulu, baru verifikasi."))
    found.verified_at = timezone.now()
    found.verified_by_id = actor.user_id or 0
    found.verified_until = until
    found.save(update_fields=["verified_at", "verified_by_id", "verified_until", "updated_at"])
    trail.record("aggregator.verified", found, actor=actor, until=until.isoformat())
    return found
