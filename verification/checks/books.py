"""The books of the aggregators: money and devices are never more than came in, and every line has what it rests on."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

# An entry in force: neither an inverse one nor reversed.
_LIVE = "e.sign = 1 AND NOT EXISTS (SELECT 1 FROM donations_ledgerentry r WHERE r.reverses_id = e.id)"

CHECKS: tuple[Check, ...] = (
    from_sql(
        "book.money",
        "money in = balance + purchase + cost + refund, and what paid for something is not paid out twice",
        f"""
        SELECT e.public_id FROM donations_ledgerentry e,
        LATERAL (SELECT coalesce(sum(s.amount), 0) AS spent FROM donations_ledgershare s
                 WHERE s.money_id = e.id
                   AND NOT EXISTS (SELECT 1 FROM donations_ledgerentry r WHERE r.reverses_id = s.use_id)) AS used
        WHERE e.kind = 'money_in' AND used.spent > (CASE WHEN {_LIVE} THEN e.amount ELSE 0 END)
        UNION ALL
        SELECT a.public_id FROM donations_aggregator a JOIN donations_ledgerentry e ON e.aggregator_id = a.id
        GROUP BY a.id HAVING sum(CASE WHEN e.kind = 'money_in' THEN e.sign * e.amount ELSE -e.sign * e.amount END) < 0
        """,  # noqa: S608 - a piece of SQL of our own
    ),
    from_sql(
        "book.paid",
        "what was bought, booked as cost or refunded is paid in full, from money of the same book",
        """
        SELECT e.public_id FROM donations_ledgerentry e,
        LATERAL (SELECT coalesce(sum(s.amount), 0) AS paid,
                        coalesce(bool_and(m.aggregator_id = e.aggregator_id AND m.kind = 'money_in'), TRUE) AS own
                 FROM donations_ledgershare s JOIN donations_ledgerentry m ON m.id = s.money_id WHERE s.use_id = e.id) AS shares
        WHERE e.kind IN ('purchase', 'cost', 'refund') AND (NOT shares.own
           OR shares.paid <> CASE e.sign WHEN 1 THEN e.amount ELSE 0 END)
        """,
    ),
    from_sql(
        "book.cost",
        "cost is at most the profile's part of the money that came in",
        """
        SELECT a.public_id FROM donations_aggregator a JOIN donations_ledgerentry e ON e.aggregator_id = a.id
        GROUP BY a.id
        HAVING coalesce(sum(e.sign * e.amount) FILTER (WHERE e.kind = 'cost'), 0)
             > a.cost_percent / 100 * coalesce(sum(e.sign * e.amount) FILTER (WHERE e.kind = 'money_in'), 0)
        """,
    ),
    from_sql(
        "book.stock",
        "in = stock + out + loss + returned for every lot, and its stock holds what is promised from it",
        f"""
        SELECT e.public_id FROM donations_ledgerentry e,
        LATERAL (SELECT coalesce(sum(u.sign * u.quantity), 0) AS used FROM donations_ledgerentry u WHERE u.lot_id = e.id) AS gone,
        LATERAL (SELECT count(*) AS held FROM donations_allocation a JOIN donations_pledgeline l ON l.id = a.line_id
                 WHERE l.lot_id = e.id AND a.state IN ('reserved', 'scheduled')) AS promised
        WHERE gone.used + promised.held > 0 AND (e.kind NOT IN ('purchase', 'devices_in') OR gone.used < 0
           OR gone.used + promised.held > (CASE WHEN {_LIVE} THEN e.quantity ELSE 0 END))
        """,  # noqa: S608 - a piece of SQL of our own
    ),
    from_sql(
        "book.out",
        "what went out of a lot is what its handovers handed over",
        """
        SELECT coalesce(o.handover_id, d.handover_id) FROM
          (SELECT handover_id, lot_id, sum(sign * quantity) AS told FROM donations_ledgerentry WHERE kind = 'out'
           GROUP BY handover_id, lot_id) o
        FULL JOIN
          (SELECT a.handover_id, l.lot_id, count(*) AS handed FROM donations_allocation a
           JOIN donations_pledgeline l ON l.id = a.line_id
           WHERE l.lot_id IS NOT NULL AND a.state IN ('handed_over', 'refuted') GROUP BY a.handover_id, l.lot_id) d
        ON d.handover_id = o.handover_id AND d.lot_id = o.lot_id
        WHERE o.told IS DISTINCT FROM d.handed
        """,
    ),
    from_sql(
        "book.inverse",
        "an inverse entry says the same as the one that it reverses, and a use names a lot of its own book and kind",
        """
        SELECT i.public_id FROM donations_ledgerentry i JOIN donations_ledgerentry e ON e.id = i.reverses_id
        WHERE (i.aggregator_id, i.kind, i.amount, i.quantity, i.device_type, i.condition, i.lot_id)
              IS DISTINCT FROM (e.aggregator_id, e.kind, e.amount, e.quantity, e.device_type, e.condition, e.lot_id)
           OR e.sign <> 1
        UNION ALL
        SELECT u.public_id FROM donations_ledgerentry u JOIN donations_ledgerentry e ON e.id = u.lot_id
        WHERE (u.aggregator_id, u.device_type, u.condition) IS DISTINCT FROM (e.aggregator_id, e.device_type, e.condition)
        """,
    ),
    from_sql(
        "titipan.received",
        "a titipan stands in the book of its aggregator once and only when it was received, as counted",
        f"""
        SELECT c.public_id FROM donations_consignment c LEFT JOIN donations_ledgerentry e
          ON e.consignment_id = c.id AND {_LIVE}
        LEFT JOIN donations_aggregator a ON a.id = e.aggregator_id
        WHERE e.id IS NOT NULL AND (c.state <> 'received' OR a.organisation_id <> c.aggregator_id OR e.donor_id <> c.donor_id)
        UNION ALL
        SELECT c.public_id FROM donations_consignment c
        WHERE c.state = 'received' AND NOT EXISTS (SELECT 1 FROM donations_ledgerentry e WHERE e.consignment_id = c.id)
        UNION ALL
        SELECT c.public_id FROM donations_consignment c JOIN donations_ledgerentry e ON e.consignment_id = c.id
        WHERE {_LIVE} GROUP BY c.id HAVING count(*) > 1
        """,  # noqa: S608 - a piece of SQL of our own
    ),
)
