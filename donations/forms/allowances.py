"""Caps, gates, and a file of both."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from donations.allowances import MOST_CAP
from ksbb.imports.limits import MEBIBYTE
from ksbb.imports.sheet_form import SheetForm
from recipients.models import NeedClass


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Sekolah dan auditor membacanya. Jangan menulis nama orang."),
        min_length=5,
        max_length=300,
    )


class CapForm(forms.Form):
    need_class = forms.ChoiceField(label=gettext_lazy("Untuk"), choices=NeedClass.choices)
    cap = forms.IntegerField(
        label=gettext_lazy("Batas"),
        help_text=gettext_lazy("Paling banyak sekian gawai. Kosongkan untuk menghapus batasnya."),
        min_value=0,
        max_value=MOST_CAP,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = _reason()


class GateForm(forms.Form):
    is_open = forms.TypedChoiceField(
        label=gettext_lazy("Penerimaan bantuan"),
        choices=[("1", gettext_lazy("dibuka")), ("0", gettext_lazy("ditutup"))],
        coerce=lambda said: said == "1",
        widget=forms.RadioSelect,
    )
    reason = _reason()


class AllowanceFileForm(SheetForm):
    file = forms.FileField(
        label=gettext_lazy("Berkas batas"),
        help_text=gettext_lazy("XLSX, XLS, ODS, atau CSV dengan kolom NPSN, Untuk, Batas, Penerimaan, Alasan."),
    )

    @property
    def most_bytes(self) -> int:
        """Less than for others: it is read while the browser waits."""
        return 5 * MEBIBYTE
