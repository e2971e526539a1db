"""When a lost second factor cannot be taken off; each function gives the reason in words, or None."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from ksbb.accounts.acting import people_of, watchers_over
from ksbb.accounts.models import FactorReset, Membership, User
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role


def why_not_reset(membership: Membership, actor: Actor) -> str | None:
    """For whoever opens and whoever confirms."""
    if membership.user_id == actor.user_id:
        return _("Untuk akun Anda sendiri, mintalah dua rekan yang berwenang.")
    if not membership.is_active or not membership.user.is_active:
        return _("Keanggotaan ini tidak berlaku.")
    if not Authenticator.objects.filter(user_id=membership.user_id).exists():
        return _("Orang ini belum memasang pengaman. Ia dapat langsung masuk dan memasangnya.")
    return None


def why_not_confirm(reset: FactorReset, actor: Actor) -> str | None:
    """Four eyes of two natural persons: nobody confirms the own request, under another account neither."""
    if reset.opened_by_id == actor.user_id:
        return _("Permintaan ini dari Anda. Orang kedua yang menyetujuinya.")
    told = dict(
        User.objects.filter(pk__in=[reset.opened_by_id, actor.user_id], person_digest__isnull=False).values_list(
            "pk", "person_digest"
        )
    )
    if len(told) == 2 and len({bytes(digest or b"") for digest in told.values()}) == 1:
        return _("Akun Anda dan akun yang meminta milik satu orang. Orang kedua yang menyetujuinya.")
    return why_not_reset(reset.membership, actor)


def second_eyes(membership: Membership, actor: Actor) -> list[int]:
    """User ids of those who may confirm what `actor` opens: colleagues on either side and the Suku Dinas over the place."""
    asked = {person for side in {membership.organisation_id, actor.organisation_id or 0} for person in _inviters(side)}
    if membership.region:
        asked.update(watchers_over(membership.region, Role.CITY_SUPERVISOR))
    return sorted(asked - {actor.user_id, membership.user_id})


def _inviters(organisation_id: int) -> list[int]:
    return people_of(organisation_id, Permission.MEMBER_INVITE)
