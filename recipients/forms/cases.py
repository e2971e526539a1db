"""What an officer decides about two registrations, and on what ground."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from recipients.case_policies import outcomes_of
from recipients.models import DuplicateCase

NUMBER_OUTCOMES = {
    DuplicateCase.Outcome.MOVES: _("Orang yang sama, sudah pindah ke sekolah kedua"),
    DuplicateCase.Outcome.STAYS: _("Orang yang sama, tetap di sekolah pertama"),
    DuplicateCase.Outcome.DIFFERENT: _("Dua orang yang berbeda"),
    DuplicateCase.Outcome.MISTAKE: _("Sekolah kedua salah menulis nomornya"),
}


class DecisionForm(forms.Form):
    """`confirmed` comes from the page that says what will happen."""

    outcome = forms.ChoiceField(label=_("Putusan"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("Dasar putusan"),
        choices=[(value, capfirst(label)) for value, label in DuplicateCase.Ground.choices],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=500,
        help_text=_("Hanya terbaca oleh Suku Dinas kedua sekolah. Jangan menulis NIK atau NISN lengkap."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: DuplicateCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(outcome, NUMBER_OUTCOMES[DuplicateCase.Outcome(outcome)]) for outcome in outcomes_of(case)]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
