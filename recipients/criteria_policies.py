"""Why a version of the criteria cannot be drafted, changed, thrown away or sent back now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recipients.models import CriteriaSet
from recipients.states import CriteriaState

# One at a time: two drafts from the same version would each take back what the other one changed.
UNFINISHED = (CriteriaState.DRAFT, CriteriaState.PROPOSED)


def why_not_draft(source: CriteriaSet) -> str | None:
    """`source` is the version to begin from."""
    if source.state in UNFINISHED:
        return _("Rancangan dibuat dari versi yang sudah pernah berlaku. Ubah saja rancangan ini.")
    unfinished = CriteriaSet.objects.filter(kind=source.kind, state__in=UNFINISHED).first()
    if unfinished is not None:
        return _("Masih ada versi %(version)d yang belum selesai. Lanjutkan atau hapus dulu rancangan itu.") % {
            "version": unfinished.version
        }
    return None


def why_not_edit(criteria: CriteriaSet) -> str | None:
    if criteria.state == CriteriaState.PROPOSED:
        return _("Versi ini sedang menunggu persetujuan kedua. Kembalikan dulu menjadi rancangan, lalu ubah.")
    if criteria.state != CriteriaState.DRAFT:
        return _("Versi ini sudah pernah berlaku dan tidak dapat diubah. Buat rancangan baru dari versi ini.")
    return None


def why_not_propose(criteria: CriteriaSet) -> str | None:
    """Only something that changes something is worth a second pair of eyes."""
    in_force = CriteriaSet.objects.in_force(criteria.kind)
    if in_force is not None and in_force.clauses == criteria.clauses:
        return _("Rancangan ini masih sama dengan versi yang berlaku. Ubah dulu aturannya.")
    return None


def why_not_send_back(criteria: CriteriaSet) -> str | None:
    if criteria.state != CriteriaState.PROPOSED:
        return _("Versi ini tidak sedang menunggu persetujuan. Muat ulang halamannya untuk melihat keadaannya.")
    return None
