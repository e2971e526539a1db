"""A report has just been verified: whether somebody goes there and looks."""

from __future__ import annotations

from django.db import connection

from donations.models import Handover
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from verification.actions.plan_visits import plan_visits
from verification.models import Report, Visit
from verification.risk import facts_of
from verification.sampling import RED_FLAG_FROM

# Whether the giver is new, whether the school is, and whether a case is open about either of them or the report. New is who has no
# other verified report, and stays new until a visit has found everything in place: who begins with ten reports at once is visited
# ten times. A visit that failed is a case about its school, and about the giver of what was not found there.
_OF_GIVER = "p.donor_id = %(donor)s"
_OF_SCHOOL = "h.school_id = %(school)s"
_REPORTS = """verification_report r JOIN donations_handover h ON h.id = r.handover_id
        JOIN donations_pledge p ON p.id = h.pledge_id"""
_NEW = """
    NOT EXISTS (SELECT 1 FROM {reports} WHERE {whose} AND r.state = 'verified' AND r.id <> %(report)s)
    OR EXISTS (SELECT 1 FROM verification_visit v JOIN {reports} ON v.report_id = r.id
        WHERE {whose} AND v.why = '{why}' HAVING count(*) > 0 AND NOT bool_or(v.state = 'passed'))
"""
_ASKED = f"""
SELECT
    {_NEW.format(reports=_REPORTS, whose=_OF_GIVER, why="new_giver")},
    {_NEW.format(reports=_REPORTS, whose=_OF_SCHOOL, why="new_school")},
    EXISTS (SELECT 1 FROM verification_integritycase c
        WHERE c.state = 'open' AND (c.report_id = %(report)s OR c.organisation_id IN (
            SELECT organisation_id FROM donations_donor WHERE id = %(donor)s
            UNION ALL SELECT organisation_id FROM schools_school WHERE id = %(school)s)))
        OR EXISTS (SELECT 1 FROM verification_integritycase c JOIN verification_report r ON r.id = c.report_id
            JOIN donations_handover h ON h.id = r.handover_id JOIN donations_pledge p ON p.id = h.pledge_id
            WHERE c.state = 'open' AND c.kind = 'sample_failed' AND p.donor_id = %(donor)s)
"""  # noqa: S608 - pieces of our own, values by parameters


def sample_when_verified(report: Report) -> Visit | None:
    """The visit that was planned: of every red flag, of every report of a new giver or school. Others wait for the draw.

    Called by `decide` inside its transaction. One question, and one row more when somebody has to go.
    """
    why = _why(report)
    if not why or not plan_visits(reports=Report.objects.filter(pk=report.pk), why=why, actor=SYSTEM):
        return None
    visit = Visit.objects.get(report=report)
    trail.record("visit.planned", visit, actor=SYSTEM, why=str(why))
    return visit


def _why(report: Report) -> str:
    handover: Handover = report.handover
    with connection.cursor() as cursor:
        ids = {"report": report.pk, "donor": handover.pledge.donor_id, "school": handover.school_id}
        cursor.execute(_ASKED, ids)
        new_giver, new_school, under_suspicion = cursor.fetchone() or (False, False, False)
    # Whoever begins is visited as a beginner: that alone is no red flag.
    beginning = sum(fact.points for fact in facts_of(report.risk_facts) if fact.code in ("new_giver", "new_school"))
    if report.risk - beginning >= RED_FLAG_FROM or under_suspicion:
        return Visit.Why.RED_FLAG
    if new_giver:
        return Visit.Why.NEW_GIVER
    return Visit.Why.NEW_SCHOOL if new_school else ""
