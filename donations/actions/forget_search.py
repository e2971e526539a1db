"""Drop a kept search."""

from __future__ import annotations

from donations.models import SavedSearch
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden


def forget_search(*, search: SavedSearch, actor: Actor) -> None:
    """Only one's own."""
    if search.user_id != actor.user_id:
        raise Forbidden("a search is forgotten by whom it belongs to")
    search.delete()
