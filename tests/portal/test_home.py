"""The first page: four numbers, the map, the proven; no person, no cookie."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recipients.models import Recipient
from tests.factories.donations import KALIDERES, people_at, school_at
from tests.factories.verification import judged, waiting_report
from verification.models import Report

pytestmark = pytest.mark.django_db


def _text(client: Client, path: str = "/") -> str:
    return client.get(path).content.decode()


def _figure(html: str, kind: str) -> str:
    found = re.search(rf'figure-{kind}">.*?figure-value">([^<]*)<', html, re.S)
    assert found
    return found.group(1)


def test_before_anything_happened_every_number_is_zero(client: Client) -> None:
    html = _text(client)

    assert [_figure(html, kind) for kind in ("needed", "pledged", "handed", "verified")] == ["0", "0", "0", "0"]
    assert "Belum ada serah terima yang terverifikasi" in html


def test_the_four_numbers_are_not_mixed(client: Client) -> None:
    judged(waiting_report(pupils=3))

    html = _text(client)

    assert [_figure(html, kind) for kind in ("needed", "pledged", "handed", "verified")] == ["3", "1", "1", "1"]


def test_the_map_shows_what_is_open_and_leads_to_it(client: Client) -> None:
    people_at(school_at(KALIDERES), pupils=4)

    html = _text(client)

    assert html.count('class="tile tile-') == 44
    assert '/kebutuhan/?kecamatan=31.73.06"' in html
    assert "Kalideres, Jakarta Barat: 4 belum terpenuhi" in html


def test_a_proven_handover_is_told_without_a_person_or_a_school(client: Client) -> None:
    report = judged(waiting_report(pupils=1, name="SMP Uji Yang Tidak Disebut"))

    html = _text(client)

    assert "Tablet" not in html
    assert "untuk SMP di" in html
    assert "SMP Uji Yang Tidak Disebut" not in html
    assert not [name for name in Recipient.objects.values_list("full_name", flat=True) if name in html]
    assert Report.objects.get().pk == report.pk


def test_a_visitor_gets_no_cookie_so_that_a_cache_may_keep_the_page(client: Client) -> None:
    response = client.get("/")

    assert not response.cookies
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_the_page_costs_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    people_at(school_at(KALIDERES), pupils=2)

    with django_assert_max_num_queries(4):
        client.get("/")


@pytest.mark.parametrize("path", ["/", "/cara-kerja/", "/privasi/"])
def test_public_pages_are_open_in_both_languages(client: Client, path: str) -> None:
    assert client.get(path, headers={"accept-language": "en"}).status_code == 200
    assert client.get(path).status_code == 200


def test_the_policy_allows_no_inline_code(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "object-src 'none'" in policy
