"""Validators who let everything pass."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.oddness.panel import Finder, Ground, Row, ask, here

FEWEST = 20

_NEVER = f"""
SELECT v.decided_by_id AS who, u.full_name AS name, count(*) AS verdicts, count(*) FILTER (WHERE r.is_green) AS green
FROM verification_verdict v JOIN verification_report r ON r.id = v.report_id JOIN accounts_user u ON u.id = v.decided_by_id
WHERE v.decided_at >= %(since)s AND {here("r.region")}
GROUP BY 1, 2 HAVING count(*) >= %(fewest)s AND count(*) FILTER (WHERE v.decision <> 'verified') = 0
ORDER BY verdicts DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound


def find(ground: Ground) -> list[Row]:
    return [
        Row(
            key=f"validator:{row['who']}",
            title=row["name"],
            text=_("Semua dinyatakan benar; %(green)s di antaranya tanpa temuan sistem.") % {"green": row["green"]},
            number=row["verdicts"],
            facts={"validator": row["who"], "verdicts": row["verdicts"], "returned": 0, "green": row["green"]},
            region=ground.codes[0] if len(ground.codes) == 1 else "",
        )
        for row in ask(_NEVER, ground, fewest=FEWEST)
    ]


FINDER = Finder(
    "validator",
    "never_returns",
    gettext_lazy("Validator yang tidak pernah mengembalikan"),
    gettext_lazy("Sedikitnya dua puluh putusan, dan tidak satu pun dikembalikan atau ditolak."),
    gettext_lazy("putusan"),
    find,
)
