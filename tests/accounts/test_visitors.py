"""A visitor without a session stays one: nothing is read, nothing is set."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_visitor_without_a_cookie_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("portal:privacy"))


def test_a_public_page_sets_no_session(client):
    assert "sessionid" not in client.get(reverse("portal:how")).cookies


def test_a_public_page_of_a_visitor_may_be_stored(client):
    assert "no-store" not in client.get(reverse("portal:how")).get("Cache-Control", "")


def test_an_invented_session_is_a_visitor():
    client = Client()
    client.cookies["sessionid"] = "x" * 32
    assert client.get(reverse("portal:how")).status_code == 200
    assert reverse("account_login") in client.get(reverse("portal:dashboard"))["Location"]


def test_the_name_of_the_cookie_is_that_of_the_settings(settings, acting, client_as):
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    assert client_as(acting("principal")).get(reverse("accounts:member_list")).status_code == 200


def test_after_signing_in_one_returns_to_where_one_was(client):
    response = client.get(reverse("accounts:member_list") + "?sesudah=x")
    assert response.url == f"{reverse('account_login')}?next={reverse('accounts:member_list')}%3Fsesudah%3Dx"


def test_a_fragment_takes_its_page_to_the_sign_in(client):
    """Otherwise the sign-in form would appear in the middle of the page."""
    page = reverse("accounts:member_list")
    response = client.get(page, headers={"hx-request": "true", "hx-current-url": f"http://testserver{page}?x=1"})
    assert response["HX-Redirect"] == f"{reverse('account_login')}?next={page}%3Fx%3D1"
    assert "<form" not in response.content.decode()
