"""Lists come a page at a time, by where one stopped reading: `next` in the body, and its whole address in `Link`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from ksbb.api.problems import ProblemError
from ksbb.common.paging import is_cursor, page_of

AFTER, LIMIT = "after", "limit"
SIZE, MOST = 50, 200

PARAMETERS = [
    OpenApiParameter(AFTER, str, description="`next` of the page before"),
    OpenApiParameter(LIMIT, {"type": "integer", "minimum": 1, "maximum": MOST, "default": SIZE}),
]


def listed(
    request: Request, rows: models.QuerySet[Any], *order: str, tell: Callable[[Any], dict[str, object]]
) -> Response:
    """One page of `rows`, each as `tell` tells it: {"items": […], "next": cursor or null}. `order` as for `page_of`."""
    after = request.query_params.get(AFTER, "")
    if after and not is_cursor(after, rows, *order):
        raise unknown_cursor()
    page = page_of(rows, *order, after=after, size=limit_of(request))
    return answer(request, [tell(row) for row in page.rows], page.after)


def answer(request: Request, items: list[dict[str, object]], after: str) -> Response:
    """The page's items with the way to the following ones."""
    headers = {}
    if after:
        following = replace_query_param(request.build_absolute_uri(), AFTER, after)
        headers["Link"] = f'<{following}>; rel="next"'
    return Response({"items": items, "next": after or None}, headers=headers)


def unknown_cursor() -> ProblemError:
    """For a list that is read in its own way."""
    text = _("“after” bukan lanjutan dari daftar ini. Mulai lagi dari halaman pertama.")
    return ProblemError(400, "unknown_cursor", text)


def limit_of(request: Request) -> int:
    """How many the reader wants: 1 to MOST, otherwise 400."""
    told = request.query_params.get(LIMIT) or str(SIZE)
    if not (told.isascii() and told.isdigit() and 1 <= int(told[:6]) <= MOST):
        raise ProblemError(400, "limit", _("“limit” adalah angka dari 1 sampai %(most)s.") % {"most": MOST})
    return int(told)


def page_of_items(name: str, item: type[serializers.BaseSerializer]) -> serializers.Serializer:
    """The schema's word for a page of such items."""
    return inline_serializer(
        name, {"items": item(many=True), "next": serializers.CharField(allow_null=True, help_text="→ `after`")}
    )
