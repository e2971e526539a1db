"""Every published number, counted anew from the rows themselves."""

from __future__ import annotations

from donations.models.flow import FLOWS, flows_from
from recipients.ranking import PLACE_KEY, VERDICT
from verification.checks.check import Check, from_sql

_STATES = ("open", "reserved", "delivered", "met")
_SUMS = ", ".join(f"sum({state}) AS {state}" for state in _STATES)
_COUNTS = ", ".join(f"count(*) FILTER (WHERE state = '{state}') AS {state}" for state in _STATES)
_LIVE = (
    "(SELECT school_id, need_class, region, open, reserved, delivered, met FROM recipients_needtally "
    "UNION ALL SELECT school_id, need_class, region, open, reserved, delivered, met FROM recipients_needdelta)"
)
_DIFFER = " OR ".join(f"coalesce(t.{state}, 0) <> coalesce(r.{state}, 0)" for state in _STATES)

_FLOW_SUMS = ", ".join(f"sum({flow}) AS {flow}" for flow in FLOWS)
_FLOW_COLUMNS = f"school_id, device_type, month, {', '.join(FLOWS)}"
_LIVE_FLOWS = (
    f"(SELECT {_FLOW_COLUMNS} FROM donations_flowtally "  # noqa: S608
    f"UNION ALL SELECT {_FLOW_COLUMNS} FROM donations_flowdelta)"
)
_UNITS = "(SELECT line_id, state, created_at, handed_over_at, verified_at, 1 AS sign FROM donations_allocation)"
_FLOWS_DIFFER = " OR ".join(f"coalesce(t.{flow}, 0) <> coalesce(r.{flow}, 0)" for flow in FLOWS)

CHECKS: tuple[Check, ...] = (
    from_sql(
        "figures.month",
        "what happened in each month is what the units themselves say",
        f"""
        SELECT coalesce(s.npsn, 'school ' || school_id) || ' ' || device_type || ' ' || to_char(month, 'YYYY-MM')
        FROM (SELECT school_id, device_type, month, {_FLOW_SUMS} FROM {_LIVE_FLOWS} live GROUP BY 1, 2, 3) t
        FULL JOIN ({flows_from(_UNITS)}) r (school_id, region, device_type, month, {", ".join(FLOWS)})
            USING (school_id, device_type, month)
        LEFT JOIN schools_school s ON s.id = school_id
        WHERE {_FLOWS_DIFFER}
        """,  # noqa: S608
    ),
    from_sql(
        "figures.school",
        "the counts of each school and need class are those of its needs",
        f"""
        SELECT coalesce(s.npsn, 'school ' || school_id) || ' ' || need_class
        FROM (SELECT school_id, need_class, {_SUMS} FROM {_LIVE} live GROUP BY 1, 2) t
        FULL JOIN (SELECT school_id, need_class, {_COUNTS} FROM recipients_need GROUP BY 1, 2) r
            USING (school_id, need_class)
        LEFT JOIN schools_school s ON s.id = school_id
        WHERE {_DIFFER}
        """,  # noqa: S608
    ),
    from_sql(
        "figures.area",
        "the counts of each area are those of the needs in it",
        f"""
        SELECT region FROM (SELECT region, {_SUMS} FROM {_LIVE} live GROUP BY 1) t
        FULL JOIN (SELECT region, {_COUNTS} FROM recipients_need GROUP BY 1) r USING (region)
        WHERE {_DIFFER}
        """,  # noqa: S608
    ),
    from_sql(
        "figures.top_rank",
        "the most urgent open need of a school is the one that its place in the public list is taken from",
        f"""
        SELECT s.npsn || ' ' || t.need_class
        FROM recipients_needtally t JOIN schools_school s ON s.id = t.school_id
        LEFT JOIN (SELECT n.school_id, n.need_class, min({PLACE_KEY}) AS top
                   FROM recipients_need n {VERDICT} WHERE n.state = 'open' GROUP BY 1, 2) n USING (school_id, need_class)
        WHERE t.top_rank <> coalesce(n.top, 32767)
          AND NOT EXISTS (SELECT 1 FROM recipients_needdelta d
                          WHERE d.school_id = t.school_id AND d.need_class = t.need_class)
        """,  # noqa: S608
    ),
    from_sql(
        "figures.verified",
        "as many devices are verified as stand in verified reports",
        """
        SELECT met || ' met, ' || proven || ' in verified reports'
        FROM (SELECT count(*) AS met FROM recipients_need WHERE state = 'met' OR state = 'closed' AND met_at IS NOT NULL) n,
             (SELECT count(*) AS proven FROM donations_allocation a
              JOIN verification_report r ON r.handover_id = a.handover_id
              WHERE r.state = 'verified' AND a.state = 'handed_over') p
        WHERE met <> proven
        """,
    ),
)
