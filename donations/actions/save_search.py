"""Keep what somebody looks for."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from donations.models import SavedSearch
from donations.searching import open_counts, parts_of
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, refuse_if

MOST = 30


@transaction.atomic
def save_search(*, filters: Mapping[str, str], name: str, tells: bool, actor: Actor) -> SavedSearch:
    """The person's search with these filters (made, or renamed when it is there already). It counts from what is open now."""
    if actor.user_id is None:
        raise Forbidden("only a person keeps a search")
    parts = parts_of(filters)
    own = SavedSearch.objects.visible_to(actor)
    refuse_if(_why_not_more(own.exclude(filters=parts).count()))
    search, _is_new = SavedSearch.objects.update_or_create(
        user_id=actor.user_id,
        filters=parts,
        defaults={
            "name": name,
            "tells": tells,
            "region": parts.get("kelurahan") or parts.get("kecamatan") or parts.get("kota") or "",
            "told_open": open_counts([parts])[0],
        },
    )
    return search


def _why_not_more(others: int) -> str | None:
    if others < MOST:
        return None
    return _("Anda sudah menyimpan %(most)s pencarian. Hapus satu dulu.") % {"most": MOST}
