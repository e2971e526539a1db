"""Devices of an aggregator's stock are promised to one school."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.actions.place import place
from donations.actions.profile_of import profile_of
from donations.holding import open_needs
from donations.models import Aggregator, LedgerEntry, Pledge
from donations.offers import fits
from donations.policies import busy, not_enough_left, why_not_pledge
from donations.policies_allowance import why_not_receive
from donations.policies_books import only_own_book
from donations.stock import free_of, gift_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if
from schools.models import School


@transaction.atomic
def place_lot(
    *,
    lot: LedgerEntry,
    school: School,
    need_class: str,
    quantity: int,
    signed_name: str,
    actor: Actor,
    proposed_on: date | None = None,
    seen: int | None = None,
) -> Pledge:
    """All of `quantity` or nothing, never more than the lot's free stock. Raises Refused.

    `seen` is the free stock that the form showed: when it moved meanwhile (the same form sent twice, too) nothing is done.
    """
    actor.must(Permission.LEDGER_RECORD)
    book = Aggregator.objects.locked().get(pk=lot.aggregator_id)
    only_own_book(book, actor)
    free = free_of(lot)
    if seen is not None and seen != free:
        raise Refused(_("Stok baru saja berubah. Periksa dulu angkanya, lalu kirim lagi bila masih perlu."))
    if not 0 < quantity <= free:
        raise Refused(
            ngettext(
                "Dari stok ini masih dapat dijanjikan %(free)s gawai.",
                "Dari stok ini masih dapat dijanjikan %(free)s gawai.",
                free,
            )
            % {"free": free}
        )
    if not fits(need_class, lot.device_type):
        raise Refused(_("Jenis gawai ini tidak sesuai dengan kebutuhannya. Pilih stok lain."))
    refuse_if(why_not_pledge(school, proposed_on or timezone.localdate(), quantity))
    refuse_if(why_not_receive(school, need_class, quantity))
    placed = place(
        gift=gift_of(lot),
        donor=profile_of(book=book),
        school=school,
        need_class=need_class,
        quantity=quantity,
        signed_name=signed_name,
        actor=actor,
        lot=lot,
        proposed_on=proposed_on,
        whole=True,
    )
    if placed.pledge is None:
        left = open_needs(school.pk, need_class)
        raise Refused(not_enough_left(left) if left < quantity else busy())
    return placed.pledge
