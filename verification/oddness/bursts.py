"""Many reports of one school or giver, or many verdicts of one validator, within minutes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.oddness.panel import Finder, Ground, Row, ask, day, here

MINUTES = 10
# So many reports within ten minutes, so many verdicts on reports in which the system had found something.
REPORTS, VERDICTS = 5, 10

_REPORTS = f"""
WITH sent AS (
    SELECT r.id, r.submitted_at, r.region, h.school_id, p.donor_id FROM verification_report r
    JOIN donations_handover h ON h.id = r.handover_id JOIN donations_pledge p ON p.id = h.pledge_id
    WHERE r.submitted_at >= %(since)s AND {here("r.region")}
), counted AS (
    SELECT 'school' AS side, school_id AS who, region, submitted_at, count(*) OVER (
        PARTITION BY school_id ORDER BY submitted_at RANGE BETWEEN INTERVAL '10 minutes' PRECEDING AND CURRENT ROW) AS n
    FROM sent
    UNION ALL
    SELECT 'giver', donor_id, region, submitted_at, count(*) OVER (
        PARTITION BY donor_id ORDER BY submitted_at RANGE BETWEEN INTERVAL '10 minutes' PRECEDING AND CURRENT ROW)
    FROM sent
), worst AS (
    SELECT DISTINCT ON (side, who) side, who, region, submitted_at AS until, n FROM counted WHERE n >= %(fewest)s
    ORDER BY side, who, n DESC, submitted_at DESC
)
SELECT w.side, w.who, w.region, w.until, w.n AS reports, coalesce(s.organisation_id, d.organisation_id) AS organisation_id,
    o.name, coalesce(s.npsn, '') AS npsn
FROM worst w LEFT JOIN schools_school s ON w.side = 'school' AND s.id = w.who
LEFT JOIN donations_donor d ON w.side = 'giver' AND d.id = w.who
JOIN accounts_organisation o ON o.id = coalesce(s.organisation_id, d.organisation_id)
ORDER BY reports DESC, until DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound
_VERDICTS = f"""
WITH counted AS (
    SELECT v.decided_by_id AS who, v.decided_at, r.region, count(*) OVER (
        PARTITION BY v.decided_by_id ORDER BY v.decided_at
        RANGE BETWEEN INTERVAL '10 minutes' PRECEDING AND CURRENT ROW) AS n
    FROM verification_verdict v JOIN verification_report r ON r.id = v.report_id
    WHERE v.decided_at >= %(since)s AND v.decided_by_id <> 0 AND NOT r.is_green AND {here("r.region")}
), worst AS (
    SELECT DISTINCT ON (who) who, region, decided_at AS until, n FROM counted WHERE n >= %(fewest)s
    ORDER BY who, n DESC, decided_at DESC
)
SELECT w.who, w.region, w.until, w.n AS verdicts, u.full_name AS name FROM worst w JOIN accounts_user u ON u.id = w.who
ORDER BY verdicts DESC, until DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound


def find(ground: Ground) -> list[Row]:
    reports = [_reports(row) for row in ask(_REPORTS, ground, fewest=REPORTS)]
    return reports + [_verdicts(row) for row in ask(_VERDICTS, ground, fewest=VERDICTS)]


def _reports(row: dict[str, Any]) -> Row:
    words = {
        "school": _("Sekolah: laporan dikirim dalam sepuluh menit"),
        "giver": _("Pemberi: laporan atas bantuannya dalam sepuluh menit"),
    }
    return Row(
        key=f"burst:{row['side']}:{row['who']}:{day(row['until'])}",
        title=row["name"],
        text=words[row["side"]],
        number=row["reports"],
        facts={"reports": row["reports"], "minutes": MINUTES, "until": day(row["until"])},
        region=row["region"],
        organisation_id=row["organisation_id"],
        npsn=row["npsn"],
    )


def _verdicts(row: dict[str, Any]) -> Row:
    return Row(
        key=f"burst:validator:{row['who']}:{day(row['until'])}",
        title=row["name"],
        text=_("Validator: putusan atas laporan yang bertanda, dalam sepuluh menit"),
        number=row["verdicts"],
        facts={
            "validator": row["who"],
            "verdicts": row["verdicts"],
            "minutes": MINUTES,
            "until": day(row["until"]),
        },
        region=row["region"],
    )


FINDER = Finder(
    "beruntun",
    "burst",
    gettext_lazy("Banyak dalam waktu singkat"),
    gettext_lazy(
        "Lima laporan atau sepuluh putusan dalam sepuluh menit. Putusan bersama atas laporan hijau tidak dihitung."
    ),
    gettext_lazy("laporan atau putusan"),
    find,
)
