"""What a browser asks for to put the portal among its apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.portal import app

# A browser looks for a newer worker at every page; so it asks itself for an hour before it asks us.
AN_HOUR = {"Cache-Control": "public, max-age=3600"}


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(app.manifest(), content_type="application/manifest+json", headers=AN_HOUR)


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Stands at the root, so its reach is the whole portal; the form without network has a nearer one of its own."""
    return HttpResponse(app.worker_script(), content_type="text/javascript; charset=utf-8", headers=AN_HOUR)


@require_GET
def no_network(request: HttpRequest) -> HttpResponse:
    """Nothing in it comes from the reader's account: the browser keeps it."""
    response = render(request, "portal/no_network.html")
    response["Cache-Control"] = AN_HOUR["Cache-Control"]
    return response
