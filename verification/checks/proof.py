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
        WHERE (n.state IN ('met', 'closed')) <> (coalesce(r.state, 'none') = 'verified') OR r.state = 'rejected'
        """,
    ),
    from_sql(
        "report.refuted",
        "a rejected report leaves no device unrefuted; a device is refuted by a rejection, by being reported missing in a "
        "verified report, or by a rejection that was lifted when its need was already somebody else's",
        """
        SELECT a.public_id FROM donations_allocation a LEFT JOIN verification_report r ON r.handover_id = a.handover_id
        WHERE a.handover_id IS NOT NULL AND CASE
            WHEN a.state = 'refuted' THEN coalesce(r.state, 'none') <> 'rejected'
                AND NOT (r.state = 'verified' AND EXISTS (
                    SELECT 1 FROM donations_shortfall s WHERE s.allocation_id = a.id AND s.stage = 'reported'))
                AND NOT EXISTS (SELECT 1 FROM verification_verdictappeal p WHERE p.report_id = r.id AND p.state = 'granted')
            ELSE a.state = 'handed_over' AND (r.state = 'rejected' OR r.state = 'verified' AND EXISTS (
                SELECT 1 FROM donations_shortfall s WHERE s.allocation_id = a.id AND s.stage = 'reported'))
            END
        """,
    ),
    from_sql(
        "report.count",
        "a report counts the devices of the papers but those that it names as missing",
        """
        SELECT r.public_id FROM verification_report r
        WHERE r.received_count <> (SELECT count(*) FROM donations_allocation a
                WHERE a.handover_id = r.handover_id AND a.state IN ('handed_over', 'refuted'))
            - (SELECT count(*) FROM donations_shortfall s WHERE s.handover_id = r.handover_id AND s.stage = 'reported')
        """,
    ),
    from_sql(
        "report.claim",
        "only a waiting report is held by somebody, and the heaviest findings make its risk",
        """
        SELECT r.public_id FROM verification_report r
        WHERE (r.state <> 'submitted' AND r.claimed_by_id IS NOT NULL)
           OR (r.is_green AND (r.risk_facts <> '[]'::jsonb OR r.risk <> 0))
           OR (NOT r.is_green AND r.risk_facts = '[]'::jsonb AND r.state = 'submitted' AND NOT r.awaits_photos)
        """,
    ),
    from_sql(
        "appeal.verdict",
        "an appeal is against a rejection of its own report; a granted one was followed by a report that waits or a later verdict",
        """
        SELECT p.public_id FROM verification_verdictappeal p JOIN verification_verdict v ON v.id = p.verdict_id
        JOIN verification_report r ON r.id = p.report_id
        WHERE v.report_id <> p.report_id OR v.decision <> 'rejected' OR p.region <> r.region
           OR (p.state = 'granted' AND r.state = 'rejected'
               AND NOT EXISTS (SELECT 1 FROM verification_verdict l WHERE l.report_id = r.id AND l.id > v.id))
        """,
    ),
    from_sql(
        "report.devices",
        "the devices of a verified report are in use or have a later fate, those of others are not yet in use",
        """
        SELECT d.public_id FROM donations_device d JOIN donations_allocation a ON a.id = d.allocation_id
        LEFT JOIN verification_report r ON r.handover_id = a.handover_id
        WHERE (r.state = 'verified' AND a.state = 'handed_over' AND d.state = 'handed_over')
           OR (d.state = 'in_use' AND coalesce(r.state, 'none') <> 'verified')
        """,
    ),
    from_sql(
        "report.verdict",
        "a report stands where its last verdict put it, or waits again after it was returned",
        """
        SELECT r.public_id FROM verification_report r
        LEFT JOIN LATERAL (SELECT id, decision FROM verification_verdict v WHERE v.report_id = r.id ORDER BY id DESC LIMIT 1) v
            ON TRUE
        WHERE CASE r.state WHEN 'submitted' THEN coalesce(v.decision, 'returned') <> 'returned'
                                AND NOT EXISTS (SELECT 1 FROM verification_verdictappeal p
                                                WHERE p.verdict_id = v.id AND p.state = 'granted')
                           ELSE v.decision IS DISTINCT FROM r.state END
        """,
    ),
    from_sql(
        "report.four_eyes",
        "nobody judged, under any account of the same person, a report of a school or giver they belonged to, of their kelurahan, "
        "or of a gift that they had a part in, from the register to the report",
        """
        WITH judged AS (
            SELECT v.id, v.decided_at, r.id AS report_id, r.public_id, r.region, r.submitted_by_id, r.handover_id, o.id AS who,
                   o.home_region
            FROM verification_verdict v JOIN verification_report r ON r.id = v.report_id
            JOIN accounts_user u ON u.id = v.decided_by_id
            JOIN accounts_user o ON o.id = u.id OR o.person_digest = u.person_digest
        )
        SELECT DISTINCT j.public_id FROM judged j
        JOIN donations_handover h ON h.id = j.handover_id JOIN donations_pledge p ON p.id = h.pledge_id
        JOIN donations_donor d ON d.id = p.donor_id JOIN schools_school s ON s.id = h.school_id
        WHERE j.home_region = j.region
           OR j.who IN (j.submitted_by_id, h.planned_by_id, h.done_by_id, h.reported_by_id, h.giver_confirmed_by_id,
                        p.committed_by_id, p.accepted_by_id)
           OR EXISTS (SELECT 1 FROM accounts_membership m WHERE m.user_id = j.who
                      AND m.organisation_id IN (d.organisation_id, s.organisation_id) AND m.accepted_at < j.decided_at)
           OR EXISTS (SELECT 1 FROM donations_handovercertificate c
                      WHERE c.handover_id = h.id AND j.who IN (c.issued_by_id, c.voided_by_id))
           OR EXISTS (SELECT 1 FROM verification_evidence e WHERE e.report_id = j.report_id AND e.submitted_by_id = j.who)
           OR EXISTS (SELECT 1 FROM donations_allocation a JOIN recipients_need n ON n.id = a.need_id
                      JOIN recipients_recipient t ON t.id = n.recipient_id LEFT JOIN donations_device g ON g.allocation_id = a.id
                      LEFT JOIN imports_importrun i ON i.id IN (t.import_run_id, g.import_run_id)
                      WHERE a.handover_id = h.id AND j.who IN (t.registered_by_id, g.inspected_by_id, i.read_by_id,
                                                               i.applying_by_id))
           OR EXISTS (SELECT 1 FROM verification_verdict e JOIN verification_verdictappeal q ON q.verdict_id = e.id
                      WHERE e.report_id = j.report_id AND e.decided_by_id = j.who AND q.state = 'granted' AND e.id < j.id)
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
