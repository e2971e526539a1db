"""From the promise to the handover: needs, allocations, pledges, handovers and devices say the same."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

CHECKS: tuple[Check, ...] = (
    from_sql(
        "need.allocation",
        "a need is held by one live allocation in the matching state, or by none while it is open or closed",
        """
        SELECT n.public_id FROM recipients_need n
        LEFT JOIN donations_allocation a ON a.need_id = n.id AND a.state NOT IN ('released', 'refuted')
        WHERE coalesce(a.state, 'none') <> ALL (CASE n.state
            WHEN 'reserved' THEN ARRAY['reserved', 'scheduled']
            WHEN 'delivered' THEN ARRAY['handed_over']
            WHEN 'met' THEN ARRAY['handed_over']
            WHEN 'closed' THEN ARRAY[CASE WHEN n.met_at IS NULL THEN 'none' ELSE 'handed_over' END]
            ELSE ARRAY['none'] END)
        """,
    ),
    from_sql(
        "allocation.handover",
        "an allocation and its handover are equally far",
        """
        SELECT a.public_id FROM donations_allocation a LEFT JOIN donations_handover h ON h.id = a.handover_id
        WHERE (a.state = 'reserved' AND h.id IS NOT NULL)
           OR (a.state = 'scheduled' AND h.state IS DISTINCT FROM 'planned')
           OR (a.state = 'handed_over' AND (h.state IS NULL OR h.state NOT IN ('done', 'reported')))
           OR (a.state = 'refuted' AND h.state IS DISTINCT FROM 'reported')
        """,
    ),
    from_sql(
        "allocation.pledge",
        "an allocation and its pledge are equally far",
        """
        SELECT a.public_id FROM donations_allocation a
        JOIN donations_pledgeline l ON l.id = a.line_id JOIN donations_pledge p ON p.id = l.pledge_id
        WHERE p.state <> ALL (CASE a.state
            WHEN 'reserved' THEN ARRAY['draft', 'committed']
            WHEN 'scheduled' THEN ARRAY['committed']
            WHEN 'handed_over' THEN ARRAY['committed', 'fulfilled']
            WHEN 'refuted' THEN ARRAY['committed', 'fulfilled', 'withdrawn']
            ELSE ARRAY['committed', 'fulfilled', 'withdrawn', 'expired'] END)
        """,
    ),
    from_sql(
        "allocation.place",
        "an allocation lies where its need lies: school, area and class",
        """
        SELECT a.public_id FROM donations_allocation a JOIN recipients_need n ON n.id = a.need_id
        JOIN donations_pledgeline l ON l.id = a.line_id JOIN donations_pledge p ON p.id = l.pledge_id
        WHERE a.region <> n.region OR n.school_id <> p.school_id OR n.need_class <> l.need_class
        """,
    ),
    from_sql(
        "pledge.waiting",
        "a pledge waits exactly as long as something of it is still to be handed over",
        """
        SELECT p.public_id FROM donations_pledge p
        WHERE p.state IN ('committed', 'fulfilled') AND (p.state = 'committed') <> EXISTS (
            SELECT 1 FROM donations_allocation a JOIN donations_pledgeline l ON l.id = a.line_id
            WHERE l.pledge_id = p.id AND a.state IN ('reserved', 'scheduled'))
        """,
    ),
    from_sql(
        "line.quantity",
        "a line holds as many units as it says; one that is over, or of which nothing came, as many as were promised in all",
        """
        SELECT p.public_id FROM donations_pledgeline l JOIN donations_pledge p ON p.id = l.pledge_id,
        LATERAL (SELECT count(*) AS everything, count(*) FILTER (WHERE a.state <> 'released') AS live
                 FROM donations_allocation a WHERE a.line_id = l.id) AS units
        WHERE p.state <> 'draft' AND p.committed_at IS NOT NULL
          AND (l.quantity > units.everything OR l.quantity < units.live
               OR p.state = 'committed' AND l.quantity <> units.live AND units.live > 0)
        """,
    ),
    from_sql(
        "basket.hold",
        "what a basket holds is held by drafts of an open basket with an end, one line for each of its lines",
        """
        SELECT p.public_id FROM donations_pledge p LEFT JOIN donations_basket b ON b.id = p.basket_id
        WHERE p.state = 'draft' AND (b.state IS DISTINCT FROM 'open' OR p.held_until IS DISTINCT FROM b.held_until)
        UNION ALL
        SELECT b.public_id FROM donations_basketitem i JOIN donations_basket b ON b.id = i.basket_id
        JOIN donations_pledgeline l ON l.id = i.line_id JOIN donations_pledge p ON p.id = l.pledge_id
        WHERE b.state <> 'dropped' AND (p.basket_id IS DISTINCT FROM b.id OR p.school_id IS DISTINCT FROM i.school_id
           OR l.need_class <> i.need_class OR (b.state = 'open') <> (p.state = 'draft') AND b.state = 'open')
        """,
    ),
    from_sql(
        "wish.placed",
        "a wish counts as placed what its pledges hold or brought",
        """
        SELECT w.public_id FROM donations_wish w WHERE w.placed <> (
            SELECT count(*) FROM donations_pledge p JOIN donations_pledgeline l ON l.pledge_id = p.id
            JOIN donations_allocation a ON a.line_id = l.id
            WHERE p.wish_id = w.id AND p.committed_at IS NOT NULL AND a.state <> 'released')
        """,
    ),
    from_sql(
        "handover.pledge",
        "a handover is for the school and area of its pledge and holds allocations of that pledge only",
        """
        SELECT h.public_id FROM donations_handover h JOIN donations_pledge p ON p.id = h.pledge_id
        WHERE h.school_id <> p.school_id OR h.region <> p.region OR EXISTS (
            SELECT 1 FROM donations_allocation a JOIN donations_pledgeline l ON l.id = a.line_id
            WHERE a.handover_id = h.id AND l.pledge_id <> p.id)
        """,
    ),
    from_sql(
        "handover.devices",
        "a handover that is planned or took place has devices",
        """
        SELECT h.public_id FROM donations_handover h
        WHERE h.state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM donations_allocation a WHERE a.handover_id = h.id)
        """,
    ),
    from_sql(
        "device.allocation",
        "a device is as far as its allocation, and what changed hands is known by its number",
        """
        SELECT a.public_id FROM donations_allocation a LEFT JOIN donations_device d ON d.allocation_id = a.id
        WHERE coalesce(d.state, 'none') <> ALL (CASE a.state
            WHEN 'reserved' THEN ARRAY['none', 'promised', 'inspected']
            WHEN 'scheduled' THEN ARRAY['none', 'promised', 'inspected']
            WHEN 'released' THEN ARRAY['none', 'retired']
            ELSE ARRAY['handed_over', 'in_use', 'damaged', 'lost', 'stolen', 'returned', 'retired'] END)
        """,
    ),
    from_sql(
        "device.line",
        "a device is of the kind that was promised, and belongs to the pupil or is lent to the teacher",
        """
        SELECT d.public_id FROM donations_device d JOIN donations_allocation a ON a.id = d.allocation_id
        JOIN donations_pledgeline l ON l.id = a.line_id
        WHERE d.device_type <> l.device_type OR d.condition <> l.condition OR d.region <> a.region
           OR (d.custody = 'lent_by_school') <> (l.need_class = 'teacher_computer')
        """,
    ),
)
