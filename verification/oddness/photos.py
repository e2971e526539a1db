"""The same picture in several reports, or for several devices in use: the very same file, or a copy in disguise."""

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
_USED = f"""
SELECT shown.id, u.public_id AS round, u.region, u.school_id, s.organisation_id, s.npsn, d.id AS device_id,
    min(l.distance) AS distance, max(coalesce(u.answered_at, shown.created_at)) AS until,
    s.name || coalesce(string_agg(DISTINCT CASE WHEN os.id <> s.id THEN ', ' || os.name END, ''), '') AS names,
    1 + count(DISTINCT os.id) FILTER (WHERE os.id <> s.id) AS schools, bool_or(l.earlier_id IS NOT NULL) AS is_proof
FROM verification_evidencelikeness l JOIN verification_usephoto shown ON shown.id = l.later_use_id
JOIN verification_useanswer a ON a.id = shown.answer_id JOIN verification_useround u ON u.id = a.round_id
JOIN schools_school s ON s.id = u.school_id JOIN donations_device d ON d.id = a.device_id
LEFT JOIN verification_evidence e ON e.id = l.earlier_id LEFT JOIN verification_report r ON r.id = e.report_id
LEFT JOIN donations_handover h ON h.id = r.handover_id
LEFT JOIN verification_usephoto eu ON eu.id = l.earlier_use_id
LEFT JOIN verification_useanswer ea ON ea.id = eu.answer_id LEFT JOIN verification_useround er ON er.id = ea.round_id
LEFT JOIN schools_school os ON os.id = coalesce(h.school_id, er.school_id)
WHERE u.state = 'answered' AND shown.created_at >= %(since)s AND {here("u.region")}
GROUP BY shown.id, u.id, s.id, d.id ORDER BY distance, until DESC LIMIT %(most)s
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


def _used(row: dict[str, Any]) -> Row:
    return Row(
        key=f"use:{row['id']}",
        title=_("Gawai ditunjukkan dengan foto bukti serah terima")
        if row["is_proof"]
        else _("Gawai ditunjukkan dengan foto gawai lain"),
        text=row["names"],
        number=2,
        facts={"schools": row["schools"], "distance": row["distance"], "until": day(row["until"])},
        region=row["region"],
        organisation_id=row["organisation_id"],
        device_id=row["device_id"],
        round=str(row["round"]),
        npsn=row["npsn"],
    )


def find(ground: Ground) -> list[Row]:
    found = [_same(row) for row in ask(_SAME, ground)] + [_like(row) for row in ask(_LIKE, ground)]
    return found + [_used(row) for row in ask(_USED, ground)]


FINDER = Finder(
    "foto",
    "same_photo",
    gettext_lazy("Foto yang sama"),
    gettext_lazy("Satu foto membuktikan satu serah terima. Yang muncul di beberapa laporan perlu dijelaskan."),
    gettext_lazy("laporan"),
    find,
)
