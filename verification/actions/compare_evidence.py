"""A new photo of a report is compared with all that other reports ever showed, and is kept for the comparisons to come."""

from __future__ import annotations

from django.db import connection, transaction
from PIL import Image

from ksbb.common.prints import kept_prints, questions
from verification.likeness import copies_of, prints_to_keep
from verification.models import Evidence, EvidenceLikeness, EvidencePrint

# Any number, the same in every process: two copies that come at the same moment must not miss each other.
ONE_AT_A_TIME = 0x6B737062


@transaction.atomic
def compare_evidence(evidence: Evidence, picture: Image.Image) -> list[int]:
    """`picture` is the clean photo. Returns the ids of the other reports that showed it. A picture that is flat resembles nothing.

    Done once for each photo. The lock is the last one that a caller takes; it is held until the caller commits.
    """
    asked, kept = questions(picture), kept_prints(picture)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    copies = {copy.evidence_id: copy for copy in copies_of(asked)}
    others = Evidence.objects.filter(pk__in=copies).exclude(report=evidence.report_id).values_list("pk", "report_id")
    found = dict(others)
    EvidencePrint.objects.bulk_create(prints_to_keep(evidence, kept))
    EvidenceLikeness.objects.bulk_create(
        EvidenceLikeness(
            later=evidence,
            earlier_id=pk,
            distance=copies[pk].distance,
            is_mirrored=copies[pk].is_mirrored,
        )
        for pk in found
    )
    return sorted(set(found.values()))
