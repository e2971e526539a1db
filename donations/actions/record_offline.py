"""A handover that was written down on a phone without network arrives."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from donations.actions.hand_over import hand_over
from donations.models import Allocation, Confirmed, Handover, OfflineRecord
from donations.policies import only_taker
from donations.states import AllocationState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.alone import alone_with
from ksbb.common.photos import CleanPhoto
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState


def record_offline(
    *,
    client_id: UUID,
    handover: Handover,
    written_at: datetime,
    count: int,
    actor: Actor,
    code: str = "",
    signed: CleanPhoto | None = None,
) -> OfflineRecord:
    """The record under `client_id`; a second try gets the first one's answer. Empty `refused_reason`: it was applied.

    StaleState while another try of the same record is under way. Like `hand_over`, not to be called inside a transaction.
    """
    actor.must(Permission.HANDOVER_RECORD)
    only_taker(handover.pledge, actor)
    with alone_with("donations.record_offline", client_id.int) as is_alone:
        if not is_alone:
            raise StaleState(client_id)
        known = OfflineRecord.objects.filter(client_id=client_id).first()
        if known is not None:
            return _of_the_same(known, handover, actor)
        reason = _apply(handover, count, code, signed, actor)
        record = OfflineRecord(
            client_id=client_id,
            handover=handover,
            region=handover.region,
            # A phone's clock may be wrong; nothing was written after it arrived.
            written_at=min(written_at, timezone.now()),
            sent_by_id=actor.user_id or 0,
            refused_reason=reason[:300],
        )
        return _keep(record, actor)


def _of_the_same(known: OfflineRecord, handover: Handover, actor: Actor) -> OfflineRecord:
    if (known.sent_by_id, known.handover_id) != (actor.user_id, handover.pk):
        raise Forbidden("a record belongs to whom it was sent by")
    return known


def _apply(handover: Handover, count: int, code: str, signed: CleanPhoto | None, actor: Actor) -> str:
    """Why it was refused, or nothing. The photo of the signed paper stands for itself; a code counts where there is none."""
    try:
        _refuse_other_count(handover, count)
        hand_over(handover=handover, actor=actor, signed=signed, code="" if signed else code)
    except Refused as no:
        return "" if _was_done_by_us(handover, signed, actor) else no.reason
    return ""


def _refuse_other_count(handover: Handover, count: int) -> None:
    """What is on the papers and what stood at the door must be the same before the whole lot changes hands."""
    on_paper = Allocation.objects.filter(handover=handover, state=AllocationState.SCHEDULED).count()
    if on_paper and on_paper != count:
        raise Refused(
            _(
                "Anda menulis %(count)s gawai, di BAST tertulis %(on_paper)s. Catat dulu gawai yang tidak sampai di halaman serah "
                "terimanya, atau perbaiki jumlahnya."
            )
            % {"count": count, "on_paper": on_paper}
        )


def _was_done_by_us(handover: Handover, signed: CleanPhoto | None, actor: Actor) -> bool:
    """An earlier try got through and its answer did not come back."""
    handover.refresh_from_db()
    if handover.done_at is None or handover.done_by_id != actor.user_id:
        return False
    if signed is not None:
        return handover.signed_paper_sha256 == signed.sha256
    return handover.confirmed_how == Confirmed.CODE


@transaction.atomic
def _keep(record: OfflineRecord, actor: Actor) -> OfflineRecord:
    record.save()
    if not record.refused_reason:
        written = date_format(timezone.localtime(record.written_at), "j F Y, H.i")
        trail.record("handover.written_offline", record.handover, actor=actor, written=written)
    return record
