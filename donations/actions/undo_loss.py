"""One device of a lot that was lost on the way was found: the book has it in stock again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from donations.actions.reverse_entry import reverse_entry
from donations.actions.write_entry import write_entry
from donations.books import Kind, Said, in_force
from donations.models import Aggregator, Device, LedgerEntry
from ksbb.authority.actors import Actor


def undo_loss(*, device: Device, actor: Actor) -> LedgerEntry | None:
    """The loss is reversed, and what is still lost of it written anew: entries are never changed. Inside the caller's transaction.

    None when the device is of no lot, or when the aggregator reversed the loss before.
    """
    if device.lot_id is None:
        return None
    book = Aggregator.objects.locked().get(entries=device.lot_id)
    losses = in_force(LedgerEntry.objects.filter(lot=device.lot_id, kind=Kind.LOSS, handover__isnull=False))
    loss = losses.select_related("lot", "handover", "aggregator").order_by("-pk").first()
    if loss is None:
        return None
    inverse = reverse_entry(entry=loss, reason=_("Satu gawai ditemukan kembali"), actor=actor)
    said = Said(
        kind=Kind.LOSS,
        occurred_on=loss.occurred_on,
        device_type=loss.device_type,
        condition=loss.condition,
        quantity=loss.quantity - 1,
        lot=loss.lot,
        note=loss.note,
    )
    if said.quantity:
        write_entry(aggregator=book, said=said, actor=actor, handover=loss.handover)
    return inverse
