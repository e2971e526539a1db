"""How a page answers when a step is refused."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext as _

from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState


def attempt(form: forms.Form, act: Callable[[], object], *, beside: str | None = None) -> bool:
    """Take the step; a refusal is put on the form (or beside its field `beside`), in words, and answers False."""
    try:
        act()
    except Refused as no:
        form.add_error(beside, no.reason)
    except StaleState:
        form.add_error(None, _("Data ini baru saja diubah orang lain. Muat ulang halamannya, lalu coba lagi."))
    else:
        return True
    return False
