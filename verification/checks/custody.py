"""Who has which device: the registry of numbers, the loan book, stock-takes."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

CHECKS: tuple[Check, ...] = (
    from_sql(
        "custody.numbers",
        "the registry holds every number of every device in custody, and no other",
        """
        SELECT COALESCE(n.device_id, held.id) FROM (
            SELECT d.id, v.kind, v.value FROM donations_device d CROSS JOIN LATERAL (VALUES ('imei', d.imei), ('imei', d.imei2),
                ('serial', UPPER(d.brand) || '|' || UPPER(NULLIF(d.serial_number, '')))) AS v (kind, value)
            WHERE v.value IS NOT NULL AND d.state <> 'returned'
              AND (d.state <> 'retired' OR d.handed_over_at IS NOT NULL)) held
        FULL JOIN donations_devicenumber n ON n.device_id = held.id AND n.kind = held.kind AND n.value = held.value
        WHERE n.device_id IS NULL OR held.id IS NULL
        """,
    ),
    from_sql(
        "custody.loan",
        "what is lent is the school's own device, was handed over there, and its borrower is a teacher",
        """
        SELECT l.public_id FROM donations_loan l JOIN donations_device d ON d.id = l.device_id
        JOIN recipients_recipient r ON r.id = l.borrower_id
        LEFT JOIN donations_allocation a ON a.id = d.allocation_id LEFT JOIN donations_handover h ON h.id = a.handover_id
        WHERE d.custody <> 'lent_by_school' OR d.handed_over_at IS NULL OR r.kind <> 'teacher'
           OR h.school_id IS DISTINCT FROM l.school_id OR l.region <> d.region
        """,
    ),
    from_sql(
        "custody.holder",
        "a device has one holder at a time",
        """
        SELECT later.public_id FROM donations_loan earlier
        JOIN donations_loan later ON later.device_id = earlier.device_id AND later.id > earlier.id
        WHERE earlier.ended_at IS NULL OR earlier.ended_at > later.lent_at
        """,
    ),
    from_sql(
        "custody.lent",
        "what somebody borrows at this moment is there: neither lost, broken, given back nor written off",
        """
        SELECT l.public_id FROM donations_loan l JOIN donations_device d ON d.id = l.device_id
        WHERE l.ended_at IS NULL AND d.state NOT IN ('handed_over', 'in_use')
        """,
    ),
    from_sql(
        "custody.count",
        "a stock-take that is over found what it saw, and no more than it expected",
        """
        SELECT t.public_id FROM donations_stocktake t WHERE t.ended_at IS NOT NULL AND (t.found > t.expected
            OR t.found <> (SELECT count(*) FROM donations_stocktakeline l WHERE l.stock_take_id = t.id))
        """,
    ),
)
