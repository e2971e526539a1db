"""Taking a person off the register, and looking at the full numbers: both need a listed reason."""

from __future__ import annotations

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from recipients.policies import UnmaskPurpose
from recipients.states import EndReason


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Alasannya"),
        choices=[(value, capfirst(label)) for value, label in EndReason.choices],
        widget=forms.RadioSelect,
    )


class UnmaskForm(forms.Form):
    """No purpose is chosen beforehand: what the trail keeps was said by the person who looked."""

    purpose = forms.ChoiceField(
        label=_("Untuk keperluan"), choices=[("", _("Pilih keperluannya")), *UnmaskPurpose.choices]
    )


class EraseForm(forms.Form):
    """One tick between a slip of the hand and what cannot be undone."""

    asked = forms.BooleanField(
        label=_("Orangnya, atau orang tua atau walinya, meminta datanya dihapus, dan saya sudah memastikannya")
    )
