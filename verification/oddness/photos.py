"""The same picture in several reports: the very same file, or a copy in disguise."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.oddness.panel import Finder, Ground, Row, ask, day, here

_SAME = f"""
WITH several AS (
    SELECT sha256 FROM verification_evidence GROUP BY sha256 HAVING count(DISTINCT report_id) > 1
)
SELECT e.sha256, count(DISTINCT r.id) AS reports, count(DISTINCT s.id) AS schools, min(r.submitted_at) AS since,
    max(r.submitted_at) AS until, (array_agg(r.id ORDER BY r.id DESC))[1] AS report_id,
    (array_agg(r.public_id ORDER BY r.id DESC))[1] AS report, (array_agg(r.region ORDER BY r.id DESC))[1] AS region,
    string_agg(DISTINCT s.name, ', ' ORDER BY s.name) AS names
FROM several JOIN verification_evidence e USING (sha256) JOIN verification_report r ON r.id = e.report_id
JOIN donations_handover h ON h.id = r.handover_id JOIN schools_school s ON s.id = h.school_id
GROUP BY e.sha256 HAVING max(r.submitted_at) >= %(since)s AND bool_or({here("r.region")})
ORDER BY reports DESC, until DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound
_LIKE = f"""
SELECT later.report_id, other.report_id AS other_id, r.public_id AS report, r.region, min(l.distance) AS distance,
    r.submitted_at AS until, count(*) AS photos,
    s.name || CASE WHEN os.id = s.id THEN '' ELSE ', ' || os.name END AS names,
    CASE WHEN os.id = s.id THEN 1 ELSE 2 END AS schools
FROM verification_evidencelikeness l JOIN verification_evidence later ON later.id = l.later_id
JOIN verification_evidence other ON other.id = l.earlier_id
JOIN verification_report r ON r.id = later.report_id JOIN verification_report o ON o.id = other.report_id
JOIN donations_handover h ON h.id = r.handover_id JOIN schools_school s ON s.id = h.school_id
JOIN donations_handover oh ON oh.id = o.handover_id JOIN schools_school os ON os.id = oh.school_id
WHERE later.report_id <> other.report_id AND later.sha256 <> other.sha256 AND r.submitted_at >= %(since)s
    AND ({here("r.region")} OR {here("o.region")})
GROUP BY 1, 2, 3, 4, 6, 8, 9 ORDER BY distance, until DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound


def _same(row: dict[str, Any]) -> Row:
    return Row(
        key=f"photo:{row['sha256'][:40]}",
        title=_("Berkas yang sama persis"),
        text=row["names"],
        number=row["reports"],
        facts={name: row[name] for name in ("reports", "schools")}
        | {"since": day(row["since"]), "until": day(row["until"])},
        region=row["region"],
        report_id=row["report_id"],
        report=str(row["report"]),
    )


def _like(row: dict[str, Any]) -> Row:
    return Row(
        key=f"like:{row['report_id']}:{row['other_id']}",
        title=_("Foto yang disamarkan (dipotong, dibalik, atau difoto ulang)"),
        text=row["names"],
        number=2,
        facts={"reports": 2, "schools": row["schools"], "distance": row["distance"], "until": day(row["until"])},
        region=row["region"],
        report_id=row["report_id"],
        report=str(row["report"]),
    )


def find(ground: Ground) -> list[Row]:
    return [_same(row) for row in ask(_SAME, ground)] + [_like(row) for row in ask(_LIKE, ground)]


FINDER = Finder(
    "foto",
    "same_photo",
    gettext_lazy("Foto yang sama"),
    gettext_lazy("Satu foto membuktikan satu serah terima. Yang muncul di beberapa laporan perlu dijelaskan."),
    gettext_lazy("laporan"),
    find,
)
