"""What a school tells of a device in trouble, and what the Sudin decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models import Device
from verification.models import DeviceCase
from verification.policies_cases import OUTCOMES, kinds_to_tell


class TellForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Apa yang terjadi?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih apa yang terjadi.")},
    )
    happened_on = forms.DateField(
        label=_("Tanggal kejadian"),
        help_text=_("Bila tidak tahu pasti: tanggal diketahui."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(
        label=_("Ceritakan kejadiannya"),
        help_text=_("Di mana, bagaimana, apa yang sudah dilakukan. Tanpa nama murid atau guru."),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"min_length": _("Tulis sedikitnya satu kalimat.")},
    )
    police_number = forms.CharField(
        label=_("Nomor laporan polisi"),
        help_text=_("Bila dicuri dan sudah dilaporkan."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, device: Device, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, kind.label) for kind in kinds_to_tell(device)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["happened_on"].widget.attrs["max"] = timezone.localdate().isoformat()


class DecideForm(forms.Form):
    """`confirmed` comes from the page that shows what will happen."""

    outcome = forms.ChoiceField(label=_("Hasilnya"), widget=forms.RadioSelect)
    replacement = forms.ChoiceField(
        label=_("Apakah diganti?"),
        choices=DeviceCase.Replacement.choices,
        widget=forms.RadioSelect,
        help_text=_("Bila kebutuhannya dibuka lagi, murid atau guru yang sama masuk antrean sekali lagi."),
    )
    finding = forms.CharField(
        label=_("Apa yang ditemukan?"),
        help_text=_("Dibaca sekolah. Tanpa nama murid atau guru."),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"min_length": _("Tulis sedikitnya satu kalimat.")},
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, case: DeviceCase, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(DeviceCase.Outcome.choices)
        self.fields["outcome"].choices = [(one, labels[one]) for one in OUTCOMES[case.kind]]  # type: ignore[attr-defined]
