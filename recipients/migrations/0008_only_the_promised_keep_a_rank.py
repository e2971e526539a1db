"""Who waits has no rank of the own any more."""

from django.db import migrations

FORWARD = "UPDATE recipients_need SET promised_rank = NULL WHERE state IN ('open', 'closed')"
BACKWARD = """
UPDATE recipients_need n SET promised_rank = coalesce(
    (SELECT -a.points FROM recipients_assessment a JOIN recipients_criteriaset v ON v.id = a.criteria_id
     WHERE a.recipient_id = n.recipient_id AND a.is_newest ORDER BY a.id DESC LIMIT 1), 0)
WHERE promised_rank IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("recipients", "0007_ranks_follow_verdicts"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD, elidable=True)]
