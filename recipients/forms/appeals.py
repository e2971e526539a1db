"""Appeals: the letter's code, what is said to be wrong, and the decision."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ksbb.authority.actors import Actor
from ksbb.territories.models import Territory, within
from recipients.codes import plain
from recipients.models import Appeal
from recipients.models.appeal import AppealQuerySet
from recipients.states import AppealState

LONGEST = 1_000
# A NIK or a number of a family card, also in groups.
IDENTITY_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode di surat"),
        max_length=60,
        help_text=_("Enam belas huruf dan angka. Huruf besar atau kecil, dengan atau tanpa tanda hubung, sama saja."),
        error_messages={"required": _("Ketik kode yang tercetak di surat.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-ksbb-code": ""}
        ),
    )

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("Kode terdiri atas 16 huruf dan angka. Periksa lagi satu per satu dengan yang di surat.")
            )
        return code


class AppealForm(forms.Form):
    """What the school says is wrong."""

    ground = forms.ChoiceField(
        label=_("Apa yang keliru?"),
        choices=[(value, capfirst(label)) for value, label in Appeal.Ground.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih apa yang keliru.")},
    )
    message = forms.CharField(
        label=_("Ceritakan yang sebenarnya"),
        help_text=_(
            "Apa yang tercatat, dan apa yang benar. Paling banyak 1.000 huruf. Jangan menulis NIK atau nomor KK."
        ),
        max_length=LONGEST,
        error_messages={"required": _("Ceritakan apa yang sebenarnya, supaya Suku Dinas dapat memeriksanya.")},
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
    )

    def clean_message(self) -> str:
        """A number that nobody needs for the decision is not kept, not even sealed."""
        message: str = self.cleaned_data["message"]
        if IDENTITY_NUMBER.search(message):
            raise forms.ValidationError(
                _(
                    "Hapus dulu angka 16 digitnya. NIK dan nomor KK tidak diperlukan: petugas sudah tahu anak yang dimaksud."
                )
            )
        return message


class ParentAppealForm(AppealForm):
    """The same, with a way to be reached."""

    contact = forms.CharField(
        label=_("Nomor HP atau e-mail"),
        help_text=_(
            "Hanya dibaca petugas Suku Dinas, bila perlu bertanya. Tanpa ini pun jawabannya dapat dibaca dengan kode surat."
        ),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Putusan"),
        choices=[
            (AppealState.UPHELD, _("Diterima: sekolah diminta memperbaiki keterangannya, lalu dinilai ulang")),
            (AppealState.REJECTED, _("Ditolak: keterangan dan penilaiannya sudah benar")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih putusannya.")},
    )
    answer = forms.CharField(
        label=_("Jawaban tertulis"),
        help_text=_(
            "Dibaca orang tua dan sekolah: apa yang diperiksa, apa yang diputuskan, apa yang harus dilakukan. Tanpa NIK."
        ),
        max_length=LONGEST,
        min_length=20,
        error_messages={
            "required": _("Tulis jawabannya; orang tua dan sekolah berhak tahu alasannya."),
            "min_length": _("Jawabannya terlalu pendek. Tulis apa yang diperiksa dan mengapa diputuskan begitu."),
        },
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class AppealFilter(forms.Form):
    """Unknown values are ignored."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ("", _("Menunggu putusan")),
            ("terlambat", _("Lewat batas waktu")),
            (AppealState.UPHELD, pgettext_lazy("appeal", "Diterima")),
            (AppealState.REJECTED, pgettext_lazy("appeal", "Ditolak")),
            ("semua", _("Semua")),
        ],
    )
    oleh = forms.ChoiceField(
        label=_("Diajukan oleh"), required=False, choices=[("", _("Semua")), *Appeal.FiledBy.choices]
    )
    hal = forms.ChoiceField(label=_("Hal"), required=False, choices=[("", _("Semua hal")), *Appeal.Ground.choices])
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        if not actor.oversees:
            del self.fields["kecamatan"]
            return
        mine = [(area.code, area.short_name) for area in Territory.objects.districts().within(actor.oversees)]
        self.fields["kecamatan"].choices = [("", _("Semua kecamatan")), *mine]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def filtered(self, appeals: AppealQuerySet) -> AppealQuerySet:
        self.is_valid()
        asked = self.cleaned_data
        state = asked.get("keadaan", "")
        if state in ("", "terlambat"):
            appeals = appeals.open()
        elif state != "semua":
            appeals = appeals.filter(state=state)
        if state == "terlambat":
            appeals = appeals.filter(due_on__lt=timezone.localdate())
        if asked.get("oleh"):
            appeals = appeals.filter(filed_as=asked["oleh"])
        if asked.get("hal"):
            appeals = appeals.filter(ground=asked["hal"])
        return appeals.filter(within("region", [asked["kecamatan"]])) if asked.get("kecamatan") else appeals
