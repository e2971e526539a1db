"""Complaints: whose turn it is follows from what happened."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

CHECKS: tuple[Check, ...] = (
    from_sql(
        "complaint.level",
        "a complaint stands at the level that its last step of receiving or rising reached",
        """
        SELECT c.public_id FROM verification_complaint c
        LEFT JOIN LATERAL (SELECT s.level FROM verification_complaintstep s
                           WHERE s.complaint_id = c.id AND s.kind IN ('received', 'escalated') ORDER BY s.id DESC LIMIT 1) last
            ON TRUE
        WHERE last.level IS DISTINCT FROM c.level
        """,
    ),
    from_sql(
        "complaint.received",
        "every complaint was received once",
        """
        SELECT c.public_id FROM verification_complaint c
        WHERE (SELECT count(*) FROM verification_complaintstep s WHERE s.complaint_id = c.id AND s.kind = 'received') <> 1
        """,
    ),
    from_sql(
        "complaint.answered",
        "a complaint is answered or closed exactly when that is its last step",
        """
        SELECT c.public_id FROM verification_complaint c
        LEFT JOIN LATERAL (SELECT s.kind FROM verification_complaintstep s WHERE s.complaint_id = c.id
                           ORDER BY s.id DESC LIMIT 1) last ON TRUE
        WHERE (c.state IN ('answered', 'closed')) <> (coalesce(last.kind, '') IN ('answered', 'closed'))
        """,
    ),
    from_sql(
        "complaint.four_eyes",
        "nobody answered a complaint about a school they belonged to before",
        """
        SELECT c.public_id FROM verification_complaint c JOIN schools_school s ON s.id = c.school_id
        WHERE c.answered_by_id <> 0 AND EXISTS (
            SELECT 1 FROM accounts_membership m WHERE m.user_id = c.answered_by_id
            AND m.organisation_id = s.organisation_id AND m.accepted_at < c.answered_at)
        """,
    ),
)
