"""Why a key of the API cannot be made as it is asked for, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from ksbb.accounts import factors
from ksbb.accounts.api_bounds import MOST_NETWORKS, lies_within, network
from ksbb.accounts.models import ApiToken, Membership
from ksbb.authority.actors import Actor
from ksbb.authority.grants import grants_of
from ksbb.authority.roles import PERSONAL, Role

MOST_TOKENS = 10


def why_not_create_token(membership: Membership, days: int) -> str | None:
    if not 1 <= days <= settings.API_TOKEN_MAX_DAYS:
        return _("Kunci berlaku paling lama %(days)s hari.") % {"days": settings.API_TOKEN_MAX_DAYS}
    if ApiToken.objects.valid().filter(membership=membership).count() >= MOST_TOKENS:
        return _("Anda sudah punya %(most)s kunci. Cabut dulu yang tidak dipakai.") % {"most": MOST_TOKENS}
    if needs_factor(membership) and not factors.has_factor(membership.user_id):
        return _("Pasang dulu pengaman kedua di halaman Keamanan akun. Tanpa itu peran Anda tidak dapat membuat kunci.")
    return None


def needs_factor(membership: Membership) -> bool:
    """Whether the key would act in a role that shows people (promise 13)."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and Role(membership.role) in PERSONAL


def why_not_bound(actor: Actor, grants: Sequence[str], area: str, networks: Sequence[str]) -> str | None:
    """A key opens something, and nothing beyond the person's own role and ground."""
    if not grants:
        return _("Pilih sedikitnya satu hak untuk kunci ini.")
    if not set(grants) <= set(grants_of(actor.role)):
        return _("Peran Anda tidak mencakup semua hak itu.")
    if area and not lies_within(area, actor.oversees):
        return _("Wilayah itu tidak termasuk wilayah Anda.")
    if len(networks) > MOST_NETWORKS:
        return _("Paling banyak %(most)s alamat jaringan untuk satu kunci.") % {"most": MOST_NETWORKS}
    return why_not_networks(networks)


def why_not_networks(networks: Sequence[str]) -> str | None:
    for one in networks:
        try:
            network(one)
        except ValueError:
            return _("“%(text)s” bukan alamat jaringan. Contoh: 103.10.20.7 atau 103.10.20.0/24.") % {"text": one[:60]}
    return None
