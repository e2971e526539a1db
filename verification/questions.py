"""Questions of an instrument, as data: what a list of them must be, and what an answer to one may be. No database here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

YES_NO, CHOICE, NUMBER, TEXT = "yes_no", "choice", "number", "text"
KINDS = (YES_NO, CHOICE, NUMBER, TEXT)
MOST_QUESTIONS, MOST_CHOICES, LONGEST = 40, 12, 300
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")

Question = Mapping[str, Any]


def why_not_questions(questions: Sequence[Question]) -> str | None:
    """What keeps a list from being asked; None when it is good."""
    keys = [str(one.get("key", "")) for one in questions]
    if not questions:
        return _("Belum ada pertanyaannya.")
    if len(questions) > MOST_QUESTIONS:
        return _("Paling banyak %(most)s pertanyaan.") % {"most": MOST_QUESTIONS}
    if len(set(keys)) != len(keys) or not all(map(_KEY.fullmatch, keys)):
        return _("Setiap pertanyaan perlu kunci yang berbeda.")
    return next((problem for one in questions if (problem := _why_not(one))), None)


def _why_not(question: Question) -> str | None:
    text = str(question.get("text", "")).strip()
    if not text or len(text) > LONGEST:
        return _("Setiap pertanyaan perlu kalimat, paling panjang 300 huruf.")
    if question.get("kind") not in KINDS:
        return _("Bentuk jawaban pertanyaan “%(text)s” tidak dikenal.") % {"text": text}
    values = [one.get("value") for one in question.get("choices", [])]
    if question["kind"] == CHOICE and not (2 <= len(values) <= MOST_CHOICES and len(set(values)) == len(values)):
        return _("Pertanyaan “%(text)s” perlu 2 sampai 12 pilihan yang berbeda.") % {"text": text}
    return None


def field_of(question: Question, *, required: bool | None = None) -> forms.Field:
    """The control of one question; `required` overrules what the question says."""
    asked = bool(question.get("required")) if required is None else required
    common: dict[str, Any] = {
        "label": question["text"],
        "help_text": question.get("help", ""),
        "required": asked,
        "error_messages": {"required": _("Jawab pertanyaan ini.")},
    }
    if question["kind"] == NUMBER:
        return forms.IntegerField(min_value=0, max_value=1_000_000, **common)
    if question["kind"] == TEXT:
        return forms.CharField(max_length=LONGEST, widget=forms.TextInput(attrs={"maxlength": LONGEST}), **common)
    choices = [(one["value"], one["label"]) for one in question.get("choices", [])]
    if question["kind"] == YES_NO:
        choices = [("yes", _("ya")), ("no", _("tidak"))]
    return forms.ChoiceField(choices=[("", _("Pilih…")), *choices], **common)


def spoken(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(question, answer in words) of those that were answered, in the order of the questions."""
    return [(str(one["text"]), _words(one, answers[one["key"]])) for one in questions if one["key"] in answers]


def _words(question: Question, value: Any) -> str:
    if question["kind"] == YES_NO:
        return _("ya") if value == "yes" else _("tidak")
    labels = {one["value"]: str(one["label"]) for one in question.get("choices", [])}
    return labels.get(value, str(value))


def kept(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are stored: what was left empty is not there."""
    return {key: value for key, value in cleaned.items() if value not in (None, "")}
