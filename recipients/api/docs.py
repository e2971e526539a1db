"""The schema of the API, and a page that shows it: both for everybody, since neither says anything of a person."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer


@cache
def _schema(language: str) -> bytes:
    """Made once a process and language: it costs more than a page may, and changes with the code only."""
    with override(language):
        found = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        return bytes(OpenApiJsonRenderer().render(found, renderer_context={}))


@require_GET
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3 as JSON."""
    headers = {"Content-Disposition": 'inline; filename="ksbb-api-v1.json"', "Vary": "Accept-Language, Cookie"}
    data = _schema(get_language() or "id")
    return HttpResponse(data, content_type="application/vnd.oai.openapi+json", headers=headers)


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "recipients/api_docs.html")
