"""When a school may say something against a rejection, and when the coordinator may answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from verification.models import Report, Verdict, VerdictAppeal
from verification.parts import person_of
from verification.states import AppealState, ReportState

APPEAL_WITHIN = timedelta(days=14)


def last_verdict(report: Report) -> Verdict | None:
    return report.verdicts.select_related("appeal").order_by("-pk").first()


def appeal_until(verdict: Verdict) -> date:
    """The last day."""
    return timezone.localdate(verdict.decided_at) + APPEAL_WITHIN


def why_not_appeal(report: Report, verdict: Verdict | None, text: str | None = None) -> str | None:
    """Without `text`: whether there is anything to say something against."""
    if report.state != ReportState.REJECTED or verdict is None:
        return _("Keberatan hanya dapat diajukan terhadap laporan yang ditolak.")
    if VerdictAppeal.objects.filter(verdict=verdict).exists():
        return _("Keberatan atas penolakan ini sudah diajukan.")
    if timezone.localdate() > appeal_until(verdict):
        return _("Keberatan diajukan paling lambat 14 hari sesudah penolakan. Batasnya sudah lewat.")
    if text is not None and not text.strip():
        return _("Tuliskan mengapa penolakan ini keliru.")
    return None


def why_not_answer(appeal: VerdictAppeal, actor: Actor, answer: str) -> str | None:
    """Raises Forbidden for a person who is a side of it, under whatever account."""
    if actor.user_id is not None:
        accounts = person_of(actor.user_id).accounts
        if appeal.filed_by_id in accounts or appeal.verdict.decided_by_id in accounts:
            raise Forbidden("four eyes")
    if appeal.state != AppealState.FILED:
        return _("Keberatan ini sudah diputus. Muat ulang halaman.")
    if not answer.strip():
        return _("Tuliskan alasan keputusan Anda; sekolah membacanya.")
    return None
