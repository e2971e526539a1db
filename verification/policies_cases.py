"""Who may tell of a device in trouble, who decides what follows, and why not."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Device
from donations.states import AllocationState, DeviceState
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from recipients.states import PROVEN, NeedState
from verification.models import DeviceCase
from verification.natural_persons import accounts_of
from verification.states import DeviceCaseState

Kind, Outcome, Replacement = DeviceCase.Kind, DeviceCase.Outcome, DeviceCase.Replacement
# What a school tells of a device that it has, and of one that is missing; a sale is told by the use report.
TOLD = (Kind.LOST, Kind.STOLEN, Kind.DAMAGED)
TOLD_OF_MISSING = (Kind.LOST, Kind.STOLEN, Kind.FOUND)
# How each kind may end.
OUTCOMES: dict[str, tuple[str, ...]] = {
    Kind.DAMAGED: (Outcome.REPAIRED, Outcome.RETIRED),
    Kind.LOST: (Outcome.BACK, Outcome.GONE),
    Kind.STOLEN: (Outcome.BACK, Outcome.GONE),
    Kind.SOLD: (Outcome.BACK, Outcome.GONE),
    Kind.FOUND: (Outcome.BACK, Outcome.GONE, Outcome.RETIRED),
}
USED_AGAIN = (Outcome.BACK, Outcome.REPAIRED)


def kinds_to_tell(device: Device) -> tuple[DeviceCase.Kind, ...]:
    """A lent device may be missing without a case: then its loss is told, or that it was found."""
    return TOLD_OF_MISSING if device.state in (DeviceState.LOST, DeviceState.STOLEN) else TOLD


def why_not_tell(device: Device, kind: str, happened_on: date) -> str | None:
    """What cannot be true of a device in trouble."""
    if kind not in kinds_to_tell(device):
        return _("Pilih apa yang terjadi dengan gawainya, seperti tertulis di daftar pilihan.")
    if happened_on > timezone.localdate():
        return _("Tanggal kejadiannya belum lewat. Periksa tanggalnya.")
    if device.handed_over_at is None or happened_on < timezone.localdate(device.handed_over_at):
        return _("Pada tanggal itu gawai belum diserahkan ke sekolah. Periksa tanggalnya.")
    if DeviceCase.objects.filter(device=device, state=DeviceCaseState.OPEN).exists():
        return _("Gawai ini sudah dilaporkan dan sedang ditangani Suku Dinas.")
    return None


def why_not_decide(case: DeviceCase, actor: Actor) -> str | None:
    """Four eyes: nobody decides what they told themselves, nor as a person of the school, whatever account they use."""
    if case.state != DeviceCaseState.OPEN:
        return _("Perkara ini sudah diputuskan. Muat ulang halaman untuk melihat putusannya.")
    if had_part(case, actor):
        return _("Anda pernah terlibat dalam perkara atau sekolah ini, jadi putusannya harus dibuat petugas lain.")
    return None


def had_part(case: DeviceCase, actor: Actor) -> bool:
    """Whether the natural person told of the case, or belongs or belonged to its school."""
    accounts = accounts_of(actor.user_id)
    theirs = Membership.objects.filter(
        user__in=accounts, organisation_id=case.school.organisation_id, accepted_at__isnull=False
    )
    return case.told_by_id in accounts or theirs.exists()


def why_not_outcome(case: DeviceCase, outcome: str, replacement: str, finding: str) -> str | None:
    """What does not fit together."""
    if outcome not in OUTCOMES[case.kind]:
        return _("Hasil ini tidak cocok dengan perkaranya.")
    if replacement not in Replacement.values:
        return _("Pilih apakah gawainya diganti.")
    if outcome in USED_AGAIN and replacement != Replacement.NONE:
        return _("Gawai yang dipakai lagi tidak perlu diganti.")
    if outcome in USED_AGAIN and (case.device.allocation is None or case.device.allocation.need.state not in PROVEN):
        return _("Serah terima gawai ini belum terverifikasi. Putuskan sesudah laporannya diverifikasi.")
    if len(finding.strip()) < 10:
        return _("Tuliskan apa yang ditemukan, sedikitnya satu kalimat.")
    if replacement == Replacement.NEED_AGAIN:
        return why_not_need_again(case.device)
    return None


def why_not_need_again(device: Device) -> str | None:
    """A need is opened anew once, and only where the first one was proven met."""
    unit = device.allocation
    need = unit.need if unit is not None and unit.state == AllocationState.HANDED_OVER else None
    if need is None or need.state == NeedState.CLOSED:
        return _("Kebutuhan untuk gawai ini sudah pernah dibuka lagi.")
    if need.state != NeedState.MET:
        return _("Serah terima gawai ini belum terverifikasi, jadi kebutuhannya belum dapat dibuka lagi.")
    return None
