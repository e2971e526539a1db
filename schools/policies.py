"""Why something cannot be done with a school."""

from __future__ import annotations

from django.utils.translation import gettext as _

from schools.models import School


def why_not_accept(school: School) -> str | None:
    if school.is_closed:
        return _("Sekolah ini sudah tutup, jadi tidak dapat diikutkan. Periksa data induknya lebih dulu.")
    if school.accepted_at:
        return _("Sekolah ini sudah diterima dalam program.")
    return None
