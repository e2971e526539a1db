"""What a principal tells of a receipt, and what a validator says of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models import Shortfall
from verification.reasons import REASONS, About, Mark, about
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
    """When the devices came, what the validator should know, the photos. Which devices came: ArrivalForm, one for each."""

    received_on = forms.DateField(
        label=_("Tanggal gawai diterima"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("Catatan untuk validator"),
        help_text=_("Misalnya bila ada gawai yang rusak. Jangan menulis nama atau NIK murid."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = ManyFilesField(
        label=_("Foto bukti"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def ask_for_photos(self, wanted: bool) -> None:
        """Whether the browser insists on a photo: not when good ones are there already."""
        self.fields["photos"].required = wanted


class ArrivalForm(forms.Form):
    """Whether one device of the papers arrived; if not, what happened. Its prefix names the device."""

    arrived = forms.BooleanField(label=_("sampai di sekolah"), required=False, initial=True)
    kind = forms.ChoiceField(
        label=_("Yang terjadi"),
        required=False,
        choices=[
            ("", _("Pilih…")),
            (Shortfall.Kind.NOT_BROUGHT.value, _("tidak ada dalam kiriman")),
            (Shortfall.Kind.LOST.value, _("hilang di perjalanan")),
            (Shortfall.Kind.REFUSED.value, _("ditolak sekolah karena tidak layak")),
            (Shortfall.Kind.RETURNED.value, _("dibawa kembali pemberi")),
        ],
    )
    reason = forms.CharField(
        label=_("Ceritakan singkat, tanpa nama murid"), max_length=300, required=False, widget=forms.TextInput()
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("arrived"):
            if not cleaned.get("kind"):
                self.add_error("kind", _("Pilih apa yang terjadi dengan gawai ini."))
            if not cleaned.get("reason", "").strip():
                self.add_error("reason", _("Tuliskan singkat apa yang terjadi dengan gawai ini."))
        return cleaned


class DecisionForm(forms.Form):
    """The validator's word: the reasons of the list that were ticked, at the report, its photos and its devices, and own words.

    `confirmed` comes from the page that shows what a rejection will do.
    """

    decision = forms.ChoiceField(choices=[choice for choice in ReportState.choices if choice[0] != "submitted"])
    marks = forms.MultipleChoiceField(
        label=_("Yang harus diperbaiki"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Bila daftarnya tidak cukup. Masalah satu foto atau gawai dipilih di tempatnya. Tanpa nama murid."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["marks"].choices = [(one.code, one.label) for one in about(About.REPORT)]  # type: ignore[attr-defined]

    @property
    def given(self) -> list[Mark]:
        """Of the report, then of its photos and devices: `foto-<public id>` and `gawai-<public id>` hold a code each."""
        return [Mark(code, "" if name == "marks" else name.partition("-")[2]) for name, code in self.sent]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """All that was ticked and chosen, as a page that asks once more sends it again."""
        return [("marks", code) for code in self.cleaned_data.get("marks", [])] + [
            (name, code) for name, code in self.data.items() if name.startswith(("foto-", "gawai-")) and code in REASONS
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        judged = cleaned.get("decision")
        said = cleaned.get("reason", "").strip() or self.given
        if judged in (ReportState.RETURNED, ReportState.REJECTED) and not said:
            self.add_error("reason", _("Pilih atau tuliskan alasannya, supaya sekolah tahu apa yang harus diperbaiki."))
        return cleaned

    @property
    def wants_confirmation(self) -> bool:
        """A rejection cannot be taken back: it is shown what it does, then sent once more."""
        return self.cleaned_data["decision"] == ReportState.REJECTED and not self.cleaned_data["confirmed"]
