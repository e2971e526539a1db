"""Why a promise cannot be changed, divided, accepted or taken back, and what to do instead."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.models import Allocation, Consignment, Pledge, PledgeLine, Wish
from donations.policies import LATEST
from donations.states import AllocationState, ConsignmentState, PledgeState, WishState


def free_units(line: PledgeLine) -> int:
    """Units that are held and in no appointment: the part of a line that can still be given back or moved."""
    return Allocation.objects.filter(line=line, state=AllocationState.RESERVED).count()


def why_not_edit_pledge(pledge: Pledge) -> str | None:
    if pledge.state != PledgeState.COMMITTED:
        return _(
            "Komitmen ini sudah selesai, jadi tidak dapat diubah lagi. Buat komitmen baru bila ingin memberi lagi."
        )
    return None


def why_not_quantity(line: PledgeLine, wanted: int) -> str | None:
    """`wanted` is the new number of the line."""
    if not 1 <= wanted <= 1000:
        return _("Jumlah gawai harus antara 1 dan 1.000. Untuk membatalkan semuanya, tarik komitmennya.")
    if wanted > line.quantity and (line.pledge.wish_id or line.lot_id):
        return _(
            "Komitmen ini hasil pemadanan, jadi jumlahnya tidak dapat ditambah. Buat komitmen baru untuk tambahannya."
        )
    if wanted > line.quantity and not Allocation.objects.live().filter(line=line).exists():
        return _("Semua gawai baris ini sudah dilepas. Buat komitmen baru untuk gawai yang lain.")
    fixed = line.quantity - free_units(line)
    if wanted < fixed:
        return ngettext(
            "%(fixed)s gawai sudah dijadwalkan atau diserahkan. Jumlahnya tidak dapat lebih kecil dari itu; "
            "batalkan dulu jadwalnya.",
            "%(fixed)s gawai sudah dijadwalkan atau diserahkan. Jumlahnya tidak dapat lebih kecil dari itu; "
            "batalkan dulu jadwalnya.",
            fixed,
        ) % {"fixed": fixed}
    return None


def why_not_move_to(day: date) -> str | None:
    today = timezone.localdate()
    if not today <= day <= today + LATEST:
        return _("Tanggal penyerahan harus antara hari ini dan 180 hari ke depan. Pilih tanggal lain.")
    return None


def why_not_split(pledge: Pledge) -> str | None:
    """Whether there is anything that could be moved to another day."""
    if pledge.state != PledgeState.COMMITTED:
        return _("Komitmen ini tidak lagi menunggu penyerahan.")
    units = Allocation.objects.filter(line__pledge=pledge)
    free = units.filter(state=AllocationState.RESERVED).count()
    live = units.exclude(state__in=[AllocationState.RELEASED, AllocationState.REFUTED]).count()
    if not free:
        return _("Semua gawai dari komitmen ini sudah dijadwalkan. Batalkan dulu jadwalnya.")
    if live < 2:
        return _("Komitmen ini hanya satu gawai, jadi tidak dapat dipecah. Ubah saja tanggalnya.")
    return None


def why_not_part(pledge: Pledge, parts: dict[int, int]) -> str | None:
    """`parts`: how many of each line go into the new pledge."""
    total = sum(parts.values())
    if total < 1:
        return _("Isi berapa gawai yang dipindahkan ke tanggal lain.")
    for line in pledge.lines.all():
        if parts.get(line.pk, 0) > free_units(line):
            return _("Hanya gawai yang belum dijadwalkan yang dapat dipindahkan.")
    units = Allocation.objects.live().filter(line__pledge=pledge).count()
    if total >= units:
        return _("Sisakan sedikitnya satu gawai di komitmen ini. Untuk memindahkan semuanya, ubah tanggalnya.")
    return None


def why_not_accept(pledge: Pledge) -> str | None:
    if pledge.state != PledgeState.COMMITTED:
        return _("Komitmen ini tidak lagi menunggu penyerahan.")
    return None


def why_not_withdraw_wish(wish: Wish) -> str | None:
    if wish.state == WishState.PLACED:
        return _("Semua gawainya sudah dipadankan dengan sekolah. Tarik komitmennya satu per satu bila perlu.")
    if wish.state != WishState.OPEN:
        return _("Keinginan ini sudah berakhir.")
    return None


def why_not_withdraw_consignment(consignment: Consignment) -> str | None:
    if consignment.state == ConsignmentState.RECEIVED:
        return _("Agregator sudah mencatat titipan ini diterima, jadi tidak dapat ditarik lagi. Hubungi agregatornya.")
    if consignment.state != ConsignmentState.OFFERED:
        return _("Titipan ini sudah berakhir.")
    return None
