"""Invented contents for the page that shows every component in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms

from ksbb.common.tones import TONES
from ksbb.portal.task import Task
from recipients.states import NeedState
from recipients.statistics import Figures
from verification.states import ReportState


class SampleForm(forms.Form):
    """One of each kind of control."""

    name = forms.CharField(label="Nama lengkap", help_text="Seperti pada kartu identitas.")
    email = forms.EmailField(label="Alamat e-mail", required=False)
    device = forms.ChoiceField(
        label="Jenis gawai", choices=[("", "Pilih…"), ("tablet", "Tablet"), ("laptop", "Laptop")]
    )
    condition = forms.ChoiceField(
        label="Kondisi", choices=[("new", "Baru"), ("used", "Bekas layak pakai")], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Tanpa data pribadi."
    )
    photo = forms.FileField(label="Foto", required=False)
    agreed = forms.BooleanField(label="Saya menyatakan keterangan ini benar.")


@dataclass(frozen=True)
class Sample:
    """A thing with a state, as `{% state_badge %}` wants it."""

    state: str
    words: str

    def get_state_display(self) -> str:
        return self.words


def showroom() -> dict[str, Any]:
    """The context of the components page."""
    at = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
    wrong = SampleForm({"name": "", "email": "bukan-alamat", "device": "", "note": "Datang pagi."})
    wrong.add_error(None, "Kebutuhan sekolah ini baru saja terpenuhi donatur lain.")
    return {
        "colours": COLOURS,
        "tones": [(tone, [Sample(state, state) for state in sorted(states)]) for tone, states in TONES.items()],
        "real_states": [*_samples(NeedState), *_samples(ReportState)],
        "form": SampleForm(),
        "wrong": wrong,
        "figures": Figures(open=1240, reserved=310, delivered=95, met=480),
        "steps": [
            {"label": "Dijanjikan", "state": "done", "text": "12 Maret 2026"},
            {"label": "Dijadwalkan", "state": "now", "text": "Sekolah mengusulkan hari"},
            {"label": "Diserahkan", "state": "todo", "text": ""},
            {"label": "Terverifikasi", "state": "todo", "text": ""},
        ],
        "events": [
            {"at": at, "title": "Janji dibuat", "text": "2 tablet, baru", "who": "Donatur"},
            {"at": at, "title": "Jadwal disepakati", "text": "", "who": "Kepala Sekolah"},
        ],
        "facts": [("NPSN", "20100000"), ("Bentuk", "SD"), ("Kecamatan", "Kalideres"), ("Kelurahan", None)],
        "tasks": [
            Task("Perbaiki laporan yang dikembalikan", "Validator menuliskan apa yang kurang.", "#", 1, "bad"),
            Task("Berkas siap diterapkan", "Pemeriksaan selesai.", "#", 3, "waiting"),
            Task("Pilih sekolah yang ingin dibantu", "Yang paling mendesak di atas.", "#", 0, "info"),
        ],
    }


def _samples(states: Any) -> list[Sample]:
    return [Sample(value, str(label)) for value, label in states.choices]


COLOURS = (
    "ground", "surface", "sunken", "ink", "ink-soft", "line", "line-strong", "teal", "teal-soft", "deep", "saffron",
    "saffron-soft", "good", "waiting", "bad", "needed", "pledged", "handed", "verified",
    "map-0", "map-1", "map-2", "map-3", "map-4", "map-5",
)  # fmt: skip
