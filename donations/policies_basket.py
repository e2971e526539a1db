"""Why a basket or a line of it cannot be taken further, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.baskets import is_open
from donations.models import Aggregator, Basket, BasketItem, Delivery, DropPoint
from donations.offers import fits
from donations.policies import LATEST, why_not_pledge

MOST_LINES, MOST_UNITS = 50, 1000


def why_not_change(basket: Basket) -> str | None:
    if not is_open(basket):
        return _("Keranjang ini sudah dikirim atau dibatalkan. Mulailah keranjang baru.")
    return None


def why_not_more(basket: Basket, item: BasketItem) -> str | None:
    """A basket keeps needs from others for a while: with `item`, as typed, it must stay within what one may keep."""
    others = basket.items.exclude(pk=item.pk)
    if others.count() >= MOST_LINES:
        return _("Keranjang sudah penuh. Kirim dulu isinya.")
    kept = others.filter(target=BasketItem.Target.SCHOOL).aggregate(n=Sum("quantity"))["n"] or 0
    if item.target == BasketItem.Target.SCHOOL and kept + item.quantity > MOST_UNITS:
        return _("Satu keranjang memesan paling banyak 1.000 gawai untuk sekolah. Kirim dulu isinya, lalu mulai lagi.")
    return None


def why_not_item(item: BasketItem) -> str | None:
    """Judged when a line is typed and again when the basket is sent: a school or an aggregator may have left meanwhile."""
    if not 1 <= item.quantity <= 1000:
        return _("Jumlah gawai harus antara 1 dan 1.000.")
    if not item.is_money and not fits(item.need_class, item.device_type):
        return _("Jenis gawai ini tidak sesuai dengan kebutuhannya. Pilih jenis lain.")
    if item.target == BasketItem.Target.SCHOOL:
        if item.school is None or not item.need_class:
            return _("Pilih sekolah dan untuk siapa gawainya.")
        return why_not_pledge(item.school, timezone.localdate(), item.quantity)
    if item.target == BasketItem.Target.AGGREGATOR:
        return why_not_through(item)
    return None


def why_not_through(item: BasketItem) -> str | None:
    if item.aggregator is None or not Aggregator.objects.listed().filter(organisation=item.aggregator).exists():
        return _(
            "Agregator ini sedang tidak dapat menerima titipan (izin atau verifikasinya tidak berlaku). "
            "Pilih agregator lain atau tujuan lain."
        )
    return None


def why_not_plan(basket: Basket) -> str | None:
    """Date and delivery, without which nothing is sent."""
    today = timezone.localdate()
    if basket.proposed_on is None or not today <= basket.proposed_on <= today + LATEST:
        return _("Tanggal penyerahan harus antara hari ini dan 180 hari ke depan. Pilih tanggal lain.")
    if not basket.delivery:
        return _("Pilih cara pengantaran.")
    listed = DropPoint.objects.listed().filter(pk=basket.drop_point_id or 0)
    if basket.delivery == Delivery.DROP_POINT and not listed.exists():
        return _("Pilih titik kumpul yang masih menerima gawai.")
    return None


def why_not_commit(basket: Basket, items: Sequence[BasketItem]) -> str | None:
    if not items:
        return _("Keranjang masih kosong. Pilih dulu gawai dan tujuannya.")
    return why_not_change(basket) or why_not_plan(basket) or next(filter(None, map(why_not_item, items)), None)
