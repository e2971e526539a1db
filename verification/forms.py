"""What a principal tells of a receipt, and what a validator says of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from verification.states import ReportState


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one control; the cleaned value is a list, empty when none was chosen.

    `required` is for the browser alone: whether photos are missing depends on those that are there already.
    """

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen if one]


class ReportForm(forms.Form):
    """`handed_over`: how many devices stand on the papers."""

    received_on = forms.DateField(
        label=_("Tanggal gawai diterima"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    received_count = forms.IntegerField(
        label=_("Jumlah gawai yang diterima"), min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    note = forms.CharField(
        label=_("Catatan untuk validator"),
        help_text=_("Misalnya bila ada gawai yang kurang atau rusak. Jangan menulis nama atau NIK murid."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = ManyFilesField(
        label=_("Foto bukti"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, handed_over: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = self.fields["received_count"]
        count.help_text = _("Menurut BAST: %(count)s gawai.") % {"count": handed_over}
        count.widget.attrs["max"] = handed_over
        self.fields["received_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def ask_for_photos(self, wanted: bool) -> None:
        """Whether the browser insists on a photo: not when good ones are there already."""
        self.fields["photos"].required = wanted


class DecisionForm(forms.Form):
    """The validator's word. `confirmed` comes from the page that shows what a rejection will do."""

    decision = forms.ChoiceField(choices=[choice for choice in ReportState.choices if choice[0] != "submitted"])
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Wajib bila laporan dikembalikan atau ditolak. Tulis apa yang harus diperbaiki, tanpa nama murid."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        judged = cleaned.get("decision")
        if judged in (ReportState.RETURNED, ReportState.REJECTED) and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Tuliskan alasannya, supaya sekolah tahu apa yang harus diperbaiki."))
        return cleaned

    @property
    def wants_confirmation(self) -> bool:
        """A rejection cannot be taken back: it is shown what it does, then sent once more."""
        return self.cleaned_data["decision"] == ReportState.REJECTED and not self.cleaned_data["confirmed"]
