"""Areas by their official code; the parents come along."""

from __future__ import annotations

from ksbb.territories.models import Territory

LEVELS = {
    2: Territory.Level.PROVINCE,
    5: Territory.Level.CITY,
    8: Territory.Level.DISTRICT,
    13: Territory.Level.VILLAGE,
}


def area(code: str, name: str = "") -> Territory:
    """The territory `code`, made with everything above it when it is not there yet."""
    parent = area(code.rpartition(".")[0]) if "." in code else None
    territory, _created = Territory.objects.get_or_create(
        code=code, defaults={"name": name or f"Wilayah {code}", "level": LEVELS[len(code)], "parent": parent}
    )
    return territory
