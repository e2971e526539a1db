"""What the operators' acts read like in the trail."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ksbb.common.switches import SWITCHES

OPERATION: dict[str, str | Promise] = {
    "switch.turned_on": _("Menyalakan fitur: %(switch)s"),
    "switch.turned_off": _("Mematikan fitur: %(switch)s"),
}
OPERATION_THINGS: dict[str, str | Promise] = {"operation.switchchange": _("Sakelar fitur")}
_FEATURES: dict[str, str | Promise] = {switch.value: meaning.label for switch, meaning in SWITCHES.items()}
OPERATION_CODES: dict[tuple[str, str], dict[str, str | Promise]] = {
    ("switch.turned_on", "switch"): _FEATURES,
    ("switch.turned_off", "switch"): _FEATURES,
}
