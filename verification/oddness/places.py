"""A device counted at another school than its own, or counted while it is said to be lost."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.oddness.panel import Finder, Ground, Row, ask, day, here

_ELSEWHERE = f"""
SELECT d.id AS device_id, d.brand, d.model, d.region, s.name AS own, max(line.seen_at) AS until,
    string_agg(DISTINCT os.name, ', ' ORDER BY os.name) AS others, count(DISTINCT os.id) + 1 AS schools
FROM donations_stocktakeline line JOIN donations_stocktake t ON t.id = line.stock_take_id
JOIN donations_device d ON d.id = line.device_id JOIN donations_allocation a ON a.id = d.allocation_id
JOIN donations_handover h ON h.id = a.handover_id JOIN schools_school s ON s.id = h.school_id
JOIN schools_school os ON os.id = t.school_id
WHERE t.school_id <> h.school_id AND line.seen_at >= %(since)s AND ({here("t.region")} OR {here("d.region")})
GROUP BY d.id, s.name ORDER BY until DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound
_LOST_BUT_THERE = f"""
SELECT d.id AS device_id, d.brand, d.model, c.region, s.name AS own, max(line.seen_at) AS until
FROM verification_devicecase c JOIN donations_device d ON d.id = c.device_id JOIN schools_school s ON s.id = c.school_id
JOIN donations_stocktakeline line ON line.device_id = d.id AND line.seen_at > c.told_at
WHERE c.state = 'open' AND c.kind IN ('lost', 'stolen', 'sold') AND line.seen_at >= %(since)s AND {here("c.region")}
GROUP BY d.id, c.id, s.name ORDER BY until DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound


def find(ground: Ground) -> list[Row]:
    elsewhere = [
        Row(
            key=f"place:{row['device_id']}",
            title=f"{row['brand']} {row['model']}",
            text=_("Milik %(own)s, terhitung di %(others)s") % {"own": row["own"], "others": row["others"]},
            number=row["schools"],
            facts={"schools": row["schools"], "until": day(row["until"])},
            region=row["region"],
            device_id=row["device_id"],
        )
        for row in ask(_ELSEWHERE, ground)
    ]
    there = [
        Row(
            key=f"there:{row['device_id']}",
            title=f"{row['brand']} {row['model']}",
            text=_("Dinyatakan hilang oleh %(own)s, sesudah itu terhitung lagi") % {"own": row["own"]},
            number=2,
            facts={"until": day(row["until"])},
            region=row["region"],
            device_id=row["device_id"],
        )
        for row in ask(_LOST_BUT_THERE, ground)
    ]
    return elsewhere + there


FINDER = Finder(
    "tempat",
    "two_places",
    gettext_lazy("Satu gawai di dua tempat"),
    gettext_lazy("Gawai yang terhitung di sekolah lain, atau terhitung lagi sesudah dinyatakan hilang."),
    gettext_lazy("tempat"),
    find,
)
