"""Why a device of the school cannot be lent, given back, passed on or counted, and what to do instead."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Custody, Device, Loan, StockTake
from donations.states import DeviceState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from recipients.models import Recipient
from recipients.states import RecipientState
from schools.models import School

# Permendagri 19/2016, article 155: pinjam pakai runs five years at most and may be renewed.
LONGEST = timedelta(days=5 * 365 + 1)
USUAL = timedelta(days=365)
LENDABLE = (DeviceState.HANDED_OVER, DeviceState.IN_USE)


def only_keeper(school: School, actor: Actor) -> None:
    """Raises Forbidden for everybody but the school's own people: officers read its loan book, they do not write in it."""
    actor.must(Permission.LOAN_KEEP)
    if not actor.is_system and school.organisation_id != actor.organisation_id:
        raise Forbidden("only the school's own loan book")


def why_not_tell_inventory(device: Device) -> str | None:
    if device.custody != Custody.LENT_BY_SCHOOL:
        return _("Gawai ini menjadi milik murid, jadi tidak masuk buku inventaris sekolah.")
    return None


def why_not_lend(device: Device, borrower: Recipient, due_on: date, school: School) -> str | None:
    if device.custody != Custody.LENT_BY_SCHOOL:
        return _("Hanya gawai milik sekolah yang dipinjamkan; gawai ini milik murid.")
    if device.state not in LENDABLE:
        return _("Gawai ini tercatat %(state)s, jadi belum dapat dipinjamkan.") % {"state": device.get_state_display()}
    if Loan.objects.filter(device=device, ended_at=None).exists():
        return _("Gawai ini masih dipinjam. Catat dulu pengembaliannya, atau alihkan pinjamannya.")
    return why_not_borrow(borrower, school) or why_not_until(due_on)


def why_not_borrow(borrower: Recipient, school: School) -> str | None:
    if borrower.kind != "teacher" or borrower.school_id != school.pk or borrower.state != RecipientState.REGISTERED:
        return _("Peminjam harus guru yang terdaftar di sekolah ini.")
    return None


def why_not_until(due_on: date) -> str | None:
    today = timezone.localdate()
    if not today < due_on <= today + LONGEST:
        return _("Tanggal kembali harus sesudah hari ini dan paling lama lima tahun lagi.")
    return None


def why_not_end(loan: Loan) -> str | None:
    return None if loan.ended_at is None else _("Pinjaman ini sudah berakhir.")


def why_not_put_back(device: Device) -> str | None:
    if device.state != DeviceState.DAMAGED:
        return _("Hanya gawai yang tercatat rusak yang dinyatakan baik kembali.")
    return None


def may_count(school: School, actor: Actor) -> bool:
    """The school's keepers, and officers over its ground: so that somebody else than the principal counts as well."""
    keeps = actor.may(Permission.LOAN_KEEP) and school.organisation_id == actor.organisation_id
    visits = actor.may(Permission.VISIT_MAKE) and any(
        school.region == code or school.region.startswith(f"{code}.") for code in actor.oversees
    )
    return actor.is_system or keeps or visits


def only_counter(school: School, actor: Actor) -> None:
    """Raises Forbidden for everybody who may not count there."""
    if not may_count(school, actor):
        raise Forbidden("only the school and officers over its ground")


def why_not_start_count(school: School) -> str | None:
    if StockTake.objects.filter(school=school, ended_at=None).exists():
        return _("Masih ada hitung barang yang berjalan di sekolah ini. Lanjutkan atau selesaikan yang itu.")
    return None


def why_not_count(take: StockTake) -> str | None:
    return None if take.ended_at is None else _("Hitung barang ini sudah selesai. Mulai yang baru bila perlu.")
