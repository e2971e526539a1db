"""Whose address is counted: the one our own proxies tell, and also who has none is answered."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client, RequestFactory
from django.urls import reverse

from ksbb.common.clients import address_of, network_address_of

# Proxies of ours, X-Forwarded-For, who connected: whose address it is.
TOLD = [
    (0, "", "103.1.1.1", "103.1.1.1"),
    (0, "9.9.9.9", "103.1.1.1", "103.1.1.1"),
    (1, "103.1.1.1", "10.0.0.1", "103.1.1.1"),
    (1, "9.9.9.9, 103.1.1.1", "10.0.0.1", "103.1.1.1"),
    (1, "103.1.1.1", "", "103.1.1.1"),
    (1, "", "10.0.0.1", "10.0.0.1"),
    (2, "9.9.9.9, 103.1.1.1, 10.0.0.2", "10.0.0.1", "103.1.1.1"),
    (2, "9.9.9.9", "10.0.0.1", "10.0.0.1"),
    (1, "[2001:db8::1]:443", "10.0.0.1", "2001:db8::1"),
    (1, "unknown", "10.0.0.1", ""),
    (1, "", "", ""),
    (0, "9.9.9.9", "", ""),
]


@pytest.mark.parametrize(("proxies", "header", "connected", "address"), TOLD)
def test_only_what_our_own_proxies_wrote_counts(
    rf: RequestFactory, settings: Any, proxies: int, header: str, connected: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    assert address_of(rf.get("/", REMOTE_ADDR=connected, HTTP_X_FORWARDED_FOR=header)) == address


def test_who_has_no_address_is_counted_all_the_same(rf: RequestFactory) -> None:
    assert network_address_of(rf.get("/", REMOTE_ADDR="")) == "::"
    assert get_adapter().get_client_ip(rf.get("/", REMOTE_ADDR="")) == "::"


def test_all_addresses_of_one_subscriber_count_together(rf: RequestFactory) -> None:
    one, other, neighbour = (
        network_address_of(rf.get("/", REMOTE_ADDR=f"2001:db8:0:{net}")) for net in ("1::1", "1:2::3", "2::1")
    )
    assert one == other != neighbour


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "form", "status"),
    [
        ("account_login", {"login": "siti@contoh.example", "password": "bukan-ini-kata-sandinya"}, 200),
        ("account_reset_password", {"email": "siti@contoh.example"}, 302),
        ("verification:complaint_write", {}, 200),
    ],
)
def test_behind_a_unix_socket_everybody_is_answered(
    settings: Any, name: str, form: dict[str, str], status: int
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/ip,5/m/key", "reset_password": "20/m/ip"}
    assert Client(REMOTE_ADDR="").post(reverse(name), form).status_code == status
