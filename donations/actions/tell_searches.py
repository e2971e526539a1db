"""Tell people that more has become open where they look."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from donations.models import SavedSearch
from donations.searching import open_counts
from ksbb.notifications import outbox

BATCH = 500
# Never more than one message a day and search.
PAUSE = timedelta(days=1)


def tell_searches() -> int:
    """Of all searches that want to tell and have not told for a day: a message where more is open than before. Returns how many.

    Where less is open, the next rise counts from there. Two workers at once: each search is looked at by one of them.
    """
    due = list(_due().order_by("pk").values_list("pk", flat=True))
    return sum(_tell(due[start : start + BATCH]) for start in range(0, len(due), BATCH))


def _due() -> QuerySet[SavedSearch]:
    rested = Q(told_at=None) | Q(told_at__lte=timezone.now() - PAUSE)
    return SavedSearch.objects.filter(rested, tells=True, user__is_active=True)


@transaction.atomic
def _tell(pks: list[int]) -> int:
    searches = list(_due().filter(pk__in=pks).order_by("pk").select_for_update(of=("self",), skip_locked=True))
    counts = _counts(searches)
    now, risen = timezone.now(), []
    for search in searches:
        count = counts[_key(search)]
        if count > search.told_open:
            risen.append((search, count, count - search.told_open))
            search.told_at = now
        search.told_open = count
    SavedSearch.objects.bulk_update(searches, ["told_open", "told_at"])
    for search, count, more in risen:
        outbox.post(
            "donations/search_risen",
            to=[search.user_id],
            path=reverse("donations:search_open", args=[search.public_id]),
            once=f"search:{search.public_id}:{timezone.localdate(now)}",
            open=count,
            more=more,
            off=f"{settings.PUBLIC_URL}{reverse('donations:search_list')}",
        )
    return len(risen)


def _counts(searches: list[SavedSearch]) -> dict[tuple[tuple[str, str], ...], int]:
    """Equal searches of many people are counted once."""
    distinct = {_key(search): search.filters for search in searches}
    return dict(zip(distinct, open_counts(distinct.values()), strict=True))


def _key(search: SavedSearch) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(search.filters.items()))
