"""Schools at which no guardian ever confirmed."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.oddness.panel import Finder, Ground, Row, ask, here

# Pupils with a device for at least a week, below which silence says nothing.
FEWEST = 5

_SILENT = f"""
SELECT s.id, s.organisation_id, s.npsn, s.name, min(h.region) AS region, count(*) AS asked,
    count(*) FILTER (WHERE slip.was_charged) AS charged
FROM donations_handover h JOIN schools_school s ON s.id = h.school_id
JOIN donations_allocation a ON a.handover_id = h.id AND a.state = 'handed_over'
JOIN recipients_need n ON n.id = a.need_id JOIN recipients_recipient p ON p.id = n.recipient_id AND p.kind = 'student'
LEFT JOIN donations_receiptslip slip ON slip.allocation_id = a.id
WHERE h.done_at >= %(since)s AND h.done_at < now() - INTERVAL '7 days' AND {here("h.region")}
GROUP BY s.id HAVING count(*) >= %(fewest)s AND count(*) FILTER (WHERE slip.arrived) = 0
ORDER BY asked DESC, s.id LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound


def find(ground: Ground) -> list[Row]:
    return [
        Row(
            key=f"guardians:{row['id']}",
            title=row["name"],
            text=_("Tidak satu wali pun mengonfirmasi, sesudah sedikitnya satu minggu."),
            number=row["asked"],
            facts={"asked": row["asked"], "confirmed": 0, "charged": row["charged"]},
            region=row["region"],
            organisation_id=row["organisation_id"],
            npsn=row["npsn"],
        )
        for row in ask(_SILENT, ground, fewest=FEWEST)
    ]


FINDER = Finder(
    "wali",
    "no_guardians",
    gettext_lazy("Sekolah tanpa konfirmasi wali"),
    gettext_lazy("Wali dapat mengonfirmasi dengan kode di slip. Satu keluarga boleh diam; satu sekolah penuh jarang."),
    gettext_lazy("wali yang diam"),
    find,
)
