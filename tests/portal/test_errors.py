"""When something does not work, the page says what happened and what to do now."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from ksbb.authority.actors import Actor
from ksbb.portal.views import errors
from tests.conftest import Acting

pytestmark = pytest.mark.django_db


def test_a_visitor_who_is_lost_is_shown_the_way(client: Client) -> None:
    response = client.get("/tidak/ada/")

    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_somebody_who_may_not_is_told_of_the_other_role(acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    response = client_as(acting("validator")).get("/jejak/")

    assert response.status_code == 403
    assert "Ganti peran" in response.content.decode()


def test_the_address_of_a_button_says_what_to_do(client: Client) -> None:
    response = client.get("/bahasa/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "tekan tombolnya sekali lagi" in response.content.decode()


def test_a_breakdown_needs_nothing_that_may_be_broken() -> None:
    """Neither a session nor an actor is on the request when an early middleware fails."""
    response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Terjadi gangguan pada sistem" in response.content.decode()


def test_a_zero_sign_in_an_address_leads_nowhere(acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    assert client_as(acting("coordinator")).get("/penerima/sekolah/%00/terima/").status_code == 404


def test_a_zero_sign_in_a_question_finds_nothing(acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    assert client_as(acting("auditor")).get("/jejak/perubahan/?tabel=%00").status_code == 200
