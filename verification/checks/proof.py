"""From the handover to the verdict: reports, evidence, verdicts and what they moved."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

CHECKS: tuple[Check, ...] = (
    from_sql(
        "handover.report",
        "a handover is reported exactly when it has a report",
        """
        SELECT h.public_id FROM donations_handover h LEFT JOIN verification_report r ON r.handover_id = h.id
        WHERE (h.state = 'reported') <> (r.id IS NOT NULL)
        """,
    ),
    from_sql(
        "report.needs",
        "needs are met exactly by a verified report; a rejected one holds none",
        """
        SELECT coalesce(r.public_id, n.public_id) FROM recipients_need n
        JOIN donations_allocation a ON a.need_id = n.id AND a.state = 'handed_over'
        LEFT JOIN verification_report r ON r.handover_id = a.handover_id
        WHERE (n.state = 'met') <> (coalesce(r.state, 'none') = 'verified') OR r.state = 'rejected'
        """,
    ),
    from_sql(
        "report.refuted",
        "devices are refuted exactly by a rejected report",
        """
        SELECT a.public_id FROM donations_allocation a LEFT JOIN verification_report r ON r.handover_id = a.handover_id
        WHERE a.handover_id IS NOT NULL AND (a.state = 'refuted') <> (coalesce(r.state, 'none') = 'rejected')
        """,
    ),
    from_sql(
        "report.devices",
        "the devices of a verified report are in use or have a later fate, those of others are not yet in use",
        """
        SELECT d.public_id FROM donations_device d JOIN donations_allocation a ON a.id = d.allocation_id
        LEFT JOIN verification_report r ON r.handover_id = a.handover_id
        WHERE (r.state = 'verified' AND d.state = 'handed_over')
           OR (d.state = 'in_use' AND coalesce(r.state, 'none') <> 'verified')
        """,
    ),
    from_sql(
        "report.verdict",
        "a report stands where its last verdict put it, or waits again after it was returned",
        """
        SELECT r.public_id FROM verification_report r
        LEFT JOIN LATERAL (SELECT decision FROM verification_verdict v WHERE v.report_id = r.id ORDER BY id DESC LIMIT 1) v
            ON TRUE
        WHERE CASE r.state WHEN 'submitted' THEN coalesce(v.decision, 'returned') <> 'returned'
                           ELSE v.decision IS DISTINCT FROM r.state END
        """,
    ),
    from_sql(
        "report.four_eyes",
        "nobody judged a report of a school or donor they belonged to, or a handover they had a part in",
        """
        SELECT r.public_id FROM verification_verdict v JOIN verification_report r ON r.id = v.report_id
        JOIN donations_handover h ON h.id = r.handover_id JOIN donations_pledge p ON p.id = h.pledge_id
        JOIN donations_donor d ON d.id = p.donor_id JOIN schools_school s ON s.id = h.school_id
        WHERE v.decided_by_id <> 0 AND (
            v.decided_by_id IN (r.submitted_by_id, h.planned_by_id, h.done_by_id, h.reported_by_id, p.committed_by_id)
            OR EXISTS (SELECT 1 FROM accounts_membership m WHERE m.user_id = v.decided_by_id
                       AND m.organisation_id IN (d.organisation_id, s.organisation_id) AND m.accepted_at < v.decided_at))
        """,
    ),
    from_sql(
        "report.region",
        "a report lies in the area of its handover",
        """
        SELECT r.public_id FROM verification_report r JOIN donations_handover h ON h.id = r.handover_id
        WHERE r.region <> h.region
        """,
    ),
    from_sql(
        "report.evidence",
        "every report shows one to six photos",
        """
        SELECT r.public_id FROM verification_report r
        WHERE (SELECT count(*) FROM verification_evidence e WHERE e.report_id = r.id AND e.replaced_at IS NULL)
              NOT BETWEEN 1 AND 6
        """,
    ),
)
