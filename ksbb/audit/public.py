"""What everybody may read of the trail: its daily roots."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.audit.models import DailyRoot
from ksbb.audit.roots import as_file
from ksbb.common.limits import limited
from ksbb.common.paging import PARAMETER, Page, page_of

HOUR = 60 * 60


@require_GET
def root_list(request: HttpRequest) -> HttpResponse:
    page: Page[DailyRoot] = page_of(DailyRoot.objects.all(), "-day", after=request.GET.get(PARAMETER, ""), size=30)
    return render(request, "audit/root_list.html", {"page": page})


@limited("root_file", amount=60, seconds=HOUR, methods=frozenset({"GET"}))
@require_GET
def root_file(request: HttpRequest) -> JsonResponse:
    """All roots, oldest first; `manage.py verify_trail --roots` reads it."""
    answer = JsonResponse(as_file(DailyRoot.objects.order_by("day")), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="akar-jejak.json"'
    return answer
