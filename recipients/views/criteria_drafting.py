"""The rule builder: a draft, its rules one by one, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import IllegalMove, StaleState
from recipients.actions.draft_criteria import draft_criteria
from recipients.actions.drop_draft import drop_draft
from recipients.actions.edit_criteria import edit_criteria
from recipients.actions.propose_criteria import propose_criteria
from recipients.criteria import BadCriteria
from recipients.criteria_policies import why_not_draft, why_not_edit, why_not_propose
from recipients.forms.criteria import ClauseForm, FieldForm, NoteForm
from recipients.models import CriteriaSet
from recipients.reading_aloud import FIELD_LABELS
from recipients.views.criteria import differences_of, previous_of, rules_of

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def found(request: ActorRequest, public_id: UUID) -> CriteriaSet:
    """The version, for somebody who may change criteria; 404 for who does not see it, 403 for who only reads."""
    criteria = get_object_or_404(CriteriaSet.objects.visible_to(request.actor), public_id=public_id)
    request.actor.must(Permission.CRITERIA_EDIT)
    return criteria


def changed_meanwhile() -> str:
    return _(
        "Rancangan ini baru saja diubah koordinator lain. Yang tampil sekarang isinya yang terbaru; periksa, lalu ulangi."
    )


def not_now(request: ActorRequest, criteria: CriteriaSet, reason: str) -> HttpResponse:
    messages.warning(request, reason)
    return redirect("recipients:criteria_detail", criteria.public_id)


def _seen(request: ActorRequest) -> datetime:
    """Which state of the draft the writer looked at; a value that is none fits no state."""
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    return seen if seen and seen.tzinfo else _NEVER


@require_http_methods(["GET", "POST"])
def criteria_draft(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """From this version on: a new draft, after a page that says what that means."""
    source = found(request, public_id)
    in_force = CriteriaSet.objects.in_force(source.kind)
    is_return = in_force is not None and in_force.pk != source.pk
    if request.method == "POST":
        with translation.override("id"):  # kept for every reader, whatever language this one has chosen
            note = _("Kembali ke versi %(version)d.") % {"version": source.version} if is_return else ""
        try:
            draft = draft_criteria(source=source, actor=request.actor, note=note)
        except Refused as no:
            return not_now(request, source, no.reason)
        messages.success(request, _("Rancangan dibuat. Belum ada yang berubah sampai versi ini diterbitkan."))
        return redirect("recipients:criteria_edit", draft.public_id)
    context = {"criteria": source, "is_return": is_return, "in_force": in_force, "reason": why_not_draft(source)}
    return render(request, "recipients/criteria_draft.html", context)


@require_http_methods(["GET", "POST"])
def criteria_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """All rules of a draft: read, put in order, take away; each is written on a page of its own."""
    criteria = found(request, public_id)
    if reason := why_not_edit(criteria):
        return not_now(request, criteria, reason)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": criteria.note})
    if request.method == "POST" and form.is_valid():
        clauses, said = _rearranged(criteria.clauses, request)
        _save(request, criteria, clauses, said, note=form.cleaned_data["note"])
        return redirect("recipients:criteria_edit", criteria.public_id)
    previous = previous_of(criteria)
    context = {
        "criteria": criteria,
        **rules_of(criteria),
        "form": form,
        "previous": previous,
        "differences": differences_of(previous, criteria),
        "why_not": why_not_propose(criteria),
    }
    return render(request, "recipients/criteria_edit.html", context)


def _rearranged(clauses: list[dict[str, Any]], request: ActorRequest) -> tuple[list[dict[str, Any]], str]:
    """The rules after the button that was pressed, and what to say: up, down (among its kind), away, or as they are."""
    places = {clause["id"]: place for place, clause in enumerate(clauses)}
    if (place := places.get(request.POST.get("hapus", ""))) is not None:
        return clauses[:place] + clauses[place + 1 :], _("Aturan dihapus dari rancangan.")
    for button, step in (("naik", -1), ("turun", 1)):
        if (place := places.get(request.POST.get(button, ""))) is not None:
            same = [n for n, clause in enumerate(clauses) if clause["kind"] == clauses[place]["kind"]]
            other = same[max(0, min(len(same) - 1, same.index(place) + step))]
            moved = list(clauses)
            moved[place], moved[other] = moved[other], moved[place]
            return moved, _("Urutan disimpan.")
    return clauses, _("Keterangan disimpan.")


def _save(
    request: ActorRequest, criteria: CriteriaSet, clauses: list[dict[str, Any]], said: str, note: str | None = None
) -> bool:
    try:
        edit_criteria(criteria=criteria, clauses=clauses, seen=_seen(request), note=note, actor=request.actor)
    except (BadCriteria, Refused) as no:
        messages.warning(request, no.reason)
    except StaleState:
        messages.warning(request, changed_meanwhile())
    else:
        messages.success(request, said)
        return True
    return False


@require_http_methods(["GET", "POST"])
def clause_edit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One rule: ?aturan=<id> is one that is there, ?perihal=<field> a new one, neither asks first what it is about."""
    criteria = found(request, public_id)
    if reason := why_not_edit(criteria):
        return not_now(request, criteria, reason)
    clause = next((one for one in criteria.clauses if one["id"] == request.GET.get("aturan")), None)
    chosen = FieldForm(request.GET if {"perihal", "langkah"} & request.GET.keys() else None, kind=criteria.kind)
    if clause is None and not chosen.is_valid():
        return render(request, "recipients/criteria_field.html", {"criteria": criteria, "form": chosen})
    field = clause["field"] if clause else chosen.cleaned_data["perihal"]
    form = ClauseForm(
        request.POST if request.method == "POST" else None, kind=criteria.kind, field=field, clause=clause
    )
    if request.method == "POST" and form.is_valid():
        written = form.clause(taken=[one["id"] for one in criteria.clauses])
        kept = [written if clause and one["id"] == clause["id"] else one for one in criteria.clauses]
        if _save(request, criteria, kept if clause else [*kept, written], _("Aturan disimpan.")):
            return redirect("recipients:criteria_edit", criteria.public_id)
    context = {"criteria": criteria, "form": form, "clause": clause, "about": FIELD_LABELS[field]}
    return render(request, "recipients/criteria_clause.html", context)


