"""What a school writes against a rejection, and what the coordinator answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from verification.states import AppealState


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Mengapa penolakan ini keliru?"),
        help_text=_("Sebutkan apa yang dapat diperiksa ulang. Jangan menulis nama atau NIK murid."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Keputusan"),
        widget=forms.RadioSelect,
        choices=[
            (AppealState.GRANTED.value, _("Kabulkan: laporan diperiksa ulang oleh validator lain")),
            (AppealState.DENIED.value, _("Tidak dikabulkan: penolakan tetap berlaku")),
        ],
    )
    answer = forms.CharField(
        label=_("Alasan keputusan"),
        help_text=_("Sekolah membacanya. Jangan menulis nama murid."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
