"""The register: people, their facts, what the criteria said and what they need."""

from __future__ import annotations

from django.db import connection

from ksbb.authority.roles import INCOMPATIBLE
from recipients.criteria import judge_sql, parse
from recipients.models import CriteriaSet, RecipientKind
from recipients.models.assessment import IN_FORCE
from recipients.ranking import out_of_turn
from verification.checks.check import Check, Found, from_sql

_CLASHES = sorted((str(role), str(other)) for role, others in INCOMPATIBLE.items() for other in others if role < other)


def _criteria_agree(_everything: bool) -> Found:
    """Everybody is judged anew by the criteria in force, in one statement for each kind."""
    count, samples = 0, []
    for kind in RecipientKind.values:
        criteria = CriteriaSet.objects.in_force(kind)
        if criteria is None:
            continue
        columns, values = judge_sql(parse(criteria.clauses))
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH judged AS (
                    SELECT r.id, r.public_id, {columns} FROM recipients_recipient r
                    JOIN recipients_circumstances c ON c.recipient_id = r.id JOIN schools_school s ON s.id = r.school_id
                    WHERE r.kind = %s AND r.state = 'registered'
                )
                SELECT j.public_id::text, count(*) OVER () FROM judged j
                LEFT JOIN recipients_assessment a ON a.recipient_id = j.id AND a.is_newest AND a.criteria_id = %s
                WHERE (a.is_eligible, a.points, a.parts) IS DISTINCT FROM (j.is_eligible, j.points, j.parts)
                LIMIT 5
                """,  # noqa: S608 - columns of an allow-list, values bound
                [*values, kind, criteria.pk],
            )
            rows = cursor.fetchall()
        count += rows[0][1] if rows else 0
        samples += [row[0] for row in rows]
    return Found(count, tuple(samples))


CHECKS: tuple[Check, ...] = (
    from_sql(
        "recipient.circumstances",
        "every recipient has circumstances",
        """
        SELECT r.public_id FROM recipients_recipient r
        WHERE NOT EXISTS (SELECT 1 FROM recipients_circumstances c WHERE c.recipient_id = r.id)
        """,
    ),
    from_sql(
        "request.school",
        "an open request of a person is with the school where the person is now",
        """
        SELECT d.public_id FROM recipients_datarequest d
        JOIN recipients_recipient r ON r.id = d.recipient_id JOIN schools_school s ON s.id = r.school_id
        WHERE d.state IN ('filed', 'taken_up') AND (
            d.organisation_id <> s.organisation_id
            OR EXISTS (SELECT 1 FROM recipients_recipient c WHERE c.origin_id = r.id)
        )
        """,
    ),
    from_sql(
        "case.held",
        "a person is held exactly while an open case of likeness asks whether the registration is one too many",
        """
        SELECT r.public_id FROM recipients_recipient r
        WHERE r.is_held <> EXISTS (
            SELECT 1 FROM recipients_duplicatecase d
            WHERE d.claimant_id = r.id AND d.kind = 'likeness' AND d.state = 'open')
        """,
    ),
    from_sql(
        "case.open",
        "an open case is about people who are registered, the claim of a second school waits in it and in no other",
        """
        SELECT d.public_id FROM recipients_duplicatecase d
        JOIN recipients_recipient h ON h.id = d.holder_id LEFT JOIN recipients_recipient c ON c.id = d.claimant_id
        WHERE CASE WHEN d.state = 'open'
                   THEN h.state <> 'registered' OR c.state <> 'registered' OR (d.kind = 'number') = (d.claim_sealed = '')
                   ELSE d.claim_sealed <> '' END
        """,
    ),
    from_sql(
        "recipient.origin",
        "a registration continues one that has ended as moved",
        """
        SELECT r.public_id FROM recipients_recipient r JOIN recipients_recipient o ON o.id = r.origin_id
        WHERE o.state <> 'moved'
        """,
    ),
    from_sql(
        "recipient.consent",
        "consent counts exactly where it is recorded",
        """
        SELECT r.public_id FROM recipients_recipient r JOIN recipients_circumstances c ON c.recipient_id = r.id
        LEFT JOIN recipients_consent k ON k.recipient_id = r.id
        WHERE c.consent_given <> (k.id IS NOT NULL)
        """,
    ),
    Check(
        "assessment.in_force",
        "the newest assessment of each registered person is what the criteria in force say today",
        _criteria_agree,
    ),
    from_sql(
        "assessment.newest",
        "who was ever assessed under a version has exactly one newest assessment of it, and it is the last one",
        """
        SELECT r.public_id FROM recipients_recipient r
        JOIN (SELECT recipient_id, criteria_id, count(*) FILTER (WHERE is_newest) AS newest, max(assessed_at) AS last,
                     max(assessed_at) FILTER (WHERE is_newest) AS marked
              FROM recipients_assessment GROUP BY 1, 2) a ON a.recipient_id = r.id
        WHERE a.newest <> 1 OR a.last <> a.marked
        """,
    ),
    from_sql(
        "assessment.person",
        "every assessment is about a person of the register, in that person's area, with a part for each clause of its version",
        """
        SELECT 'assessment ' || a.id FROM recipients_assessment a
        LEFT JOIN recipients_recipient r ON r.id = a.recipient_id
        LEFT JOIN recipients_criteriaset v ON v.id = a.criteria_id
        WHERE r.id IS NULL OR v.id IS NULL OR a.region <> r.region OR r.kind <> v.kind
           OR cardinality(a.parts) <> jsonb_array_length(v.clauses)
        """,
    ),
    from_sql(
        "household.served",
        "whose household the portal brought a device to, and nobody else, is known as such",
        """
        SELECT r.public_id FROM recipients_recipient r JOIN recipients_circumstances c ON c.recipient_id = r.id
        WHERE c.household_served <> (r.household_digest <> '' AND EXISTS (
            SELECT 1 FROM recipients_recipient o JOIN recipients_need n ON n.recipient_id = o.id
            WHERE o.household_digest = r.household_digest AND o.id <> r.id
              AND n.state IN ('delivered', 'met') AND n.need_class = 'student_device'))
        """,
    ),
    from_sql(
        "need.declared",
        "every registered and eligible person has a need, unless a case keeps it back",
        f"""
        SELECT r.public_id FROM recipients_recipient r
        JOIN recipients_assessment a ON a.recipient_id = r.id AND a.is_newest AND a.is_eligible AND a.criteria_id IN {IN_FORCE}
        WHERE r.state = 'registered' AND NOT r.is_held
          AND NOT EXISTS (SELECT 1 FROM recipients_need n WHERE n.recipient_id = r.id AND n.state <> 'closed')
        """,  # noqa: S608
    ),
    from_sql(
        "need.open",
        "an open need belongs to a registered and eligible person whom no case keeps back",
        f"""
        SELECT n.public_id FROM recipients_need n JOIN recipients_recipient r ON r.id = n.recipient_id
        LEFT JOIN recipients_assessment a ON a.recipient_id = r.id AND a.is_newest AND a.criteria_id IN {IN_FORCE}
        WHERE n.state = 'open'
          AND (r.state <> 'registered' OR r.is_held OR a.id IS NULL OR NOT a.is_eligible)
        """,  # noqa: S608
    ),
    from_sql(
        "need.turn",
        "one device reaches a household before a second does: open needs know how many come before them at home",
        f"""
        SELECT n.public_id FROM recipients_need n JOIN recipients_recipient r ON r.id = n.recipient_id
        WHERE NOT EXISTS (SELECT 1 FROM recipients_needdelta)
          AND (n.id IN (SELECT id FROM ({out_of_turn("SELECT household_digest FROM recipients_recipient")}) t)
               OR n.state = 'open' AND n.turn <> 0 AND r.household_digest = '')
        """,  # noqa: S608
    ),
    from_sql(
        "need.person",
        "a need stands at its person's school, in its area and class",
        """
        SELECT n.public_id FROM recipients_need n JOIN recipients_recipient r ON r.id = n.recipient_id
        WHERE n.school_id <> r.school_id OR n.region <> r.region
           OR (n.need_class = 'teacher_computer') <> (r.kind = 'teacher')
        """,
    ),
    from_sql(
        "membership.incompatible",
        "nobody holds two roles that exclude each other",
        """
        SELECT DISTINCT one.public_id FROM accounts_membership one JOIN accounts_membership other USING (user_id)
        WHERE one.accepted_at IS NOT NULL AND (one.ends_on IS NULL OR one.ends_on > current_date)
          AND other.accepted_at IS NOT NULL AND (other.ends_on IS NULL OR other.ends_on > current_date)
          AND (one.role || ' ' || other.role) = ANY(%s)
        """,
        [[f"{role} {other}" for role, other in _CLASHES]],
    ),
)
