"""The same number on several devices, tries to record one that is wanted, wanted ones in custody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from verification.oddness.panel import Finder, Ground, Row, ask, day, here, key_of

# A gift that was withdrawn may be given again under the same number by the same giver: that is nothing odd.
_TWINS = f"""
WITH numbers AS (
    SELECT id, 'imei' AS kind, imei AS value FROM donations_device WHERE imei IS NOT NULL
    UNION ALL SELECT id, 'imei', imei2 FROM donations_device WHERE imei2 IS NOT NULL
    UNION ALL SELECT id, 'serial', upper(brand) || '|' || upper(serial_number) FROM donations_device
        WHERE coalesce(serial_number, '') <> ''
)
SELECT n.kind, n.value, count(DISTINCT n.id) AS devices, count(DISTINCT p.donor_id) AS givers, max(d.id) AS device_id,
    count(DISTINCT p.school_id) AS schools, (array_agg(d.region ORDER BY d.id DESC))[1] AS region,
    max(d.created_at) AS until, string_agg(DISTINCT s.name, ', ' ORDER BY s.name) AS names
FROM numbers n JOIN donations_device d ON d.id = n.id LEFT JOIN donations_allocation a ON a.id = d.allocation_id
LEFT JOIN donations_pledgeline l ON l.id = a.line_id LEFT JOIN donations_pledge p ON p.id = l.pledge_id
LEFT JOIN schools_school s ON s.id = p.school_id
GROUP BY n.kind, n.value
HAVING count(DISTINCT n.id) > 1 AND (count(DISTINCT p.donor_id) > 1 OR count(DISTINCT n.id) > 2)
    AND max(d.created_at) >= %(since)s AND bool_or(d.region = '' OR {here("d.region")})
ORDER BY devices DESC, until DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound
_HELD = f"""
SELECT n.kind, n.value, d.id AS device_id, d.region, w.told_on AS until, coalesce(s.name, '') AS names
FROM donations_devicenumber n JOIN donations_wanteddevice w ON w.kind = n.kind AND w.value = n.value AND w.lifted_at IS NULL
JOIN donations_device d ON d.id = n.device_id LEFT JOIN donations_allocation a ON a.id = d.allocation_id
LEFT JOIN donations_handover h ON h.id = a.handover_id LEFT JOIN schools_school s ON s.id = h.school_id
WHERE w.device_id IS DISTINCT FROM n.device_id AND (d.region = '' OR {here("d.region")})
ORDER BY w.told_on DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound
_TRIED = f"""
SELECT w.kind, w.value, count(*) AS tries, count(DISTINCT e.user_id) AS people, max(e.at) AS until, w.region
FROM audit_event e JOIN donations_wanteddevice w ON w.id = e.thing_id
WHERE e.action = 'wanted.met' AND e.thing = 'donations.wanteddevice' AND e.at >= %(since)s
    AND (w.region = '' OR {here("w.region")})
GROUP BY w.id ORDER BY tries DESC LIMIT %(most)s
"""  # noqa: S608 - names of ours, values bound


def _title(row: dict[str, Any]) -> str:
    name = "IMEI" if row["kind"] == "imei" else _("nomor seri")
    return f"{name} …{row['value'][-4:]}"


def _row(row: dict[str, Any], prefix: str, number: int, text: str, **facts: Any) -> Row:
    return Row(
        key=key_of(prefix, row["kind"], row["value"]),
        title=_title(row),
        text=text,
        number=number,
        facts={"number_end": row["value"][-4:], **facts, "until": _until(row)},
        region=row["region"],
        device_id=row.get("device_id"),
    )


def _until(row: dict[str, Any]) -> str:
    moment = row["until"]
    return day(moment) if hasattr(moment, "date") else moment.isoformat()


def find(ground: Ground) -> list[Row]:
    twins = [
        _row(row, "number", row["devices"], row["names"] or "", devices=row["devices"], schools=row["schools"])
        for row in ask(_TWINS, ground)
    ]
    held = [
        _row(row, "held", 1, _("Dicari sebagai hilang atau dicuri, tetapi tercatat: %(place)s") % {"place": row["names"]},
             wanted=True)
        for row in ask(_HELD, ground)
    ]  # fmt: skip
    tried = [
        _row(row, "tried", row["tries"], _("Dicoba dicatat padahal sedang dicari; ditolak sistem."), tries=row["tries"])
        for row in ask(_TRIED, ground)
    ]
    return held + twins + tried


FINDER = Finder(
    "nomor",
    "same_device",
    gettext_lazy("Nomor gawai yang sama"),
    gettext_lazy("Satu nomor pada beberapa catatan dari pemberi yang berbeda, atau nomor yang sedang dicari."),
    gettext_lazy("catatan"),
    find,
)
