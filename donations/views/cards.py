"""The picture of a school for links to its page."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from donations.cards import school_card as draw
from ksbb.common.limits import limited
from recipients.statistics import Figures, figures_of_school
from schools.models import School

DAY, HOUR = 24 * 3600, 3600


@limited("school_card", amount=600, seconds=HOUR, methods=frozenset({"GET"}))
@require_safe
def school_card(request: HttpRequest, npsn: str) -> HttpResponse:
    """Drawn once for the same name and numbers, kept for a day."""
    schools = School.objects.listed().select_related("district__parent")
    school = get_object_or_404(schools, npsn=npsn)
    total = sum(figures_of_school(school.pk).values(), Figures())
    place = ", ".join(area.short_name for area in (school.district, school.district.parent) if area)
    told = (school.name, place, total.needed, total.pledged, total.handed_over, total.verified)
    key = hashlib.sha256(repr(told).encode()).hexdigest()
    etag = f'"{key[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        picture = cache.get_or_set(f"school-card:{key}", lambda: draw(school.name, place, total), DAY)
        response = HttpResponse(picture, content_type="image/png")
    response["ETag"] = etag
    # Pictures for links are fetched by other sites.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=HOUR)
    return response  # type: ignore[return-value]
