"""The rule builder: what is offered comes from the allow-list only, whatever a browser sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recipients.clause_fields import FIELDS_BY_NAME, OPERATORS_OF, TEACHER, Field
from recipients.criteria import LONGEST_LABEL, MOST_POINTS, BadCriteria, Clause, parse
from recipients.criteria_policies import FURTHEST_AHEAD, why_not_from
from recipients.reading_aloud import (
    FIELD_LABELS,
    KIND_LABELS,
    OPERATOR_LABELS,
    SCALE_LABELS,
    condition,
    value_label,
)

# One value of a list fits all of these; the words of a list have no order.
_WORD_OPERATORS = ("in", "ne")


def fields_for(kind: str) -> list[str]:
    """What may be asked of a student or a teacher, in the order of the allow-list."""
    return [name for name, field in FIELDS_BY_NAME.items() if kind in field.about]


class PointsField(forms.IntegerField):
    """Needed by a rule that gives points and by no other: its help says so, the mark of what may stay empty would not."""

    optional_mark = False


class FieldForm(forms.Form):
    """The first step of a new rule: what is it about?"""

    perihal = forms.ChoiceField(label=gettext_lazy("Aturan ini tentang apa?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, kind: str) -> None:
        super().__init__(data)
        choices = [(name, FIELD_LABELS[name]) for name in fields_for(kind)]
        self.fields["perihal"].choices = choices  # type: ignore[attr-defined]


class ClauseForm(forms.Form):
    """One rule about one field. `clause()` is the rule as data; the field's type decides what is asked."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis aturan"), choices=list(KIND_LABELS.items()), widget=forms.RadioSelect
    )
    op = forms.ChoiceField(label=gettext_lazy("Dipenuhi bila nilainya"))
    words = forms.MultipleChoiceField(label=gettext_lazy("Pilihan"), widget=forms.CheckboxSelectMultiple)
    answer = forms.ChoiceField(
        label=gettext_lazy("Dipenuhi bila"),
        choices=[("ya", gettext_lazy("Ya")), ("tidak", gettext_lazy("Tidak"))],
        widget=forms.RadioSelect,
    )
    numbers = forms.CharField(label=gettext_lazy("Angka"), max_length=120)
    weight = PointsField(
        label=gettext_lazy("Poin"),
        required=False,
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        help_text=gettext_lazy(
            "Wajib untuk aturan poin: 1 sampai 100; angka minus mengurangi. Syarat tidak memakai poin."
        ),
        error_messages={
            "invalid": gettext_lazy("Tulis angka bulat saja, misalnya 10 atau -10."),
            "max_value": gettext_lazy("Paling banyak 100 poin."),
            "min_value": gettext_lazy("Paling sedikit -100 poin."),
        },
    )
    scale = forms.ChoiceField(label=gettext_lazy("Cara menghitung poin"), required=False, widget=forms.RadioSelect)
    label = forms.CharField(
        label=gettext_lazy("Nama aturan"),
        required=False,
        max_length=LONGEST_LABEL,
        help_text=gettext_lazy("Dibaca sekolah dan orang tua. Kosongkan untuk memakai kalimat yang disusun otomatis."),
    )

    def __init__(self, data: Any = None, *, kind: str, field: str, clause: Mapping[str, Any] | None = None) -> None:
        self.field = field
        self.was = clause
        super().__init__(data, initial=_initial(clause) if clause else {"kind": "weighted", "scale": ""})
        asked = FIELDS_BY_NAME[field]
        self._ask_value(asked)
        scales = [name for name in SCALE_LABELS if name != "per_service_year" or kind == TEACHER]
        self.fields["scale"].choices = [(name, SCALE_LABELS[name]) for name in scales]  # type: ignore[attr-defined]

    def _ask_value(self, asked: Field) -> None:
        wanted = {bool: ("answer",), int: ("op", "numbers"), str: ("op", "words")}[asked.type]
        for name in {"op", "words", "answer", "numbers"} - set(wanted):
            del self.fields[name]
        if asked.type is bool:
            labels = [("ya", value_label(self.field, True)), ("tidak", value_label(self.field, False))]
            self.fields["answer"].choices = labels  # type: ignore[attr-defined]
            return
        operators = _WORD_OPERATORS if asked.type is str else OPERATORS_OF[int]
        self.fields["op"].choices = [(op, OPERATOR_LABELS[op]) for op in operators]  # type: ignore[attr-defined]
        if asked.type is str:
            words = [(word, value_label(self.field, word)) for word in asked.words]
            self.fields["words"].choices = words  # type: ignore[attr-defined]
        else:
            low, high = asked.bounds
            bounds = _("Antara %(low)d dan %(high)d. Untuk “salah satu dari”, pisahkan dengan koma: 1, 2.")
            self.fields["numbers"].help_text = bounds % {"low": low, "high": high}

    def clean_numbers(self) -> list[int]:
        low, high = FIELDS_BY_NAME[self.field].bounds
        try:
            numbers = sorted(
                {int(part) for part in self.cleaned_data["numbers"].replace(";", ",").split(",") if part.strip()}
            )
        except ValueError as error:
            raise ValidationError(_("Tulis angka bulat saja, misalnya 2 atau 1, 2.")) from error
        if not numbers or numbers[0] < low or numbers[-1] > high:
            raise ValidationError(_("Angkanya harus antara %(low)d dan %(high)d.") % {"low": low, "high": high})
        return numbers

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        values, op = cleaned.get("words") or cleaned.get("numbers") or [], cleaned.get("op", "eq")
        if len(values) > 1 and op != "in":
            self.add_error(
                "words" if "words" in self.fields else "numbers",
                _("Pilih satu saja, atau ganti menjadi “salah satu dari”."),
            )
        if cleaned.get("kind") == "weighted" and "weight" not in self.errors:
            if not cleaned.get("weight"):
                self.add_error("weight", _("Isi poinnya, 1 sampai 100; angka minus mengurangi."))
            elif cleaned.get("scale") == "per_service_year" and cleaned["weight"] < 0:
                self.add_error("weight", _("Poin per tahun masa kerja hanya dapat menambah."))
        if not self.errors:
            self._judge_label(cleaned)
        return cleaned

    def _judge_label(self, cleaned: dict[str, Any]) -> None:
        """The last word is the module's own: what the builder makes must be a clause that it lets in."""
        try:
            parse([{**self.clause(), "kind": "required"}])
        except BadCriteria as bad:
            self.add_error(None, bad.reason)

    def clause(self, taken: Sequence[str] = ()) -> dict[str, Any]:
        """The rule as `recipients.criteria.parse` wants it. A rule that is changed keeps its id; a new one is not `taken`."""
        cleaned = self.cleaned_data
        op, value = self._asked(cleaned)
        clause = {
            "id": self.was["id"] if self.was else _free_id(self.field, taken),
            "kind": cleaned["kind"],
            "field": self.field,
            "op": op,
            "value": value,
            "label": " ".join(cleaned["label"].split()),
        }
        if cleaned["kind"] == "weighted":
            clause |= {"weight": cleaned["weight"]}
            clause |= {"scale": cleaned["scale"]} if cleaned["scale"] else {}
        return {**clause, "label": _spoken(clause)} if self._needs_name(clause) else clause

    def _needs_name(self, clause: Mapping[str, Any]) -> bool:
        """No name was given, or the old name stands beside another condition: parents would read what is no longer so."""
        if not clause["label"] or self.was is None:
            return not clause["label"]
        same = (clause["op"], clause["value"]) == (self.was["op"], self.was["value"])
        return not same and clause["label"] == self.was["label"]

    def _asked(self, cleaned: Mapping[str, Any]) -> tuple[str, Any]:
        if "answer" in cleaned:
            return "eq", cleaned["answer"] == "ya"
        values = cleaned.get("words") or cleaned.get("numbers") or []
        if cleaned["op"] == "in" and len(values) > 1:
            return "in", list(values)
        return ("eq" if cleaned["op"] == "in" else cleaned["op"]), values[0]


