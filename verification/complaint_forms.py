"""What a stranger tells of a problem, and what an office answers."""

from __future__ import annotations

import json
import secrets
from hashlib import sha256
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from donations.labels import clean_label
from donations.models import Device
from donations.proofs import MOST_BYTES, clean_proof
from donations.receipts import clean_code
from ksbb.common import sealing
from ksbb.common.refusals import Refused
from ksbb.imports.door import FileHeld, let_in
from ksbb.imports.models import HeldFile
from ksbb.territories.models import Territory
from schools.forms import SchoolFilter
from schools.models import School
from verification.complaint_words import CATEGORIES
from verification.forms import ManyFilesField, ManyFilesInput
from verification.models import Complaint

LONGEST = 4_000
MOST_FILES = 3
MOST_MATCHES = 8
NONE_OF_THEM = "-"


class ComplaintForm(forms.Form):
    """`matches` are the schools that the typed words mean; the person chooses one when there are several."""

    category = forms.ChoiceField(
        label=_("Apa yang terjadi?"),
        choices=CATEGORIES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu yang paling sesuai.")},
    )
    school_words = forms.CharField(
        label=_("Nama sekolah atau NPSN"),
        help_text=_("Misalnya “SDN Kalideres 01”. Kosongkan bila tidak tahu sekolahnya."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    school = forms.ChoiceField(label=_("Sekolah mana yang dimaksud?"), required=False, widget=forms.RadioSelect)
    district = forms.ChoiceField(
        label=_("Kecamatan"), help_text=_("Bila sekolahnya tidak Anda ketahui."), required=False
    )
    text = forms.CharField(
        label=_("Ceritakan kejadiannya"),
        help_text=_("Apa, kapan, di mana, siapa yang meminta atau melakukan. Tidak perlu NIK atau nomor KK."),
        min_length=20,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST}),
        error_messages={
            "required": _("Ceritakan kejadiannya, supaya petugas tahu apa yang harus diperiksa."),
            "min_length": _("Ceritanya terlalu pendek. Tulis sedikitnya satu kalimat."),
        },
    )
    is_sensitive = forms.BooleanField(
        label=_("Hanya boleh dibaca Inspektorat"),
        help_text=_("Centang bila yang Anda laporkan petugas atau kepala sekolah, atau bila Anda merasa tidak aman."),
        required=False,
    )
    attachments = ManyFilesField(
        label=_("Foto atau PDF"),
        help_text=_("Paling banyak tiga berkas, masing-masing sampai 5 MB. Misalnya kuitansi atau tangkapan layar."),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )
    name = forms.CharField(
        label=_("Nama Anda"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("Nomor HP atau e-mail"),
        help_text=_(
            "Hanya dipakai bila petugas perlu bertanya. Tanpa ini pun jawabannya dapat dibaca dengan kode tiket."
        ),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    device_code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    # Drawn anew for each form that is opened, so that a second click is known as such.
    submission = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    # No person sees or fills this; programs that fill every field do.
    website = forms.CharField(
        label=_("Jangan diisi"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read: list[str] = []
        self.held: list[HeldFile] = []
        self.matches, self.has_more = _schools_named(self._now("school_words"))
        choices = [(school.npsn, f"{school.name} · {school.district.short_name}") for school in self.matches]
        self.fields["school"].choices = [*choices, (NONE_OF_THEM, _("Tidak ada di daftar ini"))]  # type: ignore[attr-defined]
        self.fields["school"].error_messages["invalid_choice"] = _("Pilih lagi sekolahnya dari daftar ini.")
        districts = [(area.code, area.short_name) for area in Territory.objects.districts().order_by("name")]
        self.fields["district"].choices = [("", _("Tidak tahu")), *districts]  # type: ignore[attr-defined]
        # Needed as soon as there is a choice; its label does not say that it may stay empty.
        self.fields["school"].optional_mark = False  # type: ignore[attr-defined]
        self.device = _device_of(self._now("device_code"))

    def _now(self, name: str) -> str:
        """What the field holds, before anything is judged."""
        return str((self.data.get(name) if self.is_bound else self.initial.get(name)) or "").strip()

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Kosongkan isian ini, lalu kirim sekali lagi."))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "school" in cleaned:
            cleaned["found"] = self._school(cleaned)
        # Files are looked at last: decoding pictures is work, and not done for a form that comes back anyway.
        cleaned["clean_files"] = [] if self.errors else self._files(cleaned.get("attachments", []))
        return cleaned

    def _school(self, cleaned: dict[str, Any]) -> School | None:
        chosen = cleaned.get("school", "")
        if chosen == NONE_OF_THEM or not cleaned.get("school_words"):
            return None
        if not self.matches:
            self.add_error(
                "school_words",
                _("Tidak ada sekolah dengan nama itu. Periksa ejaannya, atau kosongkan dan pilih kecamatannya."),
            )
            return None
        found = [school for school in self.matches if school.npsn == chosen]
        if not found and len(self.matches) > 1:
            self.add_error("school", _("Ada beberapa sekolah dengan nama itu. Pilih satu."))
        return (found or self.matches)[0]

    def _files(self, chosen: list[Any]) -> list[ContentFile[bytes]]:
        if len(chosen) > MOST_FILES:
            self.add_error("attachments", _("Paling banyak tiga berkas."))
            return []
        kept: list[ContentFile[bytes]] = []
        for file in chosen:
            try:
                data = let_in(file, purpose="complaint", most=MOST_BYTES)
                self._read.append(sha256(data).hexdigest())
                kept.append(clean_proof(data))
            except FileHeld as later:
                # What happened can be told at once; the file follows when the scanner has seen it.
                self._read.append(later.held.sha256)
                self.held.append(later.held)
            except Refused as no:
                self.add_error("attachments", no.reason)
        return kept

    def told(self) -> dict[str, Any]:
        """The arguments of `file_complaint`."""
        cleaned = self.cleaned_data
        plain = {name: cleaned[name] for name in ("category", "text", "is_sensitive", "name", "contact")}
        return plain | {
            "school": cleaned.get("found"),
            "region": cleaned.get("district", ""),
            "device": self.device,
            "files": cleaned["clean_files"],
            "submission": self._submission(),
        }

    def _submission(self) -> bytes | None:
        """The form's own number with all that was sent: equal for a second click, another as soon as one word is changed."""
        cleaned = self.cleaned_data
        if not cleaned["submission"]:
            return None
        sent = {
            name: str(value) for name, value in cleaned.items() if name not in ("attachments", "clean_files", "found")
        }
        return sealing.digest("complaint-submission", json.dumps([sent, self._read], sort_keys=True))


def new_submission() -> str:
    return secrets.token_urlsafe(16)


def _schools_named(words: str) -> tuple[list[School], bool]:
    """The first few, and whether there are more. The database takes no zero sign."""
    if not words or "\x00" in words:
        return [], False
    found = SchoolFilter({"cari": words}).filtered(School.objects.listed()).select_related("district")
    schools = list(found.order_by("name", "id")[: MOST_MATCHES + 1])
    return schools[:MOST_MATCHES], len(schools) > MOST_MATCHES


def _device_of(code: str) -> Device | None:
    """By the code of its sticker, which is public."""
    plain = clean_code(code)
    return Device.objects.filter(label_code=plain).first() if plain else None


class TicketForm(forms.Form):
    code = forms.CharField(
        label=_("Kode tiket"),
        help_text=_("Tujuh belas huruf dan angka. Huruf besar atau kecil sama saja."),
        max_length=60,
        error_messages={"required": _("Ketik kode tiketnya.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = clean_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("Kode ini tidak dikenal. Dalam kode tidak ada huruf I, L, O, U dan tidak ada angka 0 atau 1.")
            )
        return code


class ContestForm(forms.Form):
    reason = forms.CharField(
        label=_("Apa yang belum terjawab?"),
        min_length=10,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1_000}),
        error_messages={
            "required": _("Tulis apa yang belum terjawab, supaya kantor berikutnya tahu."),
            "min_length": _("Tulis sedikitnya satu kalimat."),
        },
    )


class AnswerForm(forms.Form):
    """`device_code` is asked for finds whose sticker nobody has scanned."""

    answer = forms.CharField(
        label=_("Jawaban untuk pelapor"),
        help_text=_("Apa yang diperiksa, apa hasilnya, apa yang dilakukan. Jangan menulis nama atau NIK siapa pun."),
        min_length=20,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2_000}),
        error_messages={
            "required": _("Tulis jawabannya; pelapor berhak tahu hasilnya."),
            "min_length": _("Jawabannya terlalu pendek. Tulis apa yang diperiksa dan apa hasilnya."),
        },
    )
    device_code = forms.CharField(
        label=_("Kode stiker gawai yang ditemukan"),
        help_text=_("Bila diketahui. Gawai itu lalu menjadi perkara gawai yang diputuskan Suku Dinas."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_device_code(self) -> Device | None:
        typed = self.cleaned_data["device_code"]
        device = _device_of(clean_label(typed)) if typed else None
        if typed and device is None:
            raise forms.ValidationError(_("Tidak ada gawai dengan kode itu. Periksa lagi stikernya, atau kosongkan."))
        return device


class ComplaintFilter(forms.Form):
    """Unknown values are ignored."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ("", _("Menunggu kantor Anda")),
            ("terlambat", _("Lewat batas waktu")),
            ("naik", _("Sudah naik ke tingkat lain")),
            ("answered", _("Dijawab")),
            ("closed", _("Selesai")),
            ("semua", _("Semua")),
        ],
    )
    tentang = forms.ChoiceField(
        label=_("Tentang"), required=False, choices=[("", _("Semua")), *Complaint.Category.choices]
    )

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
