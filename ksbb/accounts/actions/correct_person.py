"""Somebody told a wrong NIK or kelurahan of theirs: two coordinators with the KTP before them put it right."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ksbb.accounts.models import User
from ksbb.accounts.persons import person_digest, why_not_correct
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if


@dataclass(frozen=True)
class Reading:
    """What one of the two has read off the KTP; neither sees what the other types."""

    nik: str
    actor: Actor


@transaction.atomic
def correct_person(*, user: User, home_region: str, first: Reading, second: Reading) -> User:
    """Both must have read the same number. Four eyes, since who could change it alone could become somebody else.

    Only the keyed digest is kept, and the trail tells who read, never what. Raises Forbidden and Refused.
    """
    for reading in (first, second):
        reading.actor.must(Permission.PERSON_CORRECT)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    refuse_if(_why_not_these(user, first.actor, second.actor))
    if first.nik != second.nik:
        raise Refused(_("Kedua NIK yang dibaca tidak sama. Bacalah lagi dari KTP-nya, masing-masing sendiri."))
    refuse_if(why_not_correct(user, first.nik, home_region))
    user.person_digest, user.home_region = person_digest(first.nik), home_region
    user.save(update_fields=["person_digest", "home_region"])
    trail.record("user.person_corrected", user, actor=first.actor, second=second.actor.user_id)
    return user


def _why_not_these(user: User, first: Actor, second: Actor) -> str | None:
    """Three different natural persons, as far as the portal knows."""
    accounts = [user, *User.objects.filter(pk__in=[first.user_id, second.user_id])]
    digests = [bytes(one.person_digest) for one in accounts if one.person_digest]
    if len(accounts) < 3 or user.pk in (first.user_id, second.user_id) or len(digests) != len(set(digests)):
        return _("Yang membaca KTP harus dua orang, dan bukan orang yang datanya diperbaiki.")
    return None
