"""The file that a school uploads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ksbb.imports.sheet_form import SheetForm


class UploadForm(SheetForm):
    file = forms.FileField(
        label=_("Berkas dari Dapodik atau templat kami"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods), atau CSV, paling besar 10 MB. Boleh diseret ke sini."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
