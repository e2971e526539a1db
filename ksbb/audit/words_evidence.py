"""What the acts on evidence read like."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVIDENCE: dict[str, str | Promise] = {
    "file.infected": _("Pemindai menemukan virus dalam berkas (%(purpose)s): %(virus)s"),
    "photo.infected": _("Pemindai menemukan virus dalam foto: %(virus)s"),
}
