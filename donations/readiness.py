"""What a used device must pass before it reaches a child or a teacher (design, section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MANDATORY = {
    "works": _("Menyala dan berfungsi"),
    "screen_camera": _("Layar dan kamera baik"),
    "battery": _("Baterai tahan dipakai belajar"),
    "charger": _("Pengisi daya ada dan berfungsi"),
    "system": _("Sistem operasi masih mendapat pembaruan keamanan"),
    "reset": _("Sudah dikembalikan ke setelan pabrik"),
    "unlocked": _("Kunci akun (Google/Apple/Microsoft) sudah dilepas"),
    "wiped": _("Data pemilik lama sudah dihapus"),
    "registered": _("IMEI sudah dicek di imei.kemenperin.go.id (perangkat seluler)"),
}


# Only for what can be used on the mobile net.
MOBILE = frozenset({"registered"})


def points_for(*, mobile: bool) -> dict[str, _StrPromise]:
    """point → label of what must be ticked; `mobile` devices have an IMEI."""
    return {point: label for point, label in MANDATORY.items() if mobile or point not in MOBILE}


def missing_points(readiness: Mapping[str, object], *, mobile: bool) -> list[str]:
    """The labels of the mandatory points that are not ticked."""
    return [str(label) for point, label in points_for(mobile=mobile).items() if readiness.get(point) is not True]
