"""Afterwards: rounds, gates that turn by themselves, cases of devices, needs that were opened anew."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

CHECKS: tuple[Check, ...] = (
    from_sql(
        "use.gate",
        "a gate that closed by itself has a late round behind it",
        """
        SELECT s.npsn FROM donations_gate g JOIN schools_school s ON s.id = g.school_id
        WHERE g.is_automatic AND (g.is_open OR NOT EXISTS (
            SELECT 1 FROM verification_useround u WHERE u.school_id = g.school_id AND u.state = 'late'))
        """,
    ),
    from_sql(
        "use.round",
        "a round belongs to a verified handover, its school and its area",
        """
        SELECT u.public_id FROM verification_useround u JOIN donations_handover h ON h.id = u.handover_id
        LEFT JOIN verification_report r ON r.handover_id = h.id
        WHERE coalesce(r.state, 'none') <> 'verified' OR u.school_id <> h.school_id OR u.region <> h.region
        """,
    ),
    from_sql(
        "use.answers",
        "an answered round says something of every device, one that waits says nothing, and answers are of its own devices",
        """
        SELECT u.public_id FROM verification_useround u
        WHERE u.state = 'answered' AND EXISTS (
                SELECT 1 FROM verification_useanswer a WHERE a.round_id = u.id AND a.says = '')
           OR u.state = 'waiting' AND EXISTS (SELECT 1 FROM verification_useanswer a WHERE a.round_id = u.id)
        UNION ALL
        SELECT u.public_id FROM verification_useanswer a JOIN verification_useround u ON u.id = a.round_id
        JOIN donations_device d ON d.id = a.device_id LEFT JOIN donations_allocation l ON l.id = d.allocation_id
        WHERE l.handover_id IS DISTINCT FROM u.handover_id OR a.region <> u.region
        """,
    ),
    from_sql(
        "use.case",
        "a device in an open case of loss, theft or sale is not in use; what was damaged may be repaired before it is decided",
        """
        SELECT c.public_id FROM verification_devicecase c JOIN donations_device d ON d.id = c.device_id
        WHERE c.state = 'open' AND c.kind NOT IN ('found', 'damaged')
          AND d.state IN ('promised', 'inspected', 'handed_over', 'in_use')
        """,
    ),
    from_sql(
        "use.place",
        "a case lies where its device was given: school and area",
        """
        SELECT c.public_id FROM verification_devicecase c JOIN donations_device d ON d.id = c.device_id
        LEFT JOIN donations_allocation a ON a.id = d.allocation_id
        LEFT JOIN donations_pledgeline l ON l.id = a.line_id LEFT JOIN donations_pledge p ON p.id = l.pledge_id
        WHERE c.school_id IS DISTINCT FROM p.school_id OR c.region <> d.region
        """,
    ),
    from_sql(
        "use.renewed",
        "a need that was met and is over has exactly one case that opened it anew",
        """
        SELECT n.public_id FROM recipients_need n
        WHERE n.state = 'closed' AND n.met_at IS NOT NULL AND 1 <> (
            SELECT count(*) FROM verification_devicecase c JOIN donations_device d ON d.id = c.device_id
            JOIN donations_allocation a ON a.id = d.allocation_id
            WHERE a.need_id = n.id AND a.state = 'handed_over' AND c.replacement = 'need_again')
        UNION ALL
        SELECT c.public_id FROM verification_devicecase c JOIN donations_device d ON d.id = c.device_id
        JOIN donations_allocation a ON a.id = d.allocation_id JOIN recipients_need n ON n.id = a.need_id
        WHERE c.replacement = 'need_again' AND n.state <> 'closed'
        """,
    ),
)
