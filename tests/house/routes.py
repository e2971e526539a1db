"""Every route of the portal, from the URL resolver."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

TECHNICAL = "admin:"


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk([] if inner == TECHNICAL else pattern.url_patterns, inner)
        else:
            assert pattern.name, f"a route without a name: {namespace}{pattern.pattern}"
            yield f"{namespace}{pattern.name}"


@cache
def route_names() -> tuple[str, ...]:
    """Names of all routes but those of the technical site, which are asked by address."""
    return tuple(sorted(set(_walk(get_resolver().url_patterns, ""))))


@cache
def technical_paths() -> tuple[str, ...]:
    """The first page of the technical site, its lists, and the one import: which kecamatan an office watches over."""
    lists = [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry]
    adds = [f"{path}add/" for path in lists]
    imports = [reverse("admin:accounts_organisation_import")]
    return (reverse("admin:index"), *lists, *adds, *imports)
