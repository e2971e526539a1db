"""What a giver reads of the use of the own gift: how many, never whose."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from donations.models import Pledge
from ksbb.accounts.requests import ActorRequest
from verification.models import UseRound
from verification.states import UseRoundState
from verification.use_facts import counts_of, used_in


@dataclass(frozen=True)
class Step:
    """One line of components/steps.html."""

    label: str
    state: str
    text: str


@require_GET
@vary_on_headers("HX-Request")
def use_gift(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Whoever sees the gift: the same steps as a page, or as a piece of the gift's own page."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.actor).select_related("school"), public_id=public_id)
    context = {"pledge": pledge, "steps": steps_of(pledge)}
    fragment = "HX-Request" in request.headers
    template = "verification/partials/_use_steps.html" if fragment else "verification/use_gift.html"
    return render(request, template, context)


def steps_of(pledge: Pledge) -> list[Step]:
    """One step for each stage, of all handovers of the gift together (two queries)."""
    stages: dict[int, list[UseRound]] = {}
    rounds = list(UseRound.objects.filter(handover__pledge=pledge).order_by("stage", "asks_on"))
    for one in rounds:
        stages.setdefault(one.stage, []).append(one)
    counts = counts_of(one for one in rounds if one.state == UseRoundState.ANSWERED)
    return [
        _step(stage, theirs, sum((counts[one.pk] for one in theirs), Counter())) for stage, theirs in stages.items()
    ]


def _step(stage: int, rounds: list[UseRound], counts: Counter[str]) -> Step:
    label = _("Dipakai setelah %(days)s hari") % {"days": stage}
    if all(one.state == UseRoundState.ANSWERED for one in rounds):
        return Step(label, "done", used_in(counts).words)
    if all(one.state == UseRoundState.WAITING for one in rounds):
        text = _("Sekolah melaporkan berapa gawai yang masih dipakai, mulai %(day)s.")
        return Step(label, "todo", text % {"day": date_format(rounds[0].asks_on, "j F Y")})
    return Step(label, "now", _("Menunggu jawaban sekolah."))
