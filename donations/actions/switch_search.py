"""Turn the telling of a kept search on or off."""

from __future__ import annotations

from django.db import transaction

from donations.models import SavedSearch
from donations.searching import open_counts
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden


@transaction.atomic
def switch_search(*, search: SavedSearch, tells: bool, actor: Actor) -> SavedSearch:
    """Only one's own. Turned on again it counts from what is open now: what came meanwhile is no news."""
    if search.user_id != actor.user_id:
        raise Forbidden("a search is switched by whom it belongs to")
    search.tells = tells
    if tells:
        search.told_open = open_counts([search.filters])[0]
    search.save(update_fields=["tells", "told_open", "updated_at"])
    return search
