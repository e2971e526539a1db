"""Use reports: a school's own, and what is late on an officer's ground."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from donations.models import Gate
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of
from verification.models import Instrument, UseAnswer, UseRound
from verification.models.use import UseRoundQuerySet
from verification.questions import spoken
from verification.states import UseRoundState
from verification.use_facts import counts_of, used_in
from verification.use_looking import copied_in, looked_at

LATE, WAITING, DONE, COMING = "terlambat", "menunggu", "dijawab", "nanti"
TABS = (
    (LATE, _("Terlambat"), (UseRoundState.LATE, UseRoundState.WARNED)),
    (WAITING, _("Menunggu jawaban"), (UseRoundState.ASKED,)),
    (DONE, _("Sudah dijawab"), (UseRoundState.ANSWERED,)),
    (COMING, _("Belum waktunya"), (UseRoundState.WAITING,)),
)
STATES = {tab: states for tab, _label, states in TABS}


@require_GET
def use_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.USE_VIEW)
    rounds = UseRound.objects.visible_to(request.actor).select_related("school__district", "handover")
    if request.actor.oversees:
        return _ground(request, rounds)
    return _school(request, rounds)


def _ground(request: ActorRequest, rounds: UseRoundQuerySet) -> HttpResponse:
    tab = request.GET.get("tampil", LATE)
    tab = tab if tab in STATES else LATE
    order = ("-id",) if tab == DONE else ("due_on", "id")
    page = page_of(rounds.filter(state__in=STATES[tab]), *order, after=request.GET.get(PARAMETER, ""), size=30)
    counted = rounds.aggregate(
        **{name: Count("pk", filter=Q(state__in=states)) for name, states in STATES.items() if name != DONE}
    )
    context = {"tab": tab, "tabs": [(name, label, counted.get(name)) for name, label, _s in TABS], "page": page}
    return render(request, "verification/use_list.html", context | {"rows": _rows(page, copied_in(page.rows))})


def _school(request: ActorRequest, rounds: UseRoundQuerySet) -> HttpResponse:
    after = request.GET.get(PARAMETER, "")
    due = [] if after else list(rounds.due().order_by("due_on", "pk"))
    page = page_of(rounds.filter(state=UseRoundState.ANSWERED), "-id", after=after, size=30)
    context = {
        "due": due,
        "devices": UseAnswer.objects.filter(round__in=due).values("device").distinct().count() if due else 0,
        "coming": [] if after else _next(rounds),
        "page": page,
        "rows": _rows(page, Counter()),
        "gate": _closed_gate(request.actor),
        "may_answer": request.actor.may(Permission.USE_REPORT),
    }
    return render(request, "verification/use_school.html", context)


def _next(rounds: UseRoundQuerySet) -> list[dict[str, Any]]:
    """The days to come, each once however many handovers it is about."""
    days = rounds.filter(state=UseRoundState.WAITING).order_by("asks_on", "stage").values("asks_on", "stage")
    return [dict(day) for day in days.distinct()[:6]]


def _closed_gate(actor: Actor) -> Gate | None:
    gate = Gate.objects.filter(school__organisation_id=actor.organisation_id or 0, is_open=False, is_automatic=True)
    return gate.first()


def _rows(page: Page[UseRound], copied: Counter[int]) -> list[tuple[UseRound, object, int]]:
    """With how many of its devices are used, and how many of its photos are copies."""
    counts = counts_of(page.rows)
    return [(one, used_in(counts[one.pk]) if one.pk in counts else None, copied[one.pk]) for one in page.rows]


@require_GET
def use_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Answers are read when they are sent; before that only how many devices are asked for."""
    seen = UseRound.objects.visible_to(request.actor).select_related("school__district", "handover", "instrument")
    found = get_object_or_404(seen, public_id=public_id)
    counts = counts_of([found])[found.pk]
    context = {
        "round": found,
        "used": used_in(counts),
        "counts": [(UseAnswer.Says(says).label, counts[says]) for says in UseAnswer.Says if counts[says]],
        "may_answer": found.school.organisation_id == request.actor.organisation_id
        and request.actor.may(Permission.USE_REPORT),
        "history": history_of(found, request.actor),
    }
    if found.state == UseRoundState.ANSWERED:
        context |= _answers(found, request.GET.get(PARAMETER, ""), request.actor)
    return render(request, "verification/use_detail.html", context)


def _answers(found: UseRound, after: str, actor: Actor) -> dict[str, object]:
    """What is no longer in use first is for the cases; here they stand as in the list that was answered."""
    page: Page[UseAnswer] = page_of(found.answers.select_related("device", "photo"), "id", after=after, size=50)
    instrument: Instrument | None = found.instrument
    questions = instrument.questions if instrument else []
    photos = [one.photo for one in page.rows if hasattr(one, "photo")]
    looked = looked_at(found, photos, actor)
    rows = [
        (one, spoken(questions, one.more), looked.get(one.photo.pk) if hasattr(one, "photo") else None)
        for one in page.rows
    ]
    return {"page": page, "answers": rows}
