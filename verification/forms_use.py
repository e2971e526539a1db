"""What a principal says of the use of one device."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verification.models import UseAnswer
from verification.questions import Question, field_of, kept
from verification.use_answers import SHOWN, TROUBLES, DeviceRow, Said

SAYS = [("", _("Pilih…")), *UseAnswer.Says.choices]


class UseRowForm(forms.Form):
    """One device. `is_final`: now everything must be there; before that, what is there is kept."""

    says = forms.ChoiceField(
        label=_("Keadaan sekarang"),
        choices=SAYS,
        required=False,
        widget=forms.Select(attrs={"data-ksbb-use-says": ""}),
    )
    note = forms.CharField(
        label=_("Apa yang terjadi?"),
        help_text=_("Tanpa nama murid atau guru."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    photo = forms.FileField(
        label=_("Foto gawai ini sekarang"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )

    def __init__(
        self, row: DeviceRow, questions: list[Question], data: Any = None, files: Any = None, *, is_final: bool = False
    ) -> None:
        self.row, self.is_final = row, is_final
        self.asked = questions
        answer = row.answer
        initial = {"says": answer.says, "note": answer.note}
        initial |= {f"q-{key}": value for key, value in answer.more.items()}
        super().__init__(data, files, prefix=row.device.public_id.hex, initial=initial)
        for name in ("says", "note", "photo"):
            self.fields[name].optional_mark = False  # type: ignore[attr-defined]
        for question in questions:
            self.fields[f"q-{question['key']}"] = field_of(question, required=False)
        if not row.to_show:
            del self.fields["photo"]

    @property
    def further(self) -> list[forms.BoundField]:
        return [self[f"q-{question['key']}"] for question in self.asked]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        says = cleaned.get("says", "")
        if not self.is_final:
            return cleaned
        if not says:
            self.add_error("says", _("Pilih keadaan gawai ini."))
        if says in TROUBLES and not cleaned.get("note", "").strip():
            self.add_error("note", _("Ceritakan singkat apa yang terjadi."))
        if says in SHOWN and "photo" in self.fields and not self.row.is_shown and not cleaned.get("photo"):
            self.add_error("photo", _("Ambil foto gawai ini, lalu kirim lagi."))
        if says == UseAnswer.Says.IN_USE:
            for question in self.asked:
                if question.get("required") and cleaned.get(f"q-{question['key']}") in (None, ""):
                    self.add_error(f"q-{question['key']}", _("Jawab pertanyaan ini."))
        return cleaned

    @property
    def said(self) -> Said:
        """What is good of it; the rest is asked again."""
        cleaned = self.cleaned_data
        more = kept({question["key"]: cleaned.get(f"q-{question['key']}") for question in self.asked})
        return Said(cleaned.get("says", ""), cleaned.get("note", "").strip(), more)
