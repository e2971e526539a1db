"""A licence to collect is put on record, as it was issued."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Aggregator, Licence, LicenceEvent
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused


@transaction.atomic
def add_licence(
    *,
    aggregator: Aggregator,
    number: str,
    issuer: str,
    valid_from: date,
    valid_until: date,
    actor: Actor,
    document: ContentFile[bytes] | None = None,
) -> Licence:
    """Raises Refused when its end lies before its begin, or its number is on record already."""
    actor.must(Permission.AGGREGATOR_VERIFY)
    holder = Aggregator.objects.locked().get(pk=aggregator.pk)
    number, issuer = " ".join(number.split()), " ".join(issuer.split())
    if valid_until < valid_from:
        raise Refused(_("Tanggal berakhirnya sebelum tanggal mulainya. Periksa lagi suratnya."))
    if Licence.objects.filter(issuer=issuer, number=number).exists():
        raise Refused(_("Izin dengan nomor dan penerbit ini sudah tercatat."))
    made = Licence(aggregator=holder, number=number, issuer=issuer, valid_from=valid_from, valid_until=valid_until)
    if document is not None:
        made.document.save(document.name or "izin", document, save=False)
    made.save(force_insert=True)
    LicenceEvent.objects.create(
        licence=made,
        status=made.state,
        on=min(valid_from, timezone.localdate()),
        reason=_("Izin diterbitkan oleh %(issuer)s") % {"issuer": issuer},
        by_id=actor.user_id or 0,
    )
    trail.record("licence.added", made, actor=actor)
    return made
