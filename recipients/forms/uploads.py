"""The file that a school uploads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ksbb.imports.containers import format_of
from ksbb.imports.reading import SheetRefused

MEBIBYTE = 1024 * 1024


class UploadForm(forms.Form):
    """Judged here: size, and by its first bytes whether it is a sheet at all. What is in it a worker reads."""

    file = forms.FileField(
        label=_("Berkas dari Dapodik atau templat kami"),
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods), atau CSV, paling besar 10 MB. Boleh diseret ke sini."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        limit = settings.UPLOAD_MAX_SHEET_BYTES
        if (file.size or 0) > limit:
            text = gettext(
                "Berkas ini lebih dari %(limit)s MB. Hapus gambar dan lembar lain di dalamnya, lalu unggah lagi."
            )
            raise ValidationError(text % {"limit": limit // MEBIBYTE})
        return file

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if file := told.get("file"):
            told["data"] = file.read()
            try:
                format_of(told["data"])
            except SheetRefused as refusal:
                self.add_error("file", refusal.reason)
        return told
