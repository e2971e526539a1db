"""A person says once who they are and where they live, so that nobody judges the own school or kelurahan under two accounts."""

from __future__ import annotations

from django.db import transaction

from ksbb.accounts.models import User
from ksbb.accounts.persons import person_digest, why_not_tell
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, refuse_if


@transaction.atomic
def tell_person(*, user: User, nik: str, home_region: str, actor: Actor) -> User:
    """Only the keyed digest of the NIK is kept. Once: who could change it could become somebody else. Raises Refused."""
    if not actor.is_system and actor.user_id != user.pk:
        raise Forbidden("only the person")
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    refuse_if(why_not_tell(user, nik, home_region))
    user.person_digest, user.home_region = person_digest(nik), home_region
    user.save(update_fields=["person_digest", "home_region"])
    trail.record("user.person_told", user, actor=actor)
    return user
