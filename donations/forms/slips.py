"""What a guardian types: the code of the slip, then two answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import ReceiptSlip
from donations.slips import slip_of

YES_NO = (("ya", gettext_lazy("Ya")), ("tidak", gettext_lazy("Tidak")))


class CodeForm(forms.Form):
    """Whatever is wrong with a code, the words are the same."""

    code = forms.CharField(
        label=gettext_lazy("Kode pada slip"),
        help_text=gettext_lazy("Delapan huruf dan angka. Huruf kecil, spasi, dan tanda hubung tidak masalah."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "size": 12,
                "data-ksbb-slip-code": "",
            }
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["slip"] = slip_of(said.get("code", ""))
        if said["slip"] is None and not self.errors:
            self.add_error(
                "code", _("Kode ini tidak dikenal atau belum berlaku. Periksa lagi setiap huruf dan angkanya.")
            )
        return said

    @property
    def slip(self) -> ReceiptSlip:
        """Only after validation."""
        found: ReceiptSlip = self.cleaned_data["slip"]
        return found


class AnswerForm(forms.Form):
    """Nothing is ticked beforehand: silence is no answer."""

    arrived = forms.ChoiceField(
        label=gettext_lazy("Apakah gawai sudah Anda terima?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih Ya atau Tidak.")},
    )
    was_charged = forms.ChoiceField(
        label=gettext_lazy("Apakah Anda diminta membayar?"),
        help_text=gettext_lazy("Oleh siapa pun dan untuk apa pun: biaya administrasi, uang lelah, pulsa, ongkos."),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih Ya atau Tidak.")},
    )

    def answers(self) -> dict[str, bool]:
        """For `answer_slip`; only after validation."""
        return {name: self.cleaned_data[name] == "ya" for name in ("arrived", "was_charged")}
