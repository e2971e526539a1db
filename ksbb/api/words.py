"""Words of the schema that every endpoint uses."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers


class ProblemOut(serializers.Serializer[Any]):
    """RFC 9457: `code` is for programs, `title` and `detail` for people, in the language of Accept-Language."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = serializers.ListField(child=serializers.DictField(), required=False)  # type: ignore[assignment]


KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 8, "maxLength": 80, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="8 to 80 visible ASCII characters, such as a UUID; the same one again does nothing twice.",
)


def problems(*codes: int) -> dict[Any, OpenApiResponse]:
    """The problems an endpoint may answer with, for `extend_schema(responses=…)`."""
    return {(code, "application/problem+json"): OpenApiResponse(ProblemOut) for code in codes}
