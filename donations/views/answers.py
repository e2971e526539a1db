"""How a page answers when a step is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState

Done = TypeVar("Done")


def attempt(form: forms.Form, act: Callable[[], Done], *, beside: str | None = None) -> Done | None:
    """Take the step and answer with what it made; a refusal is put on the form (beside its field `beside`), in words."""
    try:
        return act()
    except Refused as no:
        form.add_error(beside, no.reason)
    except StaleState:
        form.add_error(None, _("Data ini baru saja diubah orang lain. Muat ulang halamannya, lalu coba lagi."))
    return None


def told(request: HttpRequest, act: Callable[[], Done]) -> Done | None:
    """The same for a step without a form: a refusal is told on the next page."""
    try:
        return act()
    except Refused as no:
        messages.warning(request, no.reason)
    except StaleState:
        messages.warning(request, _("Data ini baru saja diubah orang lain. Muat ulang halamannya, lalu coba lagi."))
    return None
