"""Reading a list page by page shows every row once, in order."""

from __future__ import annotations

import base64

import pytest
from django.conf import settings

from ksbb.accounts.models import Organisation
from ksbb.common.paging import Page, _cipher, page_of
from tests.factories.accounts import OrganisationFactory

pytestmark = pytest.mark.django_db


def read_through(*order: str, size: int) -> list[int]:
    seen: list[int] = []
    page: Page[Organisation] = page_of(Organisation.objects.all(), *order, size=size)
    seen += [row.pk for row in page.rows]
    while page.after:
        page = page_of(Organisation.objects.all(), *order, after=page.after, size=size)
        seen += [row.pk for row in page.rows]
    return seen


@pytest.mark.parametrize("order", [("name", "id"), ("-name", "-id"), ("region", "-id"), ("-created_at", "id"), ("id",)])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_every_row_comes_once_and_in_order(order, size):
    for name in ("b", "a", "b", "c", "a", "b", "d"):
        OrganisationFactory.create(name=f"{name}", donor=True)
    assert read_through(*order, size=size) == list(Organisation.objects.order_by(*order).values_list("pk", flat=True))


@pytest.mark.parametrize("cursor", ["", "x", "%%%", "W10", "bnVsbA", "WyJ4Il0", "é", "WyJ4IiwieSJd"])
def test_a_cursor_that_nobody_issued_gives_the_first_page(cursor):
    OrganisationFactory.create(donor=True)
    assert len(page_of(Organisation.objects.all(), "id", after=cursor).rows) == 1


@pytest.mark.parametrize("values", ['["x", 1e400]', '["\\u0000", 1]', '["\\ud800", 1]', "[1, NaN]"])
def test_a_cursor_that_no_database_takes_gives_the_first_page(values):
    OrganisationFactory.create(donor=True)
    cursor = base64.urlsafe_b64encode(_cipher(settings.HASH_KEY).encrypt(values.encode(), None)).decode()
    assert len(page_of(Organisation.objects.all(), "name", "id", after=cursor).rows) == 1


def test_the_last_page_leads_nowhere():
    OrganisationFactory.create(donor=True)
    assert page_of(Organisation.objects.all(), "id", size=1).after == ""


def test_a_cursor_shows_nothing_of_a_row_and_stays_the_same():
    names = ["Rahasia Satu", "Rahasia Dua"]
    Organisation.objects.bulk_create(Organisation(kind="donor", name=name) for name in names)
    first, again = [page_of(Organisation.objects.all(), "name", "id", size=1).after for _twice in range(2)]
    assert first == again
    assert b"Rahasia" not in base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))
    assert page_of(Organisation.objects.all(), "name", "id", after=first, size=1).rows[0].name == "Rahasia Satu"
