"""A draft of questions as a plain form: one block for each question, and a few empty ones for new ones."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verification.models import Instrument
from verification.questions import CHOICE, LONGEST, MOST_QUESTIONS, NUMBER, TEXT, YES_NO, Question, field_of

KINDS = [
    (YES_NO, _("ya atau tidak")),
    (CHOICE, _("satu dari beberapa pilihan")),
    (NUMBER, _("angka")),
    (TEXT, _("kalimat pendek")),
]
EXTRA = 3
_PAIR = re.compile(r"^([a-z][a-z0-9_]{0,19})\s*=\s*(.+)$")


class QuestionForm(forms.Form):
    """`key` names the answer for ever: it stays with its question, whatever words it is asked in."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    order = forms.IntegerField(label=_("Urutan"), min_value=1, max_value=MOST_QUESTIONS, required=False)
    text = forms.CharField(label=_("Pertanyaan"), max_length=LONGEST, required=False)
    kind = forms.ChoiceField(label=_("Bentuk jawaban"), choices=KINDS)
    choices = forms.CharField(
        label=_("Pilihan"),
        help_text=_("Satu pilihan per baris, misalnya “baik”. Hanya untuk “satu dari beberapa pilihan”."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    help = forms.CharField(label=_("Keterangan"), max_length=LONGEST, required=False)
    required = forms.BooleanField(label=_("wajib dijawab"), required=False)
    drop = forms.BooleanField(label=_("hapus pertanyaan ini"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("drop") or not cleaned.get("text", "").strip():
            cleaned["is_empty"] = True
            if cleaned.get("choices", "").strip() and not cleaned.get("drop"):
                self.add_error("text", _("Tuliskan pertanyaannya."))
        elif cleaned.get("kind") == CHOICE and len(_choices(cleaned.get("choices", ""))) < 2:
            self.add_error("choices", _("Tuliskan sedikitnya dua pilihan, satu per baris."))
        return cleaned


def _choices(lines: str) -> list[dict[str, str]]:
    """Each line a choice; "kode = kata" keeps the code under which earlier answers stand."""
    made: list[dict[str, str]] = []
    for line in (line.strip() for line in lines.splitlines()):
        if not line:
            continue
        told = _PAIR.match(line)
        value, label = (told[1], told[2]) if told else (f"c{len(made) + 1}", line)
        made.append({"value": value, "label": label[:120]})
    return made


class InstrumentForm(forms.Form):
    title = forms.CharField(label=_("Judul"), max_length=120)


QuestionFormSet = forms.formset_factory(QuestionForm, extra=EXTRA, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS)


def initial_of(instrument: Instrument) -> list[dict[str, Any]]:
    """The questions as the form shows them."""
    return [
        {
            **{name: question.get(name) for name in ("key", "text", "kind", "help", "required")},
            "order": number,
            "choices": "\n".join(f"{one['value']} = {one['label']}" for one in question.get("choices", [])),
        }
        for number, question in enumerate(instrument.questions, start=1)
    ]


def questions_of(formset: Any, known: set[str]) -> list[dict[str, Any]]:
    """What a valid formset says, in its order; new questions get a key that none ever had here."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data and not form.cleaned_data.get("is_empty")]
    rows.sort(key=lambda row: row.get("order") or MOST_QUESTIONS + 1)
    used = {row["key"] for row in rows if row["key"]} | known
    made = []
    for row in rows:
        key = row["key"] if row["key"] in known else next(f"q{n}" for n in range(1, 1000) if f"q{n}" not in used)
        used.add(key)
        made.append(
            {
                "key": key,
                "text": row["text"].strip(),
                "kind": row["kind"],
                "required": row["required"],
                "help": row["help"].strip(),
                "choices": _choices(row["choices"]) if row["kind"] == CHOICE else [],
            }
        )
    return made


class ReplyForm(forms.Form):
    """The questions of an instrument, one control each."""

    def __init__(self, questions: list[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question["key"]] = field_of(question)
