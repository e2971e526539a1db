"""A school that may not receive now says so before anybody types; whoever watches finds the caps and gates and their reasons."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from donations.actions.set_gate import set_gate
from tests.factories.donations import donor_of

pytestmark = pytest.mark.django_db

WORDS = "sementara belum dapat menerima bantuan baru"


@pytest.fixture(autouse=True)
def _no_old_answers():
    cache.clear()


@pytest.fixture
def closed(acting, school):
    """Late with its reports."""
    set_gate(school=school, is_open=False, reason="Laporan terlambat sekali", actor=acting("coordinator"))
    return school


def pages_of(school) -> list[str]:
    return [reverse(f"donations:{name}", args=[school.npsn]) for name in ("need_school", "pledge_create", "basket_add")]


def test_the_public_page_and_both_forms_say_it_and_never_why(client_as, donor, closed):
    donor_of(donor)
    for page in pages_of(closed):
        shown = client_as(donor).get(page).content.decode()
        assert WORDS in shown
        assert "Laporan terlambat sekali" not in shown
        assert reverse("donations:need_list") in shown


def test_an_open_school_offers_both_ways(client_as, donor, school):
    donor_of(donor)
    for page in pages_of(school):
        assert WORDS not in client_as(donor).get(page).content.decode()


def test_a_gate_that_closes_while_somebody_types_keeps_the_typing(client_as, donor, closed):
    donor_of(donor)
    shown = (
        client_as(donor).post(pages_of(closed)[2], {"need_class": "student_device", "quantity": "3"}).content.decode()
    )
    assert WORDS not in shown
    assert 'value="3"' in shown


def test_the_auditor_finds_what_is_closed_with_its_reason_and_changes_nothing(client_as, acting, closed):
    where = reverse("donations:allowance_list")
    shown = client_as(acting("auditor")).get(where).content.decode()
    assert closed.name in shown
    assert "Laporan terlambat sekali" in shown
    assert reverse("donations:allowance_upload") not in shown
    one = reverse("donations:allowance_detail", args=[closed.npsn])
    told = {"pintu-is_open": "1", "pintu-reason": "Dibuka saja"}
    assert client_as(acting("auditor")).post(one, told).status_code == 403
    assert client_as(acting("donor")).get(where).status_code == 403
