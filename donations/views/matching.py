"""Runs of the matching: asked for, looked at, agreed to in part or whole, or not used."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.confirm_matching import confirm_matching
from donations.actions.drop_matching import drop_matching
from donations.actions.order_confirmation import order_confirmation
from donations.actions.recompute_matching import recompute_matching
from donations.actions.start_matching import start_matching
from donations.forms.matching import RunForm
from donations.matching_input import schools_named, wishes_over
from donations.matching_rows import (
    bars_of,
    chart_of,
    districts_of,
    figure_rows,
    lines_over,
    loosened_of,
    totals_of,
    unplaced_of,
)
from donations.matching_words import IMPOSSIBLE, next_schools, summary_of
from donations.models import MatchingLine, MatchingRun, MatchingWeights
from donations.policies_matching import why_not_change_run, why_not_confirm, why_not_drop
from donations.states import LineState, MatchingState, WeightsState
from donations.views.answers import attempt, told
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.territories.models import Territory, short_name
from recipients.models import NeedClass
from recipients.statistics import figures

# A sheet of paper that somebody reads holds no more.
MOST_ON_PAPER = 1_000
# More lines than this are applied by a worker: a page does not wait for them.
MOST_AT_ONCE = 40
_FILTERS = ("kecamatan", "untuk", "tanda", "keadaan")


@require_GET
def matching_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.MATCHING_VIEW)
    runs = MatchingRun.objects.visible_to(request.actor).select_related("weights").defer("unplaced")
    runs = runs.annotate(devices=Sum("lines__applied_quantity"), lines_count=Count("lines"))
    page = page_of(runs, "-id", after=request.GET.get(PARAMETER, ""))
    names = _names([run.region for run in page.rows])
    for run in page.rows:
        run.place = names.get(run.region, "")
    context = {
        "runs": page.rows,
        "after": page.after,
        "waiting": _waiting(request.actor),
        "in_force": MatchingWeights.objects.filter(state=WeightsState.PUBLISHED).first(),
    }
    return render(request, "donations/matching_list.html", context)


@require_http_methods(["GET", "POST"])
def matching_new(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.MATCHING_RUN)
    grounds = _grounds(request.actor)
    form = RunForm(request.POST if request.method == "POST" else None, grounds=grounds)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = {name: name in said["sources"] for name in ("wishes", "stock")}
        act = partial(start_matching, region=said["region"], block=said["block"], actor=request.actor, **chosen)
        if run := attempt(form, act):
            return redirect("donations:matching_detail", run.public_id)
    context = {"form": form, "waiting": _waiting(request.actor), "open": figures(request.actor.oversees).open}
    return render(request, "donations/matching_new.html", context)


@require_GET
def matching_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Figures, a chart, the lines by filter, and what found no place."""
    run = found(request, public_id)
    asked = _asked(request.GET)
    lines = lines_over(run, asked)
    page = page_of(_told(lines), "id", after=request.GET.get(PARAMETER, ""))
    context = _about(run) | {
        "rows": rows_of(page.rows),
        "after": page.after,
        "asked": asked,
        "filters": _offered(run),
        "query": _query(asked),
        "total": totals_of(lines),
        "may_decide": request.actor.may(Permission.MATCHING_RUN),
        "history": history_of([run], request.actor),
    }
    return render(request, "donations/matching_detail.html", context)


def _about(run: MatchingRun) -> dict[str, Any]:
    """What a run says apart from its lines."""
    return {
        "run": run,
        "place": _names([run.region]).get(run.region, ""),
        "figure_rows": figure_rows(run.figures) if run.figures else [],
        "chart": chart_of(bars_of(run.figures)),
        "unplaced": unplaced_of(run),
        "loosened": [(school, count, IMPOSSIBLE.get(why, why)) for school, count, why in loosened_of(run)],
    }


