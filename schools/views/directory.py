"""The public directory: every school of the programme's ground, findable by name, number and place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.common.page_cache import public_page
from ksbb.common.paging import PARAMETER, page_of
from schools.drawing import drawing_of
from schools.forms import SchoolFilter
from schools.models import School

PAGE_SIZE = 30
# Beyond this the exact number helps nobody, and counting it would cost.
COUNTED = 1_000


@require_GET
@public_page
def school_list(request: ActorRequest) -> HttpResponse:
    form = SchoolFilter(request.GET)
    schools = form.filtered(School.objects.listed())
    count = schools[: COUNTED + 1].count()
    page = page_of(
        schools.select_related("district__parent"),
        "name",
        "id",
        after=request.GET.get(PARAMETER, ""),
        size=PAGE_SIZE,
    )
    context = {"form": form, "page": page, "count": min(count, COUNTED), "more": count > COUNTED}
    return render(request, "schools/school_list.html", context)


@require_GET
@public_page
def school_detail(request: ActorRequest, npsn: str) -> HttpResponse:
    places = School.objects.select_related("organisation", "district__parent", "village")
    school = get_object_or_404(places, npsn=npsn)
    in_charge = School.objects.visible_to(request.actor).filter(pk=school.pk).exists()
    context = {
        "school": school,
        "is_own": request.actor.organisation_id == school.organisation_id,
        "drawing": drawing_of(school),
        "in_charge": in_charge,
        "history": history_of([school, school.organisation], request.actor) if in_charge else [],
    }
    return render(request, "schools/school_detail.html", context)
