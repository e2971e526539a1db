"""Why something cannot be done with an uploaded file, in words a school can act on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.states import ImportState
from recipients.corrections import Correction, stands, unpacked
from recipients.models import Identity, Need, Recipient
from recipients.states import NeedState, RecipientState

_Status = ImportRow.Status


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying would do, in people: as the confirmation page says it."""

    new: int
    changed: int
    leaving: int
    cases: int
    waiting: int

    @property
    def good(self) -> int:
        """Rows that change the register."""
        return self.new + self.changed + self.leaving

    @property
    def is_empty(self) -> bool:
        return not self.good + self.cases


def plan_of(run: ImportRun) -> Plan:
    """Two counts besides what the run keeps."""
    counts = run.counts
    return Plan(
        new=counts.get("new", 0),
        changed=counts.get("changed", 0),
        leaving=run.rows.filter(status=_Status.MISSING, chosen=True).count() if counts.get("missing") else 0,
        cases=run.rows.filter(status=_Status.ELSEWHERE, case_number=None).count() if counts.get("elsewhere") else 0,
        waiting=counts.get("problem", 0) + counts.get("question", 0),
    )


def permission_to_apply(run: ImportRun) -> Permission:
    """Who takes people off the register must be allowed to, in a file as on the page of one person."""
    leaving = run.rows.filter(status=_Status.MISSING, chosen=True).exists()
    return Permission.RECIPIENT_WITHDRAW if leaving else Permission.RECIPIENT_IMPORT


def why_not_apply(run: ImportRun, actor: Actor | None = None) -> str | None:
    if run.state == ImportState.READ:
        return _("Berkas ini masih diperiksa. Tunggu sebentar sampai hasilnya muncul.")
    if run.state != ImportState.REHEARSED:
        return _("Berkas ini sudah diterapkan atau dibatalkan. Muat ulang halamannya untuk melihat keadaannya.")
    plan = plan_of(run)
    if plan.is_empty and plan.waiting:
        return _("Tidak ada baris baru atau berubah yang dapat diterapkan. Perbaiki dulu baris yang ditandai.")
    if plan.is_empty and names_nobody(run):
        return _(
            "Berkas ini tidak memuat satu orang pun. Isi di bawah judul kolomnya, satu baris untuk satu orang, simpan, lalu "
            "unggah lagi."
        )
    if plan.is_empty:
        return _(
            "Tidak ada yang berubah: isi berkas ini sama dengan daftar penerima, jadi tidak ada yang perlu diterapkan."
        )
    if plan.leaving and actor is not None and not actor.may(Permission.RECIPIENT_WITHDRAW):
        return _("Berkas ini menarik %(leaving)s orang dari daftar, jadi kepala sekolah yang menerapkannya.") % {
            "leaving": plan.leaving
        }
    return None


def names_nobody(run: ImportRun) -> bool:
    """A file without a row: our template as it was downloaded, or a list of which only the header is left."""
    return not sum(count for status, count in run.counts.items() if status != _Status.MISSING)


def why_not_choose(run: ImportRun) -> str | None:
    """Answers and ticks are given between the rehearsal and the decision."""
    if run.state != ImportState.REHEARSED:
        return _("Berkas ini sudah diterapkan atau dibatalkan. Muat ulang halamannya untuk melihat keadaannya.")
    return None


def why_not_repair(run: ImportRun) -> str | None:
    if run.wiped_at is not None:
        return _("Isi barisnya sudah dihapus. Unggah lagi berkasnya untuk melihat apa yang perlu diperbaiki.")
    if not run.counts.get("problem", 0) + run.counts.get("question", 0):
        return _("Tidak ada baris yang perlu diperbaiki di berkas ini.")
    return None


def why_not_withdraw_import(run: ImportRun) -> str | None:
    """Nothing may have been built on what the file wrote; every reason says how many people it is about."""
    if run.state == ImportState.WITHDRAWN:
        return _("Berkas ini sudah dibatalkan.")
    if run.state != ImportState.APPLIED:
        return _("Hanya berkas yang sudah diterapkan yang dapat dibatalkan seluruhnya.")
    if run.wiped_at is not None:
        return _("Catatan untuk membatalkannya sudah dihapus. Perbaiki atau tarik orangnya satu per satu.")
    if promised := promised_of(run):
        text = ngettext(
            "%(count)s orang dari berkas ini sudah dijanjikan atau menerima gawai. Batalkan dulu bersama donatur.",
            "%(count)s orang dari berkas ini sudah dijanjikan atau menerima gawai. Batalkan dulu bersama donatur.",
            promised,
        )
        return text % {"count": promised}
    if later := changed_later(run):
        text = ngettext(
            "%(count)s orang yang diubah berkas ini sudah diubah lagi sesudahnya. Perbaiki satu per satu.",
            "%(count)s orang yang diubah berkas ini sudah diubah lagi sesudahnya. Perbaiki satu per satu.",
            later,
        )
        return text % {"count": later}
    if taken := taken_since(run):
        text = ngettext(
            "%(count)s orang yang ditarik berkas ini sudah didaftarkan lagi. Hubungi Suku Dinas Pendidikan.",
            "%(count)s orang yang ditarik berkas ini sudah didaftarkan lagi. Hubungi Suku Dinas Pendidikan.",
            taken,
        )
        return text % {"count": taken}
    return None


def promised_of(run: ImportRun) -> int:
    """People whom this run registered and who have, or will get, a device."""
    needs = Need.objects.filter(
        recipient__import_run_id=run.pk, state__in=[NeedState.RESERVED, NeedState.DELIVERED, NeedState.MET]
    )
    return needs.values("recipient").distinct().count()


def changed_later(run: ImportRun) -> int:
    """People whom this run changed and who are not as it left them."""
    made = corrected(run)
    people = Recipient.objects.filter(pk__in=list(made)).registered().select_related("circumstances")
    return len(made) - sum(stands(recipient, made[recipient.pk]) for recipient in people)


def departed(run: ImportRun) -> list[int]:
    """The registered people who were ticked as gone."""
    ticked = run.rows.filter(status=_Status.MISSING, chosen=True).values_list("recipient_id", flat=True)
    return [pk for pk in ticked if pk is not None]


def corrected(run: ImportRun) -> dict[int, list[Correction]]:
    """Recipient id → what this run changed of them."""
    rows = run.rows.filter(status=_Status.CHANGED).values_list("recipient_id", "before_sealed")
    return {pk: unpacked(sealing.unseal(before)) for pk, before in rows if pk is not None}


def taken_since(run: ImportRun) -> int:
    """People whom this run took off the register and who are registered anew, anywhere, or erased."""
    gone = departed(run)
    people = Recipient.objects.filter(pk__in=gone).only(
        "nik_sealed", "nisn_sealed", "nuptk_sealed", "state", "erased_at"
    )
    held: dict[int, int] = {}
    for pk in Identity.objects.filter(recipient__in=gone).values_list("recipient_id", flat=True):
        held[pk] = held.get(pk, 0) + 1
    return sum(
        one.erased_at is not None
        or one.state == RecipientState.REGISTERED
        or held.get(one.pk, 0) < sum(map(bool, (one.nik_sealed, one.nisn_sealed, one.nuptk_sealed)))
        for one in people
    )
