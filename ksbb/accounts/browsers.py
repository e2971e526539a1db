"""What a person recognises the own devices by, and nothing that others could follow them with."""

from __future__ import annotations

import ipaddress

from django.utils.translation import gettext_noop

# In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
FAMILIES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
LOCAL = gettext_noop("jaringan setempat")


def browser_of(agent: str) -> str:
    """ "Chrome, Android" from what the browser says of itself; empty when it says nothing known."""
    found = [next((name for mark, name in table if mark in agent), "") for table in (FAMILIES, SYSTEMS)]
    return ", ".join(name for name in found if name)


def network_of(address: str) -> str:
    """The network and not the connection: "103.10.x.x", "2001:db8:…"; empty for no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.is_private or found.is_loopback:
        return LOCAL
    if found.version == 4:
        return ".".join([*address.split(".")[:2], "x", "x"])
    return ":".join(found.exploded.split(":")[:2]) + ":…"
