from django.db import migrations

# Until the day of the paper (pinjam pakai), or a year; what was ever lent keeps the book that it has.
_LEND = """
INSERT INTO donations_loan (public_id, created_at, updated_at, device_id, school_id, region, borrower_id, lent_at, lent_by_id,
                            due_on, condition_out, ended_how, condition_in)
SELECT gen_random_uuid(), now(), now(), d.id, h.school_id, d.region, r.id, d.handed_over_at, h.done_by_id,
       coalesce(c.return_on, (d.handed_over_at AT TIME ZONE 'Asia/Jakarta')::date + 365), '', '', ''
FROM donations_device d
JOIN donations_allocation a ON a.id = d.allocation_id
JOIN donations_handover h ON h.id = a.handover_id
JOIN recipients_need n ON n.id = a.need_id
JOIN recipients_recipient r ON r.id = n.recipient_id
LEFT JOIN donations_handovercertificate c
    ON c.device_id = d.id AND c.handover_id = h.id AND c.kind = 'loan_to_teacher' AND c.voided_at IS NULL
WHERE d.custody = 'lent_by_school' AND d.state IN ('handed_over', 'in_use') AND d.handed_over_at IS NOT NULL
  AND a.state = 'handed_over' AND r.kind = 'teacher' AND n.need_class = 'teacher_computer'
  AND NOT EXISTS (SELECT 1 FROM donations_loan l WHERE l.device_id = d.id)
ORDER BY d.id
"""


class Migration(migrations.Migration):
    """Laptops that teachers received before the loan book began stand in it; backwards the book keeps them."""

    dependencies = [("donations", "0014_returned_devices_let_go_of_their_numbers")]

    operations = [migrations.RunSQL(_LEND, migrations.RunSQL.noop, elidable=True)]
