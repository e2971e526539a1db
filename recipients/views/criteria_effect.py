"""What a draft would change, on live data and for coordinators only: counts, schools, and a few people without names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from ksbb.accounts.requests import ActorRequest
from ksbb.common.paging import PARAMETER
from ksbb.territories.models import Territory
from recipients.criteria_policies import UNFINISHED
from recipients.effects import Effect, effect_of, moves_of, samples_of
from recipients.effects.drawing import HALF, HEIGHT, WIDTH, bars_of, ranked, rows_of
from recipients.effects.people import Sort
from recipients.models import CriteriaSet
from recipients.views.criteria_drafting import found, not_now
from schools.models import School

PAGE_SIZE = 50
_FORMS = {form: form for form in School.Form.values}


def _over(criteria: CriteriaSet) -> str:
    """Why there is nothing to preview: empty for a draft or a proposal."""
    if criteria.state in UNFINISHED:
        return ""
    return _("Dampak hanya dihitung untuk rancangan. Versi ini sudah diputuskan.")


def _area_names() -> dict[str, str]:
    areas = Territory.objects.filter(level__in=[Territory.Level.CITY, Territory.Level.DISTRICT])
    return {area.code: area.short_name for area in areas}


@require_GET
@vary_on_headers("HX-Request")
def criteria_effect(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The counts come first; the places in line, which take longer to sort, follow as a piece of the same page."""
    criteria = found(request, public_id)
    if reason := _over(criteria):
        return not_now(request, criteria, reason)
    names = _area_names()
    context: dict[str, Any] = {"criteria": criteria}
    if "peringkat" in request.GET:
        moves = moves_of(criteria.clauses, criteria.kind)
        context["moves"] = moves
        context["moved"] = [
            (_("Kota"), ranked(moves.cities, names)),
            (_("Jenjang"), ranked(moves.forms, _FORMS)),
            (_("Kecamatan"), ranked(moves.districts, names)),
        ]
        if request.htmx:
            return render(request, "recipients/partials/_effect_ranks.html", context)
    effect = effect_of(criteria.clauses, criteria.kind)
    return render(request, "recipients/criteria_effect.html", context | _drawn(criteria, effect, names))


def _drawn(criteria: CriteriaSet, effect: Effect, names: dict[str, str]) -> dict[str, Any]:
    schools = reverse("recipients:criteria_effect_schools", args=[criteria.public_id])

    def url_of(code: str) -> str:
        return f"{schools}?wilayah={code}"

    return {
        "total": effect.total,
        "points": effect.points,
        "bars": bars_of(effect.points),
        "chart": {"width": WIDTH, "height": HEIGHT},
        "full": HALF * 2,
        "half": HALF,
        "parts": [
            (_("Per kota"), _("Kota"), rows_of(effect.cities, names=names, url_of=url_of)),
            (_("Per jenjang"), _("Jenjang"), rows_of(effect.forms, names=_FORMS)),
            (_("Per kecamatan"), _("Kecamatan"), rows_of(effect.districts, names=names, url_of=url_of)),
        ],
    }


@require_GET
def criteria_effect_schools(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The schools with the most changes first, fifty at a time; ?wilayah=<code> narrows to a kota or kecamatan."""
    criteria = found(request, public_id)
    if reason := _over(criteria):
        return not_now(request, criteria, reason)
    area = Territory.objects.filter(pk=request.GET.get("wilayah", "")).first()
    context = {
        "criteria": criteria,
        "area": area,
        "is_first": PARAMETER not in request.GET,
        "full": HALF * 2,
        "half": HALF,
        **_most_changed(criteria, area, request.GET.get(PARAMETER, "")),
    }
    return render(request, "recipients/criteria_effect_schools.html", context)


def _most_changed(criteria: CriteriaSet, area: Territory | None, told: str) -> dict[str, Any]:
    """One page of the schools (`rows`), how many there are (`count`), and where the next page begins (`after`)."""
    effect, moves = effect_of(criteria.clauses, criteria.kind), moves_of(criteria.clauses, criteria.kind)
    schools = School.objects.filter(pk__in=[pk for pk, change in effect.schools.items() if change.touched])
    if area:
        schools = schools.filter(district__code__startswith=area.code)
    ordered = sorted((-effect.schools[pk].touched, npsn, pk) for pk, npsn in schools.values_list("pk", "npsn"))
    begin = _cursor(told)
    rest = [place for place in ordered if place[:2] > begin]
    shown = {npsn: pk for _touched, npsn, pk in rest[:PAGE_SIZE]}
    names = dict(School.objects.filter(npsn__in=shown).values_list("npsn", "name"))
    rows = rows_of(
        {npsn: effect.schools[pk] for npsn, pk in shown.items()},
        {npsn: moves.schools[pk] for npsn, pk in shown.items() if pk in moves.schools},
        names=names,
    )
    after = f"{-rest[PAGE_SIZE - 1][0]}.{rest[PAGE_SIZE - 1][1]}" if len(rest) > PAGE_SIZE else ""
    return {"rows": rows, "count": len(ordered), "after": after}


def _cursor(told: str) -> tuple[int, str]:
    """Where the page before ended; what nobody issued begins at the top."""
    touched, _dot, npsn = told.partition(".")
    return (-int(touched), npsn) if touched.isdecimal() and len(touched) < 10 else (-(10**9), "")


@require_GET
def criteria_effect_people(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """A few who enter, leave and move, each with the reasons before and after. No names: a coordinator sees none."""
    criteria = found(request, public_id)
    if reason := _over(criteria):
        return not_now(request, criteria, reason)
    samples = samples_of(criteria.clauses, criteria.kind)
    context = {
        "criteria": criteria,
        "groups": [
            (_("Masuk"), _("Sekarang belum layak, nanti layak."), samples[Sort.ENTERS]),
            (_("Keluar"), _("Sekarang layak, nanti tidak lagi."), samples[Sort.LEAVES]),
            (_("Poinnya berubah"), _("Tetap layak dengan poin lain."), samples[Sort.MOVES]),
        ],
    }
    return render(request, "recipients/criteria_effect_people.html", context)
