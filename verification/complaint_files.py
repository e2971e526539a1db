"""Files of a complaint that have not come to it yet, because the virus scanner has to see them first."""

from __future__ import annotations

from collections import Counter

from ksbb.imports.models import HeldFile
from verification.models import Complaint


def held_files_of(complaint: Complaint) -> Counter[str]:
    """State of HeldFile → how many."""
    held = HeldFile.objects.filter(purpose=HeldFile.Purpose.COMPLAINT, wanted_by=complaint.pk)
    return Counter(held.values_list("state", flat=True))
