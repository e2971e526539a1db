"""A complaint goes on without the files that the virus scanner has not seen yet; they follow."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ksbb.imports.models import HeldFile
from verification.models import Complaint


@transaction.atomic
def await_files(*, complaint: Complaint, held: Sequence[HeldFile]) -> int:
    """`held` came with it. Returns how many it waits for; the same file sent by a second click is waited for once."""
    known = set(HeldFile.objects.filter(purpose="complaint", wanted_by=complaint.pk).values_list("sha256", flat=True))
    fresh = {file.sha256: file.pk for file in held if file.sha256 not in known}
    return HeldFile.objects.filter(pk__in=fresh.values()).update(wanted_by=complaint.pk, region=complaint.region)
