"""The one tick between a slip of the hand and the end of an account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseAccountForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Saya mengerti bahwa akun ini tidak dapat dibuka lagi"),
        error_messages={"required": _("Centang dulu bila Anda yakin.")},
    )
