"""Draws of visits can be repeated, visits say what was found, cases are closed by somebody else."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

_HASH = "encode(sha256(convert_to({}, 'UTF8')), 'hex')"
_LOT = f"('x' || substr({_HASH.format('d.seed || chr(58) || r.public_id::text')}, 1, 15))::bit(60)::bigint"

# Who took part: verified in the period, and not to be visited before the draw.
_LOTS = f"""
WITH part AS (
    SELECT d.id AS draw_id, d.size, d.population, v.id AS visit_id, v.lot, v.draw_id = d.id AS is_drawn, {_LOT} AS own,
        row_number() OVER (PARTITION BY d.id ORDER BY {_LOT}, r.public_id) AS place, count(*) OVER (PARTITION BY d.id) AS n,
        r.public_id
    FROM verification_sampledraw d JOIN verification_report r ON r.state = 'verified'
        AND r.verified_at >= d.starts_on::timestamp AT TIME ZONE 'Asia/Jakarta'
        AND r.verified_at < d.ends_on::timestamp AT TIME ZONE 'Asia/Jakarta'
    LEFT JOIN verification_visit v ON v.report_id = r.id
    WHERE d.state = 'drawn' AND (v.id IS NULL OR v.draw_id = d.id OR v.created_at > d.drawn_at)
)
SELECT public_id FROM part
WHERE n <> population OR (place <= size) <> coalesce(is_drawn, FALSE) OR (is_drawn AND lot <> own)
"""  # noqa: S608 - names of ours

CHECKS: tuple[Check, ...] = (
    from_sql(
        "sample.seed",
        "a seed that was opened is the one that was committed to",
        f"SELECT d.public_id FROM verification_sampledraw d WHERE d.state = 'drawn' AND d.commitment <> {_HASH.format('d.seed')}",  # noqa: S608
    ),
    from_sql("sample.lots", "exactly the lowest lots of a draw are visited, and each is what the seed gives", _LOTS),
    from_sql(
        "visit.report",
        "a visit is of a verified report, in its area, and a drawn one names its draw and lot",
        """
        SELECT v.public_id FROM verification_visit v JOIN verification_report r ON r.id = v.report_id
        WHERE r.state <> 'verified' OR v.region <> r.region OR (v.why = 'random') <> (v.draw_id IS NOT NULL)
            OR (v.draw_id IS NULL) <> (v.lot IS NULL)
        """,
    ),
    from_sql(
        "visit.outcome",
        "a visit that saw too few failed, and every failed one has its case",
        """
        SELECT v.public_id FROM verification_visit v
        WHERE (v.state = 'passed' AND v.devices_seen < v.devices_expected)
            OR (v.state = 'failed' AND NOT EXISTS (SELECT 1 FROM verification_integritycase c
                WHERE c.kind = 'sample_failed' AND c.report_id = v.report_id))
        """,
    ),
    from_sql(
        "visit.four_eyes",
        "nobody visited what they judged, reported, planned, handed over or accompanied",
        """
        SELECT v.public_id FROM verification_visit v JOIN verification_report r ON r.id = v.report_id
        JOIN donations_handover h ON h.id = r.handover_id JOIN donations_pledge p ON p.id = h.pledge_id
        WHERE v.visited_by_id <> 0 AND v.visited_by_id IN (r.verified_by_id, r.submitted_by_id, h.planned_by_id, h.done_by_id,
            h.reported_by_id, h.officer_id, h.giver_confirmed_by_id, p.committed_by_id)
        """,
    ),
    from_sql(
        "integrity.place",
        "a case about a report lies in the report's area",
        """
        SELECT c.public_id FROM verification_integritycase c JOIN verification_report r ON r.id = c.report_id
        WHERE c.region <> r.region
        """,
    ),
)
