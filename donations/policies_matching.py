"""Why weights or a run of the matching cannot be drafted, changed, decided, confirmed or dropped now."""

from __future__ import annotations

from django.utils.translation import gettext as _

from donations.models import MatchingLine, MatchingRun, MatchingWeights
from donations.states import LineState, MatchingState, WeightsState
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from schools.models import School

UNFINISHED = (WeightsState.DRAFT, WeightsState.PROPOSED)


def why_not_draft_weights(source: MatchingWeights) -> str | None:
    """One at a time: two drafts from the same version would each take back what the other one changed."""
    if source.state in UNFINISHED:
        return _("Rancangan dibuat dari versi yang sudah pernah berlaku. Ubah saja rancangan ini.")
    unfinished = MatchingWeights.objects.filter(state__in=UNFINISHED).first()
    if unfinished is not None:
        return _("Masih ada versi %(version)d yang belum selesai. Lanjutkan dulu versi itu.") % {
            "version": unfinished.version
        }
    return None


def why_not_edit_weights(weights: MatchingWeights) -> str | None:
    if weights.state == WeightsState.PROPOSED:
        return _("Versi ini sedang menunggu persetujuan kedua. Kembalikan dulu menjadi rancangan, lalu ubah.")
    if weights.state != WeightsState.DRAFT:
        return _("Versi ini sudah pernah berlaku dan tidak dapat diubah. Buat rancangan baru dari versi ini.")
    return None


def why_not_propose_weights(weights: MatchingWeights) -> str | None:
    """Only something that changes something is worth a second pair of eyes, and it says why."""
    if weights.state != WeightsState.DRAFT:
        return _("Hanya rancangan yang dapat diusulkan.")
    if MatchingWeights.objects.filter(state=WeightsState.PUBLISHED, values=weights.values).exists():
        return _("Rancangan ini masih sama dengan versi yang berlaku. Ubah dulu bobotnya.")
    if len(weights.reason.split()) < 2:
        return _("Tuliskan dulu alasan perubahannya, supaya koordinator kedua tahu apa yang disetujuinya.")
    return None


def why_not_publish_weights(weights: MatchingWeights, actor: Actor) -> str | None:
    """Four eyes: who proposed does not agree (promise 24)."""
    if weights.state != WeightsState.PROPOSED:
        return _("Versi ini tidak sedang menunggu persetujuan. Muat ulang halamannya untuk melihat keadaannya.")
    if weights.proposed_by_id == (actor.user_id or 0):
        return _("Anda yang mengusulkan versi ini, jadi koordinator lain yang harus menyetujuinya.")
    return None


def why_not_send_back_weights(weights: MatchingWeights) -> str | None:
    if weights.state != WeightsState.PROPOSED:
        return _("Versi ini tidak sedang menunggu persetujuan. Muat ulang halamannya untuk melihat keadaannya.")
    return None


def only_own_ground(run: MatchingRun, actor: Actor) -> None:
    """Raises Forbidden for who does not watch over all the ground of the run."""
    if not actor.is_system and not MatchingRun.objects.visible_to(actor).filter(pk=run.pk).exists():
        raise Forbidden("not on the own ground")


def why_not_ground(region: str, actor: Actor) -> str | None:
    """`region` is an official code that lies in what the actor watches over."""
    if actor.is_system or any(region == code or region.startswith(f"{code}.") for code in actor.oversees):
        return None
    return _("Wilayah ini di luar wilayah kantor Anda. Pilih wilayah lain.")


def why_not_change_run(run: MatchingRun) -> str | None:
    """Marks, confirmation and a new calculation wait for a proposal."""
    if run.state == MatchingState.ASKED:
        return _("Usulan ini sedang dihitung. Tunggu sampai selesai.")
    if run.state == MatchingState.FAILED:
        return _("Perhitungannya gagal. Hitung ulang dulu.")
    if run.is_applying:
        return _("Usulan ini sedang diterapkan. Tunggu sampai selesai.")
    if run.state != MatchingState.PROPOSED:
        return _("Usulan ini sudah diputuskan dan tidak dapat diubah lagi.")
    return None


def why_not_confirm(run: MatchingRun, chosen: int) -> str | None:
    """`chosen`: how many lines are to be applied."""
    if run.state != MatchingState.PROPOSED:
        return why_not_change_run(run)
    if run.options.get("changed"):
        return _("Ada baris yang baru Anda tahan atau larang. Hitung ulang dulu, supaya usulannya sesuai.")
    if not chosen:
        return _("Pilih sedikitnya satu baris. Untuk tidak memakai usulan ini sama sekali, tekan “Jangan pakai”.")
    return None


def why_not_recompute(run: MatchingRun) -> str | None:
    if run.state == MatchingState.FAILED:
        return None
    return why_not_change_run(run)


def why_not_drop(run: MatchingRun) -> str | None:
    if run.is_applying:
        return why_not_change_run(run)
    if run.state in (MatchingState.ASKED, MatchingState.PROPOSED):
        return None
    return _("Usulan ini sudah diputuskan dan tidak dapat dibatalkan lagi.")


def why_not_mark(line: MatchingLine) -> str | None:
    if reason := why_not_change_run(line.run):
        return reason
    if line.state != LineState.PROPOSED:
        return _("Baris ini sudah diputuskan.")
    return None


def why_not_move_line(line: MatchingLine, school: School, quantity: int) -> str | None:
    """`school` is where `quantity` devices of the line are to go instead."""
    if school.pk == line.school_id:
        return _("Itu sekolah yang sekarang. Untuk menahannya di sana, tekan “Tahan di sekolah ini”.")
    region = line.run.region
    if region and school.region != region and not school.region.startswith(f"{region}."):
        return _("Sekolah itu di luar wilayah usulan ini.")
    if not 1 <= quantity <= line.quantity:
        return _("Jumlahnya antara 1 dan %(most)s.") % {"most": line.quantity}
    return None
