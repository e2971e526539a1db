"""Why a handover cannot be confirmed, parted with or accompanied, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.models import Handover, Pledge, Shortfall
from donations.policies import has_papers, is_giver, is_taker, too_early
from donations.states import HandoverState
from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission

CODE_TIME = timedelta(minutes=10)
TRIES = 5
Kind = Shortfall.Kind


def why_not_open_code(handover: Handover) -> str | None:
    """Only on the day, and only when there is something to sign: a code lives ten minutes."""
    if handover.state != HandoverState.PLANNED:
        return _("Serah terima ini sudah dicatat atau dibatalkan.")
    if not has_papers(handover):
        return _("Sekolah belum menerbitkan berita acara (BAST). Kode dapat dibuka setelah BAST terbit.")
    return too_early(handover)


def no_code() -> str:
    return _(
        "Tidak ada kode yang berlaku: belum dibuka, sudah lewat sepuluh menit, sudah dipakai, atau sudah lima kali salah. "
        "Minta pemberi membuka kode baru."
    )


def wrong_code(tries_left: int) -> str:
    """What the school reads after a wrong entry."""
    if tries_left == 0:
        return _("Kode salah lima kali, jadi tidak berlaku lagi. Minta pemberi membuka kode baru.")
    return ngettext(
        "Kode tidak cocok. Periksa angkanya pada layar pemberi; masih ada %(left)s percobaan.",
        "Kode tidak cocok. Periksa angkanya pada layar pemberi; masih ada %(left)s percobaan.",
        tries_left,
    ) % {"left": tries_left}


def why_not_both_sides(giver_id: int, taker_id: int) -> str | None:
    """Neither side alone is enough: one account, or two accounts of one natural person, is one side (promise 10)."""
    rows = User.objects.filter(pk__in=[giver_id, taker_id]).values_list("person_digest", flat=True)
    digests = [bytes(digest) for digest in rows if digest]
    if giver_id == taker_id or len(set(digests)) < len(digests):
        return _(
            "Kode ini dibuka oleh orang yang sama. Serah terima harus dikonfirmasi dua orang: satu dari pemberi, satu dari sekolah."
        )
    return None


def unconfirmed() -> str:
    return _("Masukkan enam angka dari layar pemberi, atau unggah foto BAST yang ditandatangani kedua pihak.")


def used_photo() -> str:
    return _("Foto ini sudah dipakai untuk serah terima lain. Foto BAST dari serah terima yang ini.")


def kinds_for(pledge: Pledge, actor: Actor) -> list[str]:
    """What each side may say of a device that did not come: only a school refuses one."""
    if is_taker(pledge, actor):
        return [kind.value for kind in Kind]
    return [kind.value for kind in Kind if kind != Kind.REFUSED]


def why_not_fall_short(handover: Handover, kinds: Sequence[str], pledge: Pledge, actor: Actor) -> str | None:
    if handover.state != HandoverState.PLANNED:
        return _(
            "Serah terima ini sudah dicatat atau dibatalkan. Bila ada yang kurang, tulis di laporan penerimaannya."
        )
    if not kinds:
        return _("Pilih paling sedikit satu gawai dan apa yang terjadi dengannya.")
    if not set(kinds) <= set(kinds_for(pledge, actor)):
        return _("Hanya sekolah yang dapat menolak gawai.")
    return None


def may_accompany(handover: Handover, actor: Actor) -> bool:
    """Whether the actor is an officer over the ground, who goes along or sends a colleague."""
    ground = any(_holds(code, handover.region) for code in actor.oversees)
    return actor.may(Permission.VISIT_MAKE) and (actor.is_system or ground)


def _holds(code: str, region: str) -> bool:
    return region == code or region.startswith(f"{code}.")


def may_choose_officer(handover: Handover, actor: Actor) -> bool:
    """The two sides ask for somebody; the officers over the ground answer."""
    pledge = handover.pledge
    sides = is_giver(pledge, actor) or is_taker(pledge, actor)
    return (sides and actor.may(Permission.HANDOVER_SCHEDULE)) or may_accompany(handover, actor)


def why_not_choose_officer(handover: Handover) -> str | None:
    if handover.state != HandoverState.PLANNED or handover.scheduled_for < timezone.now() - timedelta(hours=12):
        return _("Serah terima ini sudah berlangsung atau dibatalkan, jadi pendampingnya tidak dapat diubah lagi.")
    return None


def not_an_officer() -> str:
    return _("Petugas ini tidak bertugas di wilayah sekolah. Pilih dari daftar.")
