"""What a coordinator fixes for a draw, what a visitor writes down, how a case ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from verification.models import IntegrityCase, Visit
from verification.policies_samples import why_not_commit_sample
from verification.questions import Question, field_of
from verification.states import CaseState, VisitState

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SampleForm(forms.Form):
    """`until` is the last day of the period, as people say it; the base keeps the day after."""

    starts_on = forms.DateField(label=_("Dari tanggal"), widget=DAY)
    until = forms.DateField(label=_("Sampai dengan tanggal"), widget=DAY)
    confidence = forms.TypedChoiceField(
        label=_("Tingkat keyakinan"), coerce=int, choices=[(90, "90 %"), (95, "95 %"), (99, "99 %")], initial=95
    )
    margin = forms.IntegerField(
        label=_("Batas galat (%)"),
        min_value=1,
        max_value=50,
        initial=5,
        help_text=_("Makin kecil, makin banyak kunjungan."),
    )
    expected = forms.IntegerField(
        label=_("Perkiraan laporan yang tidak sesuai (%)"),
        min_value=1,
        max_value=99,
        initial=10,
        help_text=_("Bila tidak tahu, isi 50: itu yang paling hati-hati dan paling banyak kunjungannya."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("starts_on") and cleaned.get("until"):
            cleaned["ends_on"] = cleaned["until"] + timedelta(days=1)
            if problem := why_not_commit_sample(cleaned["starts_on"], cleaned["ends_on"]):
                self.add_error("until", problem)
        return cleaned


class VisitForm(forms.Form):
    """The devices that were seen, the questions of the instrument, the day and a note. For a telephone at the gate."""

    devices_seen = forms.IntegerField(
        label=_("Berapa gawai yang Anda lihat sendiri?"),
        min_value=0,
        max_value=9_999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Isi jumlahnya; nol bila tidak ada.")},
    )
    note = forms.CharField(
        label=_("Catatan"),
        help_text=_("Wajib bila ada yang tidak sesuai. Tanpa nama murid, guru, atau wali."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1_000}),
    )
    visited_on = forms.DateField(label=_("Tanggal kunjungan"), widget=DAY)

    field_order: list[str]

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[self.name_of(question)] = field_of(question)
        asked = [self.name_of(question) for question in questions]
        self.order_fields(["devices_seen", *asked, "note", "visited_on"])
        self.fields["visited_on"].initial = timezone.localdate()
        # Its help says when it is needed.
        self.fields["note"].optional_mark = False  # type: ignore[attr-defined]

    @staticmethod
    def name_of(question: Question) -> str:
        return f"q_{question['key']}"

    @property
    def answers(self) -> dict[str, Any]:
        """By the key of the question."""
        return {one["key"]: self.cleaned_data.get(self.name_of(one)) for one in self.questions}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Mengapa kunjungan ini tidak jadi?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        error_messages={"required": _("Tuliskan mengapa kunjungan ini tidak jadi.")},
    )


class CloseForm(forms.Form):
    founded = forms.TypedChoiceField(
        label=_("Hasilnya"),
        coerce=lambda value: value == "ya",
        choices=[("ya", _("Terbukti")), ("tidak", _("Tidak terbukti"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
    )
    finding = forms.CharField(
        label=_("Apa yang diperiksa, dan apa hasilnya?"),
        help_text=_("Tanpa nama murid atau wali."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 1_000}),
        error_messages={"required": _("Tuliskan apa yang diperiksa dan apa hasilnya.")},
    )


class CaseByHandForm(forms.Form):
    """Why a report is looked into: what an auditor reads on its sheet."""

    kind = forms.ChoiceField(
        label=_("Apa yang perlu diperiksa?"),
        choices=[
            (kind.value, kind.label.capitalize())
            for kind in (
                IntegrityCase.Kind.SAME_PHOTO,
                IntegrityCase.Kind.SAME_DEVICE,
                IntegrityCase.Kind.TWO_PLACES,
                IntegrityCase.Kind.CHARGED,
                IntegrityCase.Kind.NO_GUARDIANS,
            )
        ]
        + [(IntegrityCase.Kind.BY_HAND.value, _("Hal lain pada laporan ini"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu yang paling sesuai.")},
    )


class VisitFilter(forms.Form):
    """Unknown values are ignored."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ("", _("Akan dikunjungi")),
            ("saya", _("Saya ambil")),
            ("bebas", _("Belum diambil")),
            ("terlambat", _("Lewat batas waktu")),
            (VisitState.PASSED, _("Sesuai")),
            (VisitState.FAILED, _("Tidak sesuai")),
            (VisitState.CANCELLED, _("Dibatalkan")),
        ],
    )
    sebab = forms.ChoiceField(label=_("Sebab"), required=False, choices=[("", _("Semua")), *Visit.Why.choices])


class CaseFilter(forms.Form):
    """Unknown values are ignored."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[("", _("Diperiksa")), ("semua", _("Semua")), *CaseState.choices[1:]],
    )
    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", _("Semua")), *IntegrityCase.Kind.choices])
