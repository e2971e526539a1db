"""Lists for Disdukcapil and Dinsos: what to ask about, what for, and the file that came back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.imports.sheet_form import SheetForm
from recipients.exchange import MOST_IN_A_WORKBOOK, CheckPurpose, grounds_of
from recipients.models import CheckBatch, CheckSource


class CheckForm(forms.Form):
    """Which office, over which part of the own ground."""

    source = forms.ChoiceField(label=_("Ditujukan kepada"), choices=CheckSource.choices, widget=forms.RadioSelect)
    region = forms.ChoiceField(label=_("Wilayah sekolah"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = grounds_of(actor)  # type: ignore[attr-defined]


class DownloadForm(forms.Form):
    """A large list is a text file only."""

    purpose = forms.ChoiceField(
        label=_("Untuk keperluan"),
        choices=[(value, capfirst(label)) for value, label in CheckPurpose.choices],
        widget=forms.RadioSelect,
        initial=CheckPurpose.SEND,
    )
    format = forms.ChoiceField(label=_("Bentuk berkas"), choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV")])

    def __init__(self, *args: Any, batch: CheckBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if batch.people > MOST_IN_A_WORKBOOK:
            self.fields["format"].choices = [("csv", "CSV")]  # type: ignore[attr-defined]


class AnswerForm(SheetForm):
    """The file as the office sent it back, and the day of which it speaks."""

    too_large = _("Berkas ini lebih dari %(limit)s MB. Bagi per kota, lalu buat daftar untuk setiap kota.")
    file = forms.FileField(
        label=_("Berkas jawaban"),
        help_text=_("Excel, LibreOffice, atau CSV, paling besar 25 MB. Yang dibaca hanya kode dan kolom jawabannya."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
    as_of = forms.DateField(
        label=_("Keadaan per tanggal"),
        help_text=_("Tanggal data instansi itu; dipakai untuk baris yang kolom “Per tanggal”-nya kosong."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    @property
    def most_bytes(self) -> int:
        return int(settings.UPLOAD_MAX_ANSWER_BYTES)

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(gettext("Tanggal ini belum terjadi."))
        return day