def _spoken(clause: Mapping[str, Any]) -> str:
    """The condition as the rule's name: kept, and printed for parents, so never in the language of one person's screen."""
    spoken = Clause(str(clause["id"]), "required", clause["field"], clause["op"], clause["value"], 0, "", "")
    with translation.override("id"):
        said = capfirst(condition(spoken))
        return said if len(said) <= LONGEST_LABEL else str(FIELD_LABELS[spoken.field])


def _free_id(field: str, taken: Sequence[str]) -> str:
    number = 1
    while f"{field}_{number}" in taken:
        number += 1
    return f"{field}_{number}"


def _initial(clause: Mapping[str, Any]) -> dict[str, Any]:
    """An existing rule as the form shows it."""
    value, op = clause["value"], clause["op"]
    values = value if isinstance(value, list) else [value]
    shown: dict[str, Any] = {
        "kind": clause["kind"],
        "op": op,
        "weight": clause.get("weight"),
        "scale": clause.get("scale", ""),
        "label": clause["label"],
    }
    if isinstance(value, bool):
        return shown | {"answer": "ya" if value is (op == "eq") else "tidak"}
    if FIELDS_BY_NAME[clause["field"]].type is str:
        return shown | {"op": "ne" if op == "ne" else "in", "words": values}
    return shown | {"numbers": ", ".join(str(number) for number in values)}


class NoteForm(forms.Form):
    """What the version is for; everybody who may read the version reads it."""

    note = forms.CharField(
        label=gettext_lazy("Keterangan"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Apa yang berubah dan mengapa. Ikut terbaca saat versi ini berlaku; jangan menulis nama orang."
        ),
    )


class PublishForm(forms.Form):
    """From which day the version is in force: today unless another day is chosen."""

    effective_from = forms.DateField(
        label=gettext_lazy("Berlaku mulai"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy(
            "Hari ini: berlaku begitu Anda menekan tombol. Tanggal lain: mulai dini hari tanggal itu."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"effective_from": today})
        self.fields["effective_from"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + FURTHEST_AHEAD).isoformat(),
        }

    def clean_effective_from(self) -> date:
        day: date = self.cleaned_data["effective_from"] or timezone.localdate()
        if reason := why_not_from(day, timezone.localdate()):
            raise ValidationError(reason)
        return day


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan dikembalikan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Apa yang harus diubah penyusunnya. Jangan menulis nama orang."),
    )
