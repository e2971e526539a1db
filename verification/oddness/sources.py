"""Many confirmations from one telephone or browser."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.oddness.panel import Finder, Ground, Row, ask, day, here, key_of

FEWEST = 5

_ONE = f"""
SELECT encode(slip.source_digest, 'hex') AS source, count(*) AS slips, count(DISTINCT s.id) AS schools,
    max(slip.answered_at) AS until, min(slip.answered_at) AS since,
    (array_agg(slip.region ORDER BY slip.id DESC))[1] AS region, min(s.organisation_id) AS organisation_id,
    string_agg(DISTINCT s.name, ', ' ORDER BY s.name) AS names, min(s.npsn) AS npsn
FROM donations_receiptslip slip JOIN donations_allocation a ON a.id = slip.allocation_id
JOIN donations_handover h ON h.id = a.handover_id JOIN schools_school s ON s.id = h.school_id
WHERE slip.source_digest <> '' AND slip.answered_at >= %(since)s AND {here("slip.region")}
GROUP BY 1 HAVING count(*) >= %(fewest)s ORDER BY slips DESC, until DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound


def find(ground: Ground) -> list[Row]:
    return [
        Row(
            key=key_of("source", row["source"]),
            title=row["names"],
            text=_("Konfirmasi wali yang dikirim dari satu HP atau peramban"),
            number=row["slips"],
            facts={
                "slips": row["slips"],
                "schools": row["schools"],
                "since": day(row["since"]),
                "until": day(row["until"]),
            },
            region=row["region"],
            organisation_id=row["organisation_id"] if row["schools"] == 1 else None,
            npsn=row["npsn"] if row["schools"] == 1 else "",
        )
        for row in ask(_ONE, ground, fewest=FEWEST)
    ]


FINDER = Finder(
    "sumber",
    "one_source",
    gettext_lazy("Banyak konfirmasi dari satu perangkat"),
    gettext_lazy("Lima konfirmasi wali atau lebih dari satu HP. Bisa jadi guru membantu; bisa juga tidak."),
    gettext_lazy("konfirmasi"),
    find,
)
