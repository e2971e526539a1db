"""The schema of the API, and a page that shows it: both for everybody, since neither says anything of a person."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from ksbb.api.problems import plain


@cache
def schema_in(language: str) -> bytes:
    """OpenAPI 3 as JSON, made once a process and language: it costs more than a page may, and changes with the code only."""
    with override(language):
        found = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        return bytes(OpenApiJsonRenderer().render(found, renderer_context={}))


def require_bodies(result: dict[str, Any], **_rest: object) -> dict[str, Any]:
    """A hook of the schema: a body with a field that must be there must be there itself."""
    shapes = result.get("components", {}).get("schemas", {})
    for path in result["paths"].values():
        for operation in path.values():
            for kind in operation.get("requestBody", {}).get("content", {}).values():
                name = kind["schema"].get("$ref", "").rpartition("/")[2]
                if shapes.get(name, {}).get("required"):
                    operation["requestBody"]["required"] = True
    return result


def _only_read(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @wraps(view)
    def read(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request)
        refused = plain(405)
        refused["Allow"] = "GET, HEAD"
        return refused

    return csrf_exempt(read)


@_only_read
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3 as JSON."""
    headers = {
        "Content-Disposition": 'inline; filename="ksbb-api-v1.json"',
        "Vary": "Accept-Language, Cookie",
        "Access-Control-Allow-Origin": "*",
    }
    data = schema_in(get_language() or "id")
    return HttpResponse(data, content_type="application/vnd.oai.openapi+json", headers=headers)


@_only_read
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