@require_GET
def matching_sheet(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """For a meeting: figures and lines on paper, without buttons."""
    run = found(request, public_id)
    lines = lines_over(run, _asked(request.GET))
    total = totals_of(lines)
    context = {
        "run": run,
        "place": _names([run.region]).get(run.region, ""),
        "figure_rows": figure_rows(run.figures) if run.figures else [],
        "rows": rows_of(list(_told(lines).order_by("school__district__name", "school__name", "id")[:MOST_ON_PAPER])),
        "total": total,
        "is_cut": total["lines"] > MOST_ON_PAPER,
    }
    return render(request, "donations/matching_sheet.html", context)


@require_http_methods(["GET", "POST"])
def matching_confirm(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET tells what will happen to the lines that were ticked or filtered, POST does it."""
    run = found(request, public_id)
    request.actor.must(Permission.MATCHING_RUN)
    said = request.POST if request.method == "POST" else request.GET
    lines = _chosen(run, said).filter(is_forbidden=False, state=LineState.PROPOSED)
    total = totals_of(lines)
    reason = why_not_change_run(run) if run.is_applying else why_not_confirm(run, total["lines"])
    if request.method == "POST":
        if not reason:
            _agree(request, run, list(lines.values_list("pk", flat=True)))
        elif run.state != MatchingState.CONFIRMED:
            messages.warning(request, reason)
        return redirect("donations:matching_detail", run.public_id)
    rest = totals_of(run.lines.filter(state=LineState.PROPOSED))["lines"] - total["lines"]
    hidden = [(name, value) for name in ("baris", "semua", *_FILTERS) for value in said.getlist(name)]
    context = {"run": run, "total": total, "rest": rest, "reason": reason, "hidden": hidden}
    return render(request, "donations/matching_confirm.html", context)


def _agree(request: ActorRequest, run: MatchingRun, chosen: list[int]) -> None:
    act: Callable[..., MatchingRun] = confirm_matching if len(chosen) <= MOST_AT_ONCE else order_confirmation
    if done := told(request, partial(act, run=run, actor=request.actor, chosen=chosen)):
        _say(request, done)


def _say(request: ActorRequest, run: MatchingRun) -> None:
    if run.is_applying:
        messages.success(request, _("Disetujui. Penerapannya berjalan; Anda diberi tahu bila sudah selesai."))
        return
    total = totals_of(run.lines.all())
    text = ngettext("%(devices)s gawai dijanjikan.", "%(devices)s gawai dijanjikan.", total["applied"])
    messages.success(request, text % {"devices": total["applied"]})
    if total["moved"]:
        text = _(
            "Sebagian kebutuhan sudah berubah sejak dihitung. Gawainya menunggu usulan berikutnya; tidak ada yang hilang."
        )
        messages.warning(request, text)


@require_POST
def matching_recompute(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = found(request, public_id)
    told(request, partial(recompute_matching, run=run, actor=request.actor))
    return redirect("donations:matching_detail", run.public_id)


@require_http_methods(["GET", "POST"])
def matching_drop(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = found(request, public_id)
    request.actor.must(Permission.MATCHING_RUN)
    reason = why_not_drop(run)
    if request.method == "POST" and not reason:
        if told(request, partial(drop_matching, run=run, actor=request.actor)):
            messages.success(request, _("Usulan ini tidak dipakai. Gawainya menunggu usulan berikutnya."))
        return redirect("donations:matching_detail", run.public_id)
    return render(request, "donations/matching_drop.html", {"run": run, "reason": reason})


def found(request: ActorRequest, public_id: UUID) -> MatchingRun:
    """The run, for who sees it; 404 otherwise."""
    return get_object_or_404(
        MatchingRun.objects.visible_to(request.actor).select_related("weights"), public_id=public_id
    )


def rows_of(lines: list[MatchingLine]) -> list[dict[str, Any]]:
    """A line with its words and the next school's name."""
    schools = schools_named(next_schools(lines))
    return [
        {"line": line, "summary": summary_of(line), "next": schools.get(line.why.get("next_school") or 0)}
        for line in lines
    ]


def _told(lines: QuerySet[MatchingLine]) -> QuerySet[MatchingLine]:
    return lines.select_related(
        "school__district", "wish__donor__organisation", "lot__aggregator__organisation", "pledge"
    )


def _asked(said: QueryDict) -> dict[str, str]:
    return {name: said.get(name, "")[:40] for name in _FILTERS}


def _query(asked: dict[str, str]) -> str:
    found = QueryDict(mutable=True)
    found.update({name: value for name, value in asked.items() if value})
    return found.urlencode()


def _chosen(run: MatchingRun, said: QueryDict) -> QuerySet[MatchingLine]:
    """All (semua=1), those of a filter, or the ticked ones; what is no address is none."""
    if "semua" in said:
        return lines_over(run, _asked(said))
    ticked = []
    for text in said.getlist("baris"):
        try:
            ticked.append(UUID(text))
        except ValueError:
            continue
    return run.lines.filter(public_id__in=ticked)


def _offered(run: MatchingRun) -> dict[str, Any]:
    return {
        "districts": districts_of(run.figures),
        "classes": NeedClass.choices,
        "states": LineState.choices if run.state == MatchingState.CONFIRMED else [],
    }


def _grounds(actor: Actor) -> list[tuple[str, str]]:
    """What the office watches over, and the kota inside."""
    areas = Territory.objects.filter(Q(pk__in=actor.oversees) | Q(pk__in=_cities(actor))).order_by("code")
    return [(area.code, short_name(area.name)) for area in areas]


def _cities(actor: Actor) -> QuerySet[Territory, str]:
    return Territory.objects.within(actor.oversees).cities().values_list("code", flat=True)


def _names(codes: list[str]) -> dict[str, str]:
    return {
        code: short_name(name) for code, name in Territory.objects.filter(pk__in=codes).values_list("pk", "name")
    }  # fmt: skip


def _waiting(actor: Actor) -> dict[str, int]:
    """Wishes that wait and their devices, over the own ground."""
    wishes = 0
    devices = 0
    for code in actor.oversees[:1]:
        found = wishes_over(code).aggregate(n=Count("pk"), devices=Sum(F("quantity") - F("placed")))
        wishes, devices = found["n"], found["devices"] or 0
    return {"wishes": wishes, "devices": devices}
