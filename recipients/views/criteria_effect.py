"""What a draft would change, on live data and for coordinators only: counts, schools, and a few people without names."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from ksbb.accounts.requests import ActorRequest
from ksbb.common.paging import PARAMETER
from ksbb.territories.models import Territory
from recipients.criteria_policies import UNFINISHED
from recipients.effects import Effect, effect_of, moves_of, samples_of
from recipients.effects.drawing import HALF, HEIGHT, WIDTH, bars_of, ranked, rows_of
from recipients.effects.keeping import kept_schools
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
    kept = kept_schools(criteria)
    schools = [school for school in kept.schools if area is None or school.district.startswith(area.code)]
    first = bisect_right(schools, _cursor(told), key=lambda school: school.place)
    shown, more = schools[first : first + PAGE_SIZE], len(schools) > first + PAGE_SIZE
    names = dict(School.objects.filter(npsn__in=[school.npsn for school in shown]).values_list("npsn", "name"))
    rows = rows_of(
        {school.npsn: school.change for school in shown}, {school.npsn: school.shift for school in shown}, names=names
    )
    after = f"{shown[-1].change.touched}.{shown[-1].npsn}" if more else ""
    return {"rows": rows, "count": len(schools), "after": after, "counted_at": kept.counted_at}


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
            (pgettext("criteria", "Masuk"), _("Sekarang belum layak, nanti layak."), samples[Sort.ENTERS]),
            (pgettext("criteria", "Keluar"), _("Sekarang layak, nanti tidak lagi."), samples[Sort.LEAVES]),
            (_("Poinnya berubah"), _("Tetap layak dengan poin lain."), samples[Sort.MOVES]),
        ],
    }
    return render(request, "recipients/criteria_effect_people.html", context)
