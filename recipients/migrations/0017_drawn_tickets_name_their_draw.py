"""Tickets of the draws that were held before: which one gave the lot follows from its seed."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
UPDATE recipients_need n SET draw_id = d.id
FROM recipients_draw d
WHERE d.state = 'drawn' AND n.draw_id IS NULL AND n.lot < (1::bigint << 60)
  AND n.lot = ('x' || substr(encode(sha256(convert_to(d.seed || ':' || n.public_id::text, 'UTF8')), 'hex'), 1, 15))::bit(60)::bigint
"""


class Migration(migrations.Migration):
    dependencies = [("recipients", "0016_tickets_name_their_draw")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop, elidable=True)]
