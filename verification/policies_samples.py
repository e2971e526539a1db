"""Why a sample, a visit or a case is not possible now, in words one can act on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from verification.models import IntegrityCase, Report, SampleDraw, Verdict, Visit
from verification.parts import Person, had_part, person_of
from verification.sampling import SECRET_AT_MOST, SETTLED_AFTER
from verification.states import CaseState, SampleDrawState, VisitState

LONGEST_DAYS = 366

# --- the draw ---------------------------------------------------------------------------------------


def why_not_commit_sample(starts_on: date, ends_on: date) -> str | None:
    """`ends_on` is the first day that no longer belongs to the period."""
    if ends_on <= starts_on:
        return _("Hari terakhir harus sesudah hari pertama.")
    if (ends_on - starts_on).days > LONGEST_DAYS:
        return _("Paling lama satu tahun untuk satu undian.")
    if SampleDraw.objects.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).exists():
        return days_are_taken()
    return None


def days_are_taken() -> str:
    return _(
        "Sebagian hari itu sudah punya undian. Satu hari hanya diundi sekali, supaya tidak ada yang mengundi berulang-ulang."
    )


def sample_from(draw: SampleDraw) -> datetime:
    """From when on it may be drawn: the period is over, its last verdict is written, the commitment was public long enough."""
    over = timezone.make_aware(datetime.combine(draw.ends_on, datetime.min.time())) + SETTLED_AFTER
    return max(over, draw.committed_at + timedelta(hours=settings.DRAW_WAIT_HOURS))


def why_not_draw_sample(draw: SampleDraw, actor: Actor) -> str | None:
    if draw.state != SampleDrawState.COMMITTED:
        return _("Undian ini sudah diundi. Hasilnya tidak dapat diulang.")
    if actor.user_id is not None and draw.committed_by_id in person_of(actor.user_id).accounts:
        return _("Benih ini Anda sendiri yang mengunci. Pengundian harus dilakukan koordinator lain.")
    if timezone.now() < sample_from(draw):
        day = date_format(timezone.localtime(sample_from(draw)), "j F Y, H.i")
        return _("Masanya harus selesai dan sidik benih harus tampil dulu. Dapat diundi mulai %(day)s WIB.") % {
            "day": day
        }
    return None


def is_open_to_all(draw: SampleDraw) -> bool:
    """Whether the seed and the lots may be shown. Before the visits are over they would tell a school that it is visited: who
    knows the seed knows every lot."""
    if draw.state != SampleDrawState.DRAWN or draw.drawn_at is None:
        return False
    return not draw.visits.filter(state=VisitState.PLANNED).exists() or timezone.now() > opened_at_latest(draw)


def opened_at_latest(draw: SampleDraw) -> datetime:
    return (draw.drawn_at or timezone.now()) + SECRET_AT_MOST


# --- visits -----------------------------------------------------------------------------------------


def must_see_visits(actor: Actor) -> None:
    """The list is for those who go, who plan, and who look over it: raises Forbidden for everybody else."""
    if not actor.may(Permission.VISIT_MAKE) and not actor.may(Permission.SAMPLE_DRAW):
        actor.must(Permission.CASE_CLOSE)


def why_not_visit(visit: Visit, actor: Actor) -> str | None:
    """Nobody looks after a gift they had a part in, at whatever stage and under whatever account."""
    if visit.state != VisitState.PLANNED:
        return _("Kunjungan ini sudah selesai atau dibatalkan.")
    if took_part_in(visit.report, actor.user_id):
        return has_part()
    return why_not_taken_over(visit, actor)


def any_part(person: Person) -> Q:
    """For a queryset of reports: as `had_part`, and who judged the report had a part in it, too."""
    verdicts = Verdict.objects.filter(report_id=OuterRef("pk"), decided_by_id__in=person.accounts)
    return had_part(person) | Q(Exists(verdicts))


def took_part_in(report: Report, user_id: int | None) -> bool:
    """Whether the natural person behind the account handed over, reported, judged, or anything else of the gift."""
    return user_id is not None and Report.objects.filter(any_part(person_of(user_id)), pk=report.pk).exists()


def has_part() -> str:
    return _(
        "Anda pernah terlibat dalam serah terima ini atau tinggal di kelurahannya, jadi petugas lain yang berkunjung."
    )


def why_not_taken_over(visit: Visit, actor: Actor) -> str | None:
    """Who has it keeps it until it is late; then a colleague may go."""
    mine = visit.taken_by_id is None or visit.taken_by_id == actor.user_id
    if mine or timezone.localdate() > visit.due_on:
        return None
    return _("Kunjungan ini sudah diambil petugas lain. Bila lewat batas waktu, Anda dapat mengambil alih.")


def why_not_visited_on(visit: Visit, visited_on: date) -> str | None:
    if visited_on > timezone.localdate():
        return _("Tanggal kunjungan belum lewat. Isi tanggal saat Anda benar-benar datang.")
    if visited_on < timezone.localdate(visit.created_at):
        return _("Tanggal ini sebelum kunjungannya direncanakan. Periksa tanggalnya.")
    return None


def why_not_cancel_visit(visit: Visit, reason: str) -> str | None:
    if visit.state != VisitState.PLANNED:
        return _("Kunjungan ini sudah selesai atau dibatalkan.")
    return None if reason.strip() else _("Tuliskan mengapa kunjungan ini tidak jadi.")


# --- cases ------------------------------------------------------------------------------------------


def why_not_close_case(case: IntegrityCase, actor: Actor) -> str | None:
    """Somebody else than the opener says how it ended, and nobody who had a part in the report it is about."""
    if case.state != CaseState.OPEN:
        return _("Perkara ini sudah ditutup.")
    if actor.user_id is None:
        return None
    if case.opened_by_id is not None and case.opened_by_id in person_of(actor.user_id).accounts:
        return _("Perkara ini Anda sendiri yang membuka, jadi orang lain yang memutuskan hasilnya.")
    if case.report is not None and took_part_in(case.report, actor.user_id):
        return _("Anda pernah terlibat dalam serah terima ini, jadi orang lain yang memutuskan hasilnya.")
    return None
