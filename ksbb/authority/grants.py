"""What a key of the API can be given: named grants, and the permissions that each of them opens.

A key opens what its grants open and the role behind it allows, both asked at each request. No grant opens a permission with
which somebody approves, verifies or decides: four eyes are two people in the portal (promise 24).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from ksbb.authority.permissions import Permission as P
from ksbb.authority.roles import GRANTS, Role


class Grant(models.TextChoices):
    """thing.verb, as the documentation of the API names them."""

    RECIPIENTS_IMPORT = "recipients.import", _("Mengirim data penerima dan melihat hasil kiriman itu")
    PLEDGES_READ = "pledges.read", _("Membaca komitmen dan serah terimanya")
    PLEDGES_WRITE = "pledges.write", _("Membuat dan menarik komitmen")
    CRITERIA_READ = "criteria.read", _("Membaca versi kriteria")
    MATCHING_READ = "matching.read", _("Membaca usulan pemadanan")
    MATCHING_RUN = "matching.run", _("Meminta usulan pemadanan dihitung")


PERMITS: dict[Grant, frozenset[P]] = {
    Grant.RECIPIENTS_IMPORT: frozenset({P.RECIPIENT_IMPORT, P.RECIPIENT_VIEW, P.SCHOOL_VIEW}),
    Grant.PLEDGES_READ: frozenset({P.PLEDGE_VIEW, P.HANDOVER_VIEW}),
    # The answer to a promise tells the promise.
    Grant.PLEDGES_WRITE: frozenset({P.PLEDGE_CREATE, P.PLEDGE_VIEW, P.HANDOVER_VIEW}),
    Grant.CRITERIA_READ: frozenset({P.CRITERIA_VIEW}),
    Grant.MATCHING_READ: frozenset({P.MATCHING_VIEW}),
    Grant.MATCHING_RUN: frozenset({P.MATCHING_RUN, P.MATCHING_VIEW}),
}


def grants_of(role: Role) -> list[Grant]:
    """What the role can give a key: grants that open nothing beyond it, in the order of the enum."""
    return [grant for grant in Grant if PERMITS[grant] <= GRANTS[role]]


def permitted(grants: Iterable[str]) -> frozenset[P]:
    """All that these grants open together; a name that is none any more opens nothing."""
    known = set(Grant.values)
    return frozenset[P]().union(*(PERMITS[Grant(name)] for name in grants if name in known))
