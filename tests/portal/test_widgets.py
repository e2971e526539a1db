"""Figures in other people's pages, the feed of proven handovers, pictures for links, and what search engines ask for."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from ksbb.portal.views import feeds
from recipients.models import Recipient
from tests.factories.donations import people_at, school_at
from tests.factories.use import answered, asked, proven
from tests.factories.verification import judged, principal_of, waiting_report

pytestmark = pytest.mark.django_db
WIDGETS = ("/widget/angka/", "/widget/peta/")


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account."""
    return Client()


@pytest.mark.parametrize("path", WIDGETS)
def test_a_widget_may_be_framed_and_has_no_script_and_no_cookie(visitor: Client, path: str) -> None:
    people_at(school_at(), pupils=12)
    answer = visitor.get(path)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    assert "<script" not in answer.content.decode()
    assert "10" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/data/", "/angka/", "/kebutuhan/", "/akun/masuk/", "/lapor/", "/sekolah/"])
def test_no_other_page_may_be_framed(visitor: Client, path: str) -> None:
    answer = visitor.get(path)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_widget_of_one_area_and_one_colour(visitor: Client) -> None:
    people_at(school_at(), pupils=12)
    page = visitor.get("/widget/angka/", {"wilayah": "31.73.06", "tema": "gelap"}).content.decode()
    assert 'data-bs-theme="dark"' in page
    assert "31.73.06" in page
    assert "data-bs-theme" not in visitor.get("/widget/angka/").content.decode()
    assert visitor.get("/widget/angka/", {"wilayah": "99.99"}).status_code == 404


def test_the_map_marks_few_and_none_alike(visitor: Client) -> None:
    people_at(school_at(), pupils=2)
    assert visitor.get("/widget/peta/").content.decode().count("kurang dari 5") == 44


def test_a_widget_is_as_dark_as_the_portal() -> None:
    sheets = [Path(str(finders.find(f"css/{name}.css"))).read_text() for name in ("tokens", "widget")]
    portal, widget = (
        dict(re.findall(r"(--k-[a-z0-9-]+): (#[0-9a-f]+)", text[text.index("dark") :])) for text in sheets
    )
    assert widget
    assert {name: portal[name] for name in widget} == widget


# --- the feed ----------------------------------------------------------------------------------------


def feed(client: Client) -> list[ET.Element]:
    answer = client.get("/terbukti.rss")
    assert answer["Content-Type"].startswith("application/rss+xml")
    return list(ET.fromstring(answer.content).iter("item"))  # noqa: S314 - our own


def test_the_feed_names_the_school_and_never_a_few_nor_a_kind_nor_a_person(visitor: Client) -> None:
    few = judged(waiting_report(pupils=3, name="SD Sedikit"))
    many = proven(6)
    titles = [str(item.findtext("title")) for item in feed(visitor)]
    assert titles == [f"{many.school.name}: 6 gawai terbukti diterima", "SD Sedikit: gawai terbukti diterima"]
    whole = visitor.get("/terbukti.rss").content.decode()
    assert "Tablet" not in whole
    assert [name for name in Recipient.objects.values_list("full_name", flat=True) if name in whole] == []
    assert feed(visitor)[1].findtext("link") == f"http://testserver/kebutuhan/{few.handover.school.npsn}/"


def test_the_feed_tells_the_day_and_not_the_minute(visitor: Client) -> None:
    judged(waiting_report())
    assert re.search(r" 00:00:00 \+0700$", str(feed(visitor)[0].findtext("pubDate")))


def test_what_is_not_verified_is_not_in_the_feed(visitor: Client) -> None:
    waiting_report()
    assert feed(visitor) == []


def test_the_feed_costs_the_same_for_many_names_the_newest_and_ends(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for _number in range(2):
        judged(waiting_report())
    with django_assert_max_num_queries(1):
        assert len(feed(visitor)) == 2
    monkeypatch.setattr(feeds, "MOST", 1)
    assert len(feed(visitor)) == 1


# --- pictures and search engines ---------------------------------------------------------------------


def test_a_school_has_a_picture_that_its_pages_name(visitor: Client) -> None:
    school = school_at(name="SD Negeri Bergambar 03")
    people_at(school, pupils=3)
    path = f"/sekolah/{school.npsn}/gambar.png"
    answer = visitor.get(path)
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert not answer.cookies
    again = visitor.get(path, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    for page in (f"/sekolah/{school.npsn}/", f"/kebutuhan/{school.npsn}/"):
        html = visitor.get(page).content.decode()
        assert f'<meta property="og:image" content="http://testserver{path}">' in html
        assert '<meta property="og:title" content="SD Negeri Bergambar 03">' in html


def test_the_picture_changes_with_the_numbers(visitor: Client) -> None:
    school = school_at()
    before = visitor.get(f"/sekolah/{school.npsn}/gambar.png")
    people_at(school, pupils=3)
    assert visitor.get(f"/sekolah/{school.npsn}/gambar.png")["ETag"] != before["ETag"]
    assert visitor.get("/sekolah/00000000/gambar.png").status_code == 404


def test_search_engines_find_schools_and_are_kept_from_what_is_personal(visitor: Client) -> None:
    taking_part, outside = school_at(), school_at(accepted=False)
    found = visitor.get("/sitemap.xml").content.decode()
    assert f"<loc>{settings.PUBLIC_URL}/kebutuhan/{taking_part.npsn}/</loc>" in found
    assert outside.npsn not in found
    assert found.count("<url>") > 60
    robots = visitor.get("/robots.txt").content.decode()
    assert "Disallow: /akun/" in robots
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in robots


# --- whether devices are still used ------------------------------------------------------------------


def test_how_many_are_still_used_is_told_rounded(visitor: Client) -> None:
    handover = proven(6)
    asked(handover)
    answered(handover.school, principal_of(handover.school))
    page = visitor.get("/angka/").content.decode()
    assert "Masih dipakai sesudahnya?" in page
    lines = visitor.get("/angka/unduh/pemakaian.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",", 1)[1] for line in lines[1:]] == ["30,5,5", "90,<5,<5", "180,<5,<5"]
