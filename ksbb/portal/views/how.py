"""Pages that explain."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.common.page_cache import public_page
from ksbb.portal.explaining import PEOPLE, QUESTIONS


@require_GET
@public_page
def how(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/how.html", {"people": PEOPLE, "questions": QUESTIONS})


@require_GET
@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")
