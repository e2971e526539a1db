"""For whom letters are printed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from recipients.documents import MOST_LETTERS
from recipients.models import Recipient, RecipientKind
from recipients.models.recipient import RecipientQuerySet

TEACHERS = "guru"
EVERYBODY = "semua"
_CLASS = "kelas:"


def judged(actor: Actor) -> RecipientQuerySet:
    """The registered people of the own school who have a verdict in force."""
    newest = {"assessments__is_newest": True, "assessments__criteria__state": "published"}
    return Recipient.objects.visible_to(actor).registered().filter(**newest)


class LettersForm(forms.Form):
    """One class, the teachers, or the whole school; each choice with how many letters that makes."""

    siapa = forms.ChoiceField(
        label=_("Untuk siapa"), error_messages={"required": _("Pilih untuk siapa surat dicetak.")}
    )

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data)
        self.people = judged(actor)
        pupils = self.people.filter(kind=RecipientKind.STUDENT).order_by("class_group").values_list("class_group")
        counts = [(name, count) for name, count in pupils.annotate(n=Count("pk"))]
        teachers = self.people.filter(kind=RecipientKind.TEACHER).count()
        total = sum(count for _name, count in counts) + teachers
        choices = [(f"{_CLASS}{name}", str(name or _("Tanpa kelas")) + f" ({count})") for name, count in counts]
        if teachers:
            choices.append((TEACHERS, str(_("Guru")) + f" ({teachers})"))
        if 0 < total <= MOST_LETTERS and len(choices) > 1:
            choices.append((EVERYBODY, str(_("Satu sekolah")) + f" ({total})"))
        self.fields["siapa"].choices = choices  # type: ignore[attr-defined]
        self.is_empty = not choices

    def chosen(self) -> QuerySet[Recipient]:
        """The people, by class and name, so that a teacher hands the letters out in this order."""
        choice = self.cleaned_data["siapa"]
        people = self.people.order_by("class_group", "full_name", "pk")
        if choice == TEACHERS:
            return people.filter(kind=RecipientKind.TEACHER)
        if choice == EVERYBODY:
            return people
        return people.filter(kind=RecipientKind.STUDENT, class_group=choice.removeprefix(_CLASS))
