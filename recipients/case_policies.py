"""What a school is told about people who are registered already, and why a case cannot be decided so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.workdays import working_days_after
from recipients.models import DuplicateCase, Recipient
from recipients.states import CaseState, NeedState, RecipientState
from schools.models import School

# The Sudin's time to decide; a held person waits for it.
WORKING_DAYS = 10


def due_on() -> date:
    """The last day to decide a case that is opened today."""
    return working_days_after(timezone.localdate(), WORKING_DAYS)


def registered_elsewhere(case_id: int) -> str:
    """One wording for every number and every place: all that a school learns about another school's people."""
    return _(
        "Sudah terdaftar di tempat lain, kasus D-%(case)s. Periksa dulu angkanya; bila sudah benar, Suku Dinas Pendidikan "
        "memutuskannya. Sebutkan nomor kasus ini bila bertanya."
    ) % {"case": case_id}


def registered_here() -> str:
    """The own people are no secret to a school."""
    return _("Orang dengan NIK, NISN, atau NUPTK ini sudah terdaftar di sekolah Anda. Cari namanya di daftar penerima.")


def third_person() -> str:
    return _(
        "Salah satu nomor lain dari sekolah kedua milik orang ketiga yang terdaftar. Minta sekolah kedua memeriksa NIK dan "
        "NISN-nya; kepindahan belum dapat diputuskan."
    )


def covers(codes: Iterable[str], region: str) -> bool:
    """`region` lies in one of the areas `codes`: what `territories.within` asks the database."""
    return any(region == code or region.startswith(f"{code}.") for code in codes)


def may_decide(case: DuplicateCase, actor: Actor) -> bool:
    """The Sudin over the second school decides: it is the one that wants something changed (docs/decisions/0008)."""
    return actor.may(Permission.CASE_DECIDE) and covers(actor.oversees, case.region)


def outcomes_of(case: DuplicateCase) -> list[str]:
    """What can be decided about this case at all."""
    outcome = DuplicateCase.Outcome
    if case.kind == DuplicateCase.Kind.NUMBER:
        return [outcome.MOVES, outcome.STAYS, outcome.DIFFERENT, outcome.MISTAKE]
    if case.holder.school_id == case.claimant_school_id:
        return [outcome.DIFFERENT, outcome.STAYS]
    return [outcome.DIFFERENT, outcome.STAYS, outcome.MOVES]


def why_not_decide(case: DuplicateCase, actor: Actor) -> str | None:
    if case.state != CaseState.OPEN:
        return _("Kasus ini sudah selesai. Inilah keadaannya sekarang.")
    schools = [case.holder.school.organisation_id, case.claimant_school.organisation_id]
    if actor.user_id and Membership.objects.active().filter(user_id=actor.user_id, organisation__in=schools).exists():
        return _("Anda anggota salah satu sekolah dalam kasus ini. Petugas lain yang memutuskannya.")
    return None


def why_not_move(holder: Recipient, to: School) -> str | None:
    if holder.state != RecipientState.REGISTERED:
        return _("Orang ini sudah tidak terdaftar di sekolah pertama. Muat ulang halamannya.")
    if to.is_closed:
        return _("Sekolah kedua sudah tutup. Penerima tidak dapat didaftarkan di sana.")
    if holder.needs.filter(state__in=[NeedState.RESERVED, NeedState.DELIVERED]).exists():
        return _(
            "Gawai untuk orang ini sudah dijanjikan atau diserahkan di sekolah pertama. Sesudah serah terimanya terverifikasi "
            "atau dibatalkan, kepindahannya dapat diputuskan."
        )
    return None
