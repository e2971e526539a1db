"""Why something cannot be done with a promise, an appointment or a device, and what to do instead."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.imei import is_imei
from donations.models import Allocation, Condition, DeviceType, Handover, HandoverCertificate, Pledge
from donations.states import AllocationState, DeviceState, HandoverState, PledgeState
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from schools.models import School

LATEST = timedelta(days=180)
# A handover is confirmed on its day: from so long before the appointment.
EARLY = timedelta(hours=12)


def is_giver(pledge: Pledge, actor: Actor) -> bool:
    return actor.is_system or actor.organisation_id == pledge.donor.organisation_id


def is_taker(pledge: Pledge, actor: Actor) -> bool:
    return actor.is_system or actor.organisation_id == pledge.school.organisation_id


def only_giver(pledge: Pledge, actor: Actor) -> None:
    """Raises Forbidden for everybody but the organisation that gives."""
    if not is_giver(pledge, actor):
        raise Forbidden("only the giver")


def only_taker(pledge: Pledge, actor: Actor) -> None:
    """Raises Forbidden for everybody but the school that receives."""
    if not is_taker(pledge, actor):
        raise Forbidden("only the school")


def only_sides(pledge: Pledge, actor: Actor) -> None:
    """Raises Forbidden for everybody but the two sides: officers watch, they do not act."""
    if not is_giver(pledge, actor) and not is_taker(pledge, actor):
        raise Forbidden("only the two sides")


def why_not_pledge(school: School, proposed_on: date, quantity: int) -> str | None:
    today = timezone.localdate()
    if school.is_closed or not school.accepted_at:
        return _(
            "Sekolah ini belum ikut program, jadi belum dapat menerima bantuan. Pilih sekolah lain di daftar kebutuhan."
        )
    if not today <= proposed_on <= today + LATEST:
        return _("Tanggal penyerahan harus antara hari ini dan 180 hari ke depan. Pilih tanggal lain.")
    if quantity < 1:
        return _("Isi jumlah gawai yang ingin Anda berikan.")
    return None


def busy() -> str:
    """What a donor reads when the same needs are in other hands at this very moment."""
    return _("Kebutuhan ini sedang diproses untuk donatur lain. Tunggu sebentar, lalu kirim lagi.")


def not_enough_left(left: int) -> str:
    """What a donor reads when others were quicker."""
    if left == 0:
        return _(
            "Kebutuhan ini sudah penuh: semuanya sudah dijanjikan donatur lain. Pilih sekolah lain di daftar kebutuhan."
        )
    return ngettext(
        "Tinggal %(left)s gawai yang belum dijanjikan. Kurangi jumlahnya lalu kirim lagi.",
        "Tinggal %(left)s gawai yang belum dijanjikan. Kurangi jumlahnya lalu kirim lagi.",
        left,
    ) % {"left": left}


def why_not_withdraw_pledge(pledge: Pledge) -> str | None:
    if pledge.state != PledgeState.COMMITTED:
        return _("Komitmen ini sudah tidak dapat ditarik.")
    if Allocation.objects.filter(line__pledge=pledge, state=AllocationState.HANDED_OVER).exists():
        return _("Sebagian gawai sudah diserahkan, jadi komitmen ini tidak dapat ditarik lagi.")
    return None


def why_not_schedule(pledge: Pledge, scheduled_for: datetime | None = None) -> str | None:
    """Without a moment: whether there is anything to schedule at all."""
    if pledge.state != PledgeState.COMMITTED:
        return _("Komitmen ini tidak lagi menunggu penyerahan.")
    if scheduled_for is not None and scheduled_for < timezone.now() - timedelta(hours=12):
        return _("Waktu serah terima sudah lewat. Pilih waktu yang akan datang.")
    waiting = Allocation.objects.filter(line__pledge=pledge, state=AllocationState.RESERVED)
    if not waiting.exists():
        return _("Semua gawai dari komitmen ini sudah dijadwalkan.")
    if not ready_units(pledge).exists():
        return _(
            "Semua gawai yang menunggu adalah gawai bekas yang belum lulus pemeriksaan. Catat dan periksa dulu gawainya, lalu "
            "atur jadwalnya."
        )
    return None


def ready_units(pledge: Pledge) -> QuerySet[Allocation]:
    """What can go into an appointment now: new devices, and used ones that an inspection found ready."""
    fit = Q(line__condition=Condition.NEW) | Q(device__state=DeviceState.INSPECTED)
    return Allocation.objects.filter(fit, line__pledge=pledge, state=AllocationState.RESERVED)


def unready_units(pledge: Pledge) -> QuerySet[Allocation]:
    """What has to wait: used devices that nobody has recorded, or that no inspection has found ready."""
    unfit = Q(device__isnull=True) | ~Q(device__state=DeviceState.INSPECTED)
    waiting = Allocation.objects.filter(line__pledge=pledge, state=AllocationState.RESERVED)
    return waiting.filter(unfit, line__condition=Condition.USED)


def why_not_cancel(handover: Handover) -> str | None:
    if handover.state != HandoverState.PLANNED:
        return _("Serah terima ini sudah berlangsung atau sudah dibatalkan.")
    return None


def why_not_record_device(allocation: Allocation) -> str | None:
    if allocation.state not in (AllocationState.RESERVED, AllocationState.SCHEDULED):
        return _("Data gawai hanya dapat diisi sebelum gawainya diserahkan.")
    if allocation.line.pledge.state != PledgeState.COMMITTED:
        return _("Komitmen ini tidak lagi menunggu penyerahan.")
    handover = allocation.handover
    if handover is not None and handover.certificates.filter(voided_at__isnull=True).exists():
        return _("BAST sudah diterbitkan. Batalkan BAST dengan alasan sebelum mengubah data gawai.")
    return None


def why_not_identify(device_type: str, imei: str, serial_number: str) -> str | None:
    """`imei` and `serial_number` are already cleaned."""
    if imei and not is_imei(imei):
        return _("IMEI harus 15 angka dan angka terakhirnya cocok. Periksa lagi dengan menekan *#06#.")
    if device_type == DeviceType.PHONE and not imei:
        return _("HP selalu punya IMEI. Tekan *#06# di HP itu, lalu salin 15 angkanya.")
    if not imei and not serial_number:
        return _("Isi IMEI atau nomor seri gawai.")
    return None


def why_not_issue(handover: Handover) -> str | None:
    if handover.state != HandoverState.PLANNED:
        return _("BAST hanya dapat diterbitkan selama serah terima masih direncanakan.")
    allocations = handover.allocations.filter(state=AllocationState.SCHEDULED)
    missing = allocations.exclude(device__state=DeviceState.INSPECTED).count()
    if missing or not allocations.exists():
        return ngettext(
            "Masih ada %(count)s gawai yang datanya (merek, tipe, IMEI atau nomor seri) belum diisi.",
            "Masih ada %(count)s gawai yang datanya (merek, tipe, IMEI atau nomor seri) belum diisi.",
            missing,
        ) % {"count": missing}
    if has_papers(handover):
        return _("BAST untuk serah terima ini sudah diterbitkan.")
    return None


def why_not_hand_over(handover: Handover) -> str | None:
    if handover.state != HandoverState.PLANNED:
        return _("Serah terima ini sudah dicatat atau dibatalkan.")
    if not has_papers(handover):
        return _("Terbitkan BAST lebih dulu, cetak, dan tanda tangani bersama; setelah itu catat serah terimanya.")
    return too_early(handover)


def has_papers(handover: Handover) -> bool:
    """Whether the paper of all its devices is valid; it is the first to go when one of them does not come."""
    return HandoverCertificate.objects.filter(handover=handover, device=None, voided_at__isnull=True).exists()


def too_early(handover: Handover) -> str | None:
    """Nobody confirms a handover before its day."""
    opens = handover.scheduled_for - EARLY
    if timezone.now() < opens:
        return _(
            "Serah terima baru dapat dikonfirmasi mulai %(when)s WIB, dua belas jam sebelum waktunya. Bila dimajukan, batalkan "
            "jadwal ini lalu atur jadwal baru."
        ) % {"when": date_format(timezone.localtime(opens), "j F Y, H.i")}
    return None


def why_not_void(handover: Handover) -> str | None:
    if handover.state != HandoverState.PLANNED:
        return _("Serah terima sudah berlangsung, jadi BAST-nya tidak dapat dibatalkan lagi.")
    if not HandoverCertificate.objects.filter(handover=handover, voided_at__isnull=True).exists():
        return _("Tidak ada BAST yang berlaku untuk dibatalkan.")
    return None
