"""The import of the offices' ground on the technical site: upload, look at what would change, confirm."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ImportForm
from import_export.results import Result
from import_export.tmp_storages import CacheStorage

from ksbb.accounts.resources import OfficeGroundResource

MOST_BYTES = 1024 * 1024
_MOST_UNPACKED = 20 * MOST_BYTES
_ENDINGS = {"0": ".csv", "1": ".xlsx"}


class GroundForm(ImportForm):  # type: ignore[misc]
    """One small table, .csv or .xlsx; the format is told by the file's name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].required = False
        self.fields["format"].widget = forms.HiddenInput()
        self.fields["import_file"].widget.attrs["accept"] = ".csv,.xlsx"
        self.fields["import_file"].label = _("Tabel")
        self.fields["import_file"].help_text = _(
            "Berkas .csv atau .xlsx, paling besar 1 MB. Sebutkan semua kecamatan setiap Suku Dinas yang ada di dalamnya."
        )

    @property
    def media(self) -> forms.Media:
        """No script: there is no format to guess."""
        return forms.Media()

    def clean_import_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["import_file"]
        ending = next((one for one in _ENDINGS.values() if (file.name or "").lower().endswith(one)), "")
        if not ending:
            raise forms.ValidationError(_("Hanya berkas .csv atau .xlsx yang diterima."))
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("Berkas lebih besar dari 1 MB."))
        if fault := _fault(file.read(), ending):
            raise forms.ValidationError(fault)
        file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        name = file.name.lower() if (file := told.get("import_file")) and file.name else ""
        told["format"] = next((number for number, ending in _ENDINGS.items() if name.endswith(ending)), "0")
        return told


def _fault(data: bytes, ending: str) -> str:
    """Why these bytes are not read, or an empty text. A workbook is a ZIP that says how large it becomes."""
    if ending == ".xlsx":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                large = sum(part.file_size for part in parts.infolist()) > _MOST_UNPACKED
        except (zipfile.BadZipFile, ValueError):
            return _("Berkas ini bukan lembar kerja Excel (.xlsx).")
        return _("Isi berkas ini terlalu besar.") if large else ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _("Berkas .csv harus disimpan sebagai UTF-8.")
    return _("Berkas ini bukan teks.") if "\x00" in text else ""


class WaitingTable(CacheStorage):  # type: ignore[misc]
    """The table between looking and confirming. In the cache, since another process may answer; after an hour it is gone."""

    CACHE_LIFETIME = 3600
    CACHE_PREFIX = "office-ground-"

    def read(self) -> Any:
        data = super().read() or b""
        return data if "b" in self.read_mode else data.decode("utf-8-sig")


class GroundImport(ImportMixin):  # type: ignore[misc]
    """For the admin of organisations. What changed stands in the trail, so the library's own log is left out."""

    resource_classes = (OfficeGroundResource,)
    import_formats = (CSV, XLSX)
    import_form_class = GroundForm
    tmp_storage_class = WaitingTable
    skip_admin_log = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        request = kwargs["request"]
        return {"actor": request.actor}

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """What was possible when one looked may be so no longer; then nothing was written, and the first fault is told."""
        if not result.has_errors():
            self.add_success_message(result, request)
            return HttpResponseRedirect(reverse("admin:accounts_organisation_changelist"))
        faults = [*result.base_errors, *(fault for _number, found in result.row_errors() for fault in found)]
        messages.error(request, _("Tidak ada yang diubah. %(fault)s") % {"fault": faults[0].error})
        return HttpResponseRedirect(reverse("admin:accounts_organisation_import"))

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        text = _("Wilayah kantor tersimpan: %(new)s kecamatan masuk, %(gone)s keluar, %(same)s tetap.")
        told = {"new": result.totals["new"], "gone": result.totals["delete"], "same": result.totals["skip"]}
        messages.success(request, text % told)
