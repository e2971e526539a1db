"""A form with a sheet in it, of whatever it is about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ksbb.common.refusals import Refused
from ksbb.imports.containers import format_of
from ksbb.imports.door import let_in
from ksbb.imports.limits import MEBIBYTE


class SheetForm(forms.Form):
    """Judged here: size, and by its first bytes whether it is a sheet at all. What is in it is read later.

    A form of it has a `file`, and `data` (its bytes) when it is valid. `too_large` says in words what to do
    about a file of more than `most_bytes`, with the limit in MB as %(limit)s.
    """

    too_large: str | Promise = _(
        "Berkas ini lebih dari %(limit)s MB. Hapus gambar dan lembar lain di dalamnya, lalu unggah lagi."
    )

    @property
    def most_bytes(self) -> int:
        return int(settings.UPLOAD_MAX_SHEET_BYTES)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.most_bytes:
            raise ValidationError(str(self.too_large) % {"limit": self.most_bytes // MEBIBYTE})
        return file

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if file := told.get("file"):
            try:
                told["data"] = let_in(file, purpose="sheet", most=self.most_bytes)
                format_of(told["data"])
            except Refused as refusal:
                self.add_error("file", refusal.reason)
        return told
