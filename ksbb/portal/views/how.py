"""Pages that explain."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.common.page_cache import public_page
from ksbb.portal.explaining import PEOPLE, QUESTIONS
from ksbb.portal.holdings import HOLDINGS, Whose

# When the statement was last held against the portal; who changes the statement changes the day.
LOOKED_AT = date(2026, 11, 22)


@require_GET
@public_page
def how(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/how.html", {"people": PEOPLE, "questions": QUESTIONS})


@require_GET
@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@require_GET
@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"looked_at": LOOKED_AT})


@require_GET
@public_page
def holdings(request: HttpRequest) -> HttpResponse:
    groups = [(whose.label, [one for one in HOLDINGS if one.whose == whose]) for whose in Whose]
    return render(request, "portal/holdings.html", {"groups": groups})
