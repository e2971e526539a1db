"""A new photo is compared with all that reports and schools ever showed, and is kept for the comparisons to come."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import Q
from PIL import Image

from ksbb.common.prints import kept_prints, questions
from verification.likeness import Copy, copies_of, prints_to_keep
from verification.models import Evidence, EvidenceLikeness, EvidencePrint, UsePhoto

# Any number, the same in every process: two copies that come at the same moment must not miss each other.
ONE_AT_A_TIME = 0x6B737062


@transaction.atomic
def compare_evidence(photo: Evidence | UsePhoto, picture: Image.Image) -> int:
    """`picture` is the clean photo. Returns how many photos of other things it is a copy of. A flat picture resembles nothing.

    Done once for each photo. The lock is the last one that a caller takes; it is held until the caller commits.
    """
    asked, kept = questions(picture), kept_prints(picture)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    found = _of_other_things(photo, copies_of(asked))
    EvidencePrint.objects.bulk_create(prints_to_keep(photo, kept))
    later = {"later": photo} if isinstance(photo, Evidence) else {"later_use": photo}
    EvidenceLikeness.objects.bulk_create(
        EvidenceLikeness(
            **later,
            earlier_id=copy.evidence_id,
            earlier_use_id=copy.use_photo_id,
            distance=copy.distance,
            is_mirrored=copy.is_mirrored,
        )
        for copy in found
    )
    return len(found)


def _of_other_things(photo: Evidence | UsePhoto, copies: Collection[Copy]) -> list[Copy]:
    """Two photos of one report, or of one device in rounds that are answered together, are no finding."""
    if isinstance(photo, Evidence):
        same = Evidence.objects.filter(report=photo.report_id, pk__in=[copy.evidence_id for copy in copies])
        mine = set(same.values_list("pk", flat=True))
        return [copy for copy in copies if copy.evidence_id is None or copy.evidence_id not in mine]
    used = UsePhoto.objects.filter(pk__in=[copy.use_photo_id for copy in copies], answer__device=photo.answer.device_id)
    moment = photo.answer.round.answered_at
    together = Q(answer__round__answered_at=moment) if moment else Q(answer__round__answered_at=None)
    mine = set(used.filter(together).values_list("pk", flat=True))
    return [copy for copy in copies if copy.use_photo_id is None or copy.use_photo_id not in mine]
