"""Why a version of the criteria cannot be drafted, changed, thrown away, decided or sent back now."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recipients.models import CriteriaSet
from recipients.states import CriteriaState

# One at a time: two drafts from the same version would each take back what the other one changed.
UNFINISHED = (CriteriaState.DRAFT, CriteriaState.PROPOSED, CriteriaState.SCHEDULED)
# Further ahead nobody knows who will be registered, and so what was agreed to.
FURTHEST_AHEAD = timedelta(days=180)


def why_not_draft(source: CriteriaSet) -> str | None:
    """`source` is the version to begin from."""
    if source.state in UNFINISHED:
        return _("Rancangan dibuat dari versi yang sudah pernah berlaku. Ubah saja rancangan ini.")
    unfinished = CriteriaSet.objects.filter(kind=source.kind, state__in=UNFINISHED).first()
    if unfinished is not None and unfinished.effective_from:
        return _(
            "Versi %(version)d sudah disetujui dan berlaku mulai %(day)s. Tunggu, atau kembalikan dulu versi itu."
        ) % {
            "version": unfinished.version,
            "day": date_format(unfinished.effective_from, "j F Y"),
        }
    if unfinished is not None:
        return _("Masih ada versi %(version)d yang belum selesai. Lanjutkan atau hapus dulu rancangan itu.") % {
            "version": unfinished.version
        }
    return None


def why_not_edit(criteria: CriteriaSet) -> str | None:
    if criteria.state == CriteriaState.PROPOSED:
        return _("Versi ini sedang menunggu persetujuan kedua. Kembalikan dulu menjadi rancangan, lalu ubah.")
    if criteria.state == CriteriaState.SCHEDULED:
        return _("Versi ini sudah disetujui dan menunggu tanggalnya. Kembalikan dulu menjadi rancangan, lalu ubah.")
    if criteria.state != CriteriaState.DRAFT:
        return _("Versi ini sudah pernah berlaku dan tidak dapat diubah. Buat rancangan baru dari versi ini.")
    return None


def why_not_propose(criteria: CriteriaSet) -> str | None:
    """Only something that changes something is worth a second pair of eyes."""
    in_force = CriteriaSet.objects.in_force(criteria.kind)
    if in_force is not None and in_force.clauses == criteria.clauses:
        return _("Rancangan ini masih sama dengan versi yang berlaku. Ubah dulu aturannya.")
    return None


def why_not_decide(criteria: CriteriaSet) -> str | None:
    if criteria.state != CriteriaState.PROPOSED:
        return _("Versi ini tidak sedang menunggu persetujuan. Muat ulang halamannya untuk melihat keadaannya.")
    return None


def why_not_send_back(criteria: CriteriaSet) -> str | None:
    """What was agreed for a later day can be called off until that day."""
    return None if criteria.state == CriteriaState.SCHEDULED else why_not_decide(criteria)


def why_not_from(day: date, today: date) -> str | None:
    """`day` is the first day of a version: today or later."""
    if day < today:
        return _("Tanggal berlaku sudah lewat. Pilih hari ini atau sesudahnya.")
    if day > today + FURTHEST_AHEAD:
        return _("Tanggal berlaku paling jauh %(days)d hari dari sekarang.") % {"days": FURTHEST_AHEAD.days}
    return None