@require_http_methods(["GET", "POST"])
def criteria_drop(request: ActorRequest, public_id: UUID) -> HttpResponse:
    criteria = found(request, public_id)
    if reason := why_not_edit(criteria):
        return not_now(request, criteria, reason)
    if request.method == "POST":
        try:
            drop_draft(criteria=criteria, actor=request.actor)
        except (Refused, StaleState):
            return not_now(request, criteria, changed_meanwhile())
        messages.success(request, _("Rancangan dihapus. Kriteria yang berlaku tidak berubah."))
        return redirect("recipients:criteria_list")
    return render(request, "recipients/criteria_drop.html", {"criteria": criteria})


@require_http_methods(["GET", "POST"])
def criteria_propose(request: ActorRequest, public_id: UUID) -> HttpResponse:
    criteria = found(request, public_id)
    if reason := why_not_edit(criteria) or why_not_propose(criteria):
        return not_now(request, criteria, reason)
    if request.method == "POST":
        try:
            refuse_if(changed_meanwhile() if _seen(request) != criteria.updated_at else None)
            propose_criteria(criteria=criteria, actor=request.actor)
        except (BadCriteria, Refused) as no:
            return not_now(request, criteria, no.reason)
        except (StaleState, IllegalMove):
            return not_now(request, criteria, changed_meanwhile())
        messages.success(request, _("Usulan dikirim. Koordinator lain yang memberlakukan atau mengembalikannya."))
        return redirect("recipients:criteria_detail", criteria.public_id)
    previous = previous_of(criteria)
    context = {"criteria": criteria, "previous": previous, "differences": differences_of(previous, criteria)}
    return render(request, "recipients/criteria_propose.html", context)
