"""Who may be shown what is some seconds old; the replica itself is in tests/faults/test_a_replica.py."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from ksbb.accounts.public_pages import PUBLIC
from ksbb.common.page_cache import PageCacheMiddleware, keepable
from ksbb.common.replica import COOKIE, FROM_REPLICA, ReplicaMiddleware, _may_be_older, _remember
from tests.house.routes import route_names


def may_be_older(route: str, method: str = "GET", cookies: tuple[str, ...] = (), **headers: str) -> bool:
    request = RequestFactory().generic(method, "/", headers=headers)
    request.COOKIES = dict.fromkeys(cookies, "x")
    request.resolver_match = SimpleNamespace(view_name=route)  # type: ignore[assignment]
    return _may_be_older(request)


def test_only_public_pages_that_there_are() -> None:
    assert FROM_REPLICA <= PUBLIC
    assert set(route_names()) >= FROM_REPLICA


@pytest.mark.parametrize("route", ["portal:home", "api:need_school", "portal:data_file", "portal:widget_map"])
def test_a_visitor_of_these_pages_may_see_them_a_little_older(route: str) -> None:
    assert may_be_older(route)
    assert may_be_older(route, "HEAD")
    assert may_be_older(route, cookies=("csrftoken", "django_language"))


@pytest.mark.parametrize(
    "asked",
    [
        {"cookies": (settings.SESSION_COOKIE_NAME,)},
        {"cookies": (COOKIE,)},
        {"Authorization": "Bearer x"},
        {"method": "POST"},
        {"route": "donations:receipt"},
        {"route": "accounts:invitation_accept"},
        {"route": "verification:complaint_status"},
        {"route": "portal:dashboard"},
    ],
)
def test_whoever_is_known_or_has_just_done_something_sees_the_moment(asked: dict[str, Any]) -> None:
    assert not may_be_older(**{"route": "portal:home"} | asked)


def test_whoever_has_just_done_something_is_not_shown_a_kept_page_either(settings: Any) -> None:
    settings.PAGE_CACHE_SECONDS = 10
    pages = PageCacheMiddleware(lambda _request: keepable(HttpResponse(next(turns))))
    turns = iter(["before", "after"])
    stranger, writer = RequestFactory().get("/kenari/"), RequestFactory().get("/kenari/")
    writer.COOKIES[COOKIE] = "1"
    assert pages(stranger).content == b"before"
    assert pages(stranger).content == b"before"
    assert pages(writer).content == b"after"


def test_the_cookie_tells_nothing_and_outlives_the_replicas_delay(settings: Any) -> None:
    response = HttpResponse()
    _remember(response)
    cookie = response.cookies[COOKIE]
    assert cookie.value == "1"
    assert cookie["httponly"]
    assert cookie["max-age"] > settings.REPLICA_LAG_SECONDS


def test_without_a_replica_nothing_is_asked_and_no_cookie_is_set() -> None:
    assert set(settings.DATABASES) == {"default"}
    assert settings.DATABASE_ROUTERS == []
    with pytest.raises(MiddlewareNotUsed):
        ReplicaMiddleware(lambda _request: HttpResponse())
