"""Where a key of the API ends: its grants, its area and its networks. Judged without the database."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import replace

from ksbb.authority.actors import Actor
from ksbb.authority.grants import permitted

# As many networks as a list that somebody can read.
MOST_NETWORKS = 20


def bounded(actor: Actor, *, key_id: int, grants: Iterable[str], area: str) -> Actor:
    """The person's Actor as the key may act: `may` asks the role and the key, `visible_to` sees the smaller ground.

    An area that is no longer within the person's ground is no ground at all.
    """
    codes = actor.territory_codes
    if area:
        codes = (area,) if lies_within(area, codes) else ()
    return replace(actor, key_id=key_id, opened=permitted(grants), territory_codes=codes)


def lies_within(area: str, codes: Iterable[str]) -> bool:
    """Whether the official code `area` is one of `codes` or below one of them. The dot is part of it: 31.7 does not hold 31.73."""
    return any(area == code or area.startswith(f"{code}.") for code in codes)


def network(text: str) -> str:
    """One address or network in its plain form ("103.10.20.7" → "103.10.20.7/32"). Raises ValueError."""
    return str(ipaddress.ip_network(text.strip(), strict=False))


def comes_from(address: str | None, networks: Iterable[str]) -> bool:
    """Whether the client's address lies in one of `networks`; without any, from anywhere. An unknown address lies in none."""
    allowed = list(networks)
    if not allowed:
        return True
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    # A dual-stack server tells an IPv4 client as ::ffff:a.b.c.d.
    plain = getattr(found, "ipv4_mapped", None) or found
    return any(plain in ipaddress.ip_network(one) for one in allowed)
