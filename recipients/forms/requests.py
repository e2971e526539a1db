"""Requests of people about their own data: recording one, refusing one, narrowing the list. Listed answers only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from recipients.models import DataRequest, Recipient, RecipientKind
from recipients.models.data_request import DataRequestQuerySet

# So far back a request on paper may be written down afterwards; its term has run since.
BACK = timedelta(days=30)
OPEN, LATE, CLOSED = "", "terlambat", "selesai"
MOMENT = "%Y-%m-%dT%H:%M"


def _labelled(choices: Any) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in choices]


class RequestForm(forms.Form):
    """What a guardian, a pupil or a teacher asks at the school's desk."""

    kind = forms.ChoiceField(
        label=_("Apa yang diminta?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih apa yang diminta.")},
    )
    about = forms.ChoiceField(
        label=_("Bila minta perbaikan: data yang mana?"),
        required=False,
        help_text=_("Untuk permintaan lain, biarkan kosong."),
    )
    asked_by = forms.ChoiceField(
        label=_("Siapa yang meminta?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih siapa yang meminta.")},
    )
    proof = forms.ChoiceField(
        label=_("Surat apa yang ditunjukkan?"),
        help_text=_("Cukup dilihat dan dicocokkan. Jangan difoto dan jangan disalin."),
        error_messages={"required": _("Pilih surat yang ditunjukkan.")},
    )
    received_at = forms.DateTimeField(
        label=_("Diterima sekolah pada"),
        help_text=_("Batas waktu 3 × 24 jam dihitung dari sini. Bila diminta lewat surat, isi saat suratnya tiba."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )

    def __init__(self, data: Any = None, *, recipient: Recipient) -> None:
        super().__init__(data, initial={"received_at": timezone.localtime().strftime(MOMENT)})
        self.fields["kind"].choices = _labelled(DataRequest.Kind.choices)  # type: ignore[attr-defined]
        self.fields["about"].choices = [("", "–"), *_labelled(DataRequest.About.choices)]  # type: ignore[attr-defined]
        by = DataRequest.AskedBy
        # A child's rights are used by the parents, or by a pupil who is of age; a teacher's by the teacher.
        asks = (
            [by.PARENT, by.GUARDIAN, by.PROXY, by.SELF]
            if recipient.kind == RecipientKind.STUDENT
            else [by.SELF, by.PROXY]
        )
        self.fields["asked_by"].choices = _labelled([(one.value, one.label) for one in asks])  # type: ignore[attr-defined]
        papers = [choice for choice in DataRequest.Proof.choices if choice[0] != DataRequest.Proof.ACCOUNT]
        self.fields["proof"].choices = [("", _("Pilih suratnya")), *_labelled(papers)]  # type: ignore[attr-defined]

    def clean_received_at(self) -> datetime:
        moment: datetime = self.cleaned_data["received_at"]
        if moment > timezone.now() + timedelta(minutes=1):
            raise forms.ValidationError(_("Waktu itu belum tiba."))
        if moment < timezone.now() - BACK:
            raise forms.ValidationError(_("Paling lama 30 hari yang lalu. Periksa tanggalnya."))
        return moment

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("kind") == DataRequest.Kind.CORRECTION and not told.get("about"):
            self.add_error("about", _("Pilih data mana yang perlu diperbaiki."))
        if told.get("kind") != DataRequest.Kind.CORRECTION:
            told["about"] = ""
        return told


class RefusalForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Dasar hukumnya"),
        choices=_labelled(DataRequest.Ground.choices),
        widget=forms.RadioSelect,
        error_messages={"required": _("Tanpa dasar di undang-undang, permintaan tidak dapat ditolak.")},
    )


class RequestFilter(forms.Form):
    """Unknown values are ignored."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[(OPEN, _("Belum dijawab")), (LATE, _("Lewat batas waktu")), (CLOSED, _("Sudah selesai"))],
    )
    jenis = forms.ChoiceField(
        label=_("Yang diminta"), required=False, choices=[("", _("Semua")), *_labelled(DataRequest.Kind.choices)]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()
        self.state = self.cleaned_data.get("keadaan", "") if hasattr(self, "cleaned_data") else ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state or self.cleaned_data.get("jenis"))

    @property
    def order(self) -> tuple[str, str]:
        """What is due first stands on top; of what is closed the newest."""
        return ("-due_at", "-id") if self.state == CLOSED else ("due_at", "id")

    def filtered(self, requests: DataRequestQuerySet) -> DataRequestQuerySet:
        if kind := self.cleaned_data.get("jenis"):
            requests = requests.filter(kind=kind)
        if self.state == CLOSED:
            return requests.filter(closed_at__isnull=False)
        return requests.late() if self.state == LATE else requests.open()
