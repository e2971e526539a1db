"""A visitor reads of nobody who it is, wherever they look (promise 36)."""

from __future__ import annotations

import pytest

from ksbb.accounts.public_pages import PUBLIC
from ksbb.portal.holdings import HOLDINGS
from tests.house.matrix.crawl import shape
from tests.house.matrix.private_columns import OPEN, UNREADABLE
from tests.house.route_table import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

# Public routes that show a visitor nothing of their own as the tests are set up.
LEADING_ON = {
    "account_confirm_login_code": "nobody asked for a code",
    "account_google_return": "Google is switched off",
    "account_logout": "nobody is signed in",
    "mfa_authenticate": "nobody gave a password",
    "mfa_login_webauthn": "for a script of the page before it",
    "portal:demo_mail": "only in the demo",
    "portal:hook_whatsapp": "the channel is off",
    "recipients:appeal_write": "nobody typed the code of a letter",
    "verification:complaint_old_address": "leads to the new address",
    "verification:complaint_status": "leads to where the code is typed",
}
# Route and column: what somebody may read there all the same.
ADDRESSED = {
    (
        "accounts:invitation_accept",
        "accounts.User.full_name",
    ): "greets the person invited; its address is a secret in their letter"
}


def test_what_may_be_read_or_says_nothing_is_a_written_list():
    columns = {one for kind in HOLDINGS for one in kind.columns}
    assert (set(OPEN) | set(UNREADABLE)) - columns == set()
    assert set(OPEN) & set(UNREADABLE) == set()


def test_something_of_every_kind_stands_in_the_base(private):
    assert {column: len(values) for column, values in private.items() if not values} == {}


def test_a_visitor_reads_of_nobody_who_it_is_on_any_public_page(asked):
    """Every public route is visited with a thing of this world, and every kind of link on those pages."""
    crawl = asked.everything("anonymous")
    asked.follow("anonymous", "")
    visited = crawl.states["anonymous"]
    public = {name for name in PUBLIC if "get" in TABLE[name].methods}
    assert {name for name in public if visited[name] != 200} == set(LEADING_ON)
    assert [leak for leak in crawl.leaks if not _is_addressed(leak)] == []


def _is_addressed(leak: str) -> bool:
    path, column, _value = leak.split(": ", 2)
    return (shape(path)[0], column) in ADDRESSED
