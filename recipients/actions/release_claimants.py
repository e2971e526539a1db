"""People of whom no case asks any more whether they are registered already are held no longer."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from recipients.actions.assess import assess
from recipients.models import DuplicateCase, Recipient


@transaction.atomic
def release_claimants(*, recipient_ids: Sequence[int]) -> list[int]:
    """Those of `recipient_ids` who were held and are free now; the registered ones are assessed and their needs declared."""
    asked = DuplicateCase.objects.open().filter(kind=DuplicateCase.Kind.LIKENESS, claimant=OuterRef("pk"))
    free = Recipient.objects.filter(~Exists(asked), pk__in=list(recipient_ids), is_held=True)
    ids = list(free.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if ids:
        Recipient.objects.filter(pk__in=ids).update(is_held=False, updated_at=timezone.now())
        assess(recipient_ids=ids)
    return ids
