"""What a request asks for, judged by a serializer: a wrong value is told by its name, never ignored."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request


def asked(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The address's parameters by `shape`, without those that were left empty; ValidationError (400) for a wrong one."""
    given = {name: value for name, value in request.query_params.items() if value != ""}
    told = shape(data=given)
    told.is_valid(raise_exception=True)
    return dict(told.validated_data)
