"""Open data: each day's files of the four numbers, as they were given out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_GET, require_safe

from ksbb.common.page_cache import public_page
from ksbb.common.paging import PARAMETER, page_of
from verification.models import DataFile
from verification.open_data import CHANGES, LICENCE, PACKAGE

NEWEST = "terbaru"
DAYS_SHOWN = 14
YEAR, MINUTES = 365 * 24 * 3600, 300


@require_GET
@public_page
def data_page(request: HttpRequest) -> HttpResponse:
    days = DataFile.objects.filter(name=PACKAGE).defer("body")
    newest = DataFile.objects.filter(name=PACKAGE).order_by("-day").first()
    context = {
        "newest": newest,
        "package": json.loads(bytes(newest.body)) if newest else None,
        "page": page_of(days, "-day", "id", after=request.GET.get(PARAMETER, ""), size=DAYS_SHOWN),
        "kept_days": settings.OPEN_DATA_KEPT_DAYS,
        "licence": LICENCE,
        "changes": CHANGES,
        "widgets": [
            (name, f"{settings.PUBLIC_URL}{reverse(name)}", height)
            for name, height in (("portal:widget_figures", 330), ("portal:widget_map", 640))
        ],
    }
    return render(request, "portal/data.html", context)


@require_safe
def data_file(request: HttpRequest, day: str, name: str) -> HttpResponse:
    """A file of a day, which never changes; or of the newest day, under an address that stays the same."""
    files = DataFile.objects.filter(name=name)
    found = files.order_by("-day") if day == NEWEST else files.filter(day=_day_or_404(day))
    file = found.defer("body").first()
    if file is None:
        raise Http404
    etag = f'"{file.sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(bytes(file.body), content_type=f"{file.media_type}; charset=utf-8")
        response["Content-Disposition"] = f'inline; filename="ksbb-{file.day}-{file.name}"'
    return _open_to_all(response, etag, is_fixed=day != NEWEST)


def _open_to_all(response: Any, etag: str, *, is_fixed: bool) -> HttpResponse:
    """Any page on the web may read it, and any cache keep it."""
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(
        response, public=True, **({"max_age": YEAR, "immutable": True} if is_fixed else {"max_age": MINUTES})
    )
    answer: HttpResponse = response
    return answer


def _day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
