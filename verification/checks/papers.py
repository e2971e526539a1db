"""Certificates: one for each handover and device, numbered without gaps, the files as they were issued."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.core.files.storage import default_storage

from donations.models import HandoverCertificate
from verification.checks.check import Check, Found, found_in, from_sql
from verification.models import Evidence
from verification.states import PhotoState

# Reading a file costs a hundred times a row: of many files the newest are looked at, with --all every one.
NEWEST_FILES = 500


def _changed(files: Iterable[tuple[object, str, str]]) -> Found:
    return found_in([str(public_id) for public_id, name, sha256 in files if _hash(name) != sha256])


def _hash(name: str) -> str:
    try:
        with default_storage.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except OSError:
        return ""


def _certificate_files(everything: bool) -> Found:
    """Without those whose person was erased: their files went too."""
    kept = HandoverCertificate.objects.exclude(pdf="")
    rows = kept.order_by("-pk").values_list("public_id", "pdf", "sha256")
    return _changed(rows.iterator() if everything else rows[:NEWEST_FILES])


def _photo_files(everything: bool) -> Found:
    """Those that the system has looked at and kept; of the others there is no picture yet, or never will be."""
    clean = Evidence.objects.filter(state=PhotoState.CLEAN)
    rows = clean.order_by("-pk").values_list("public_id", "photo", "sha256")
    return _changed(rows.iterator() if everything else rows[:NEWEST_FILES])


CHECKS: tuple[Check, ...] = (
    from_sql(
        "certificate.handover",
        "what changed hands has valid papers: one for all, one for each device; what was cancelled has none",
        """
        SELECT h.public_id FROM donations_handover h
        LEFT JOIN (SELECT handover_id, count(*) FILTER (WHERE kind = 'donor_to_school') AS whole, count(device_id) AS single
                   FROM donations_handovercertificate WHERE voided_at IS NULL GROUP BY 1) c ON c.handover_id = h.id
        WHERE (h.state IN ('done', 'reported') AND (coalesce(c.whole, 0) <> 1 OR coalesce(c.single, 0) <>
                  (SELECT count(*) FROM donations_allocation a WHERE a.handover_id = h.id)))
           OR (h.state = 'cancelled' AND c.handover_id IS NOT NULL)
        """,
    ),
    from_sql(
        "certificate.numbers",
        "the papers of a school and year are numbered from 1 without gap, up to the counter",
        """
        SELECT s.npsn || ' ' || coalesce(c.year, n.year)
        FROM (SELECT h.school_id, split_part(c.number, '/', 5)::int AS year, count(*) AS papers,
                     count(DISTINCT split_part(c.number, '/', 1)::int) AS kinds,
                     min(split_part(c.number, '/', 1)::int) AS first, max(split_part(c.number, '/', 1)::int) AS last
              FROM donations_handovercertificate c JOIN donations_handover h ON h.id = c.handover_id GROUP BY 1, 2) c
        FULL JOIN donations_certificatenumber n ON n.school_id = c.school_id AND n.year = c.year
        JOIN schools_school s ON s.id = coalesce(c.school_id, n.school_id)
        WHERE coalesce(c.papers, 0) <> coalesce(n.last, 0) OR c.first <> 1 OR c.kinds <> c.papers OR c.last <> c.papers
        """,
    ),
    Check(
        "certificate.files", "the file of every certificate that is kept is there, as it was issued", _certificate_files
    ),
    Check("evidence.files", "the file of every photo that was kept is there, as it was taken in", _photo_files),
)
