"""What everybody may read over the API is what the pages tell, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from donations.models import Device, HandoverCertificate, Pledge
from ksbb.authority.actors import Actor
from ksbb.common import fragments
from recipients.models import Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.donations import appoint, complete, donor_of, offer, people_at, promise, school_at

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture(autouse=True)
def _no_old_answers() -> None:
    cache.clear()


@pytest.fixture
def school(settings: Any, tmp_path: Any) -> School:
    """Eight pupils and five teachers wait; papers lie in a folder of the test."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": str(tmp_path), "base_url": None}}
    }
    found = school_at(name="SMP Uji Kalideres")
    people_at(found, pupils=8, teachers=5)
    return found


@pytest.fixture
def donor(acting: Acting) -> Actor:
    actor = acting("donor")
    donor_of(actor)
    return actor


@pytest.fixture
def pledge(donor: Actor, school: School) -> Pledge:
    return promise(donor, school, offer(3))


def get(client: Client, path: str, **asked: Any) -> Any:
    answer = client.get(f"{V1}/{path}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


# --- schools ------------------------------------------------------------------------------------------------------------


def test_a_school_is_found_by_name_place_and_form(client: Client, school: School) -> None:
    school_at(name="SD Lain", form="SD")
    for asked in (
        {"search": "kalideres"},
        {"search": school.npsn},
        {"form": "SMP"},
        {"area": school.district_id, "form": "SMP"},
    ):
        assert [one["npsn"] for one in get(client, "schools", **asked)["items"]] == [school.npsn]
    assert get(client, "schools", in_programme="false")["items"] == []


def test_a_school_is_told_with_its_place(client: Client, school: School) -> None:
    told = get(client, f"schools/{school.npsn}")
    assert (told["name"], told["in_programme"], told["is_closed"]) == ("SMP Uji Kalideres", True, False)
    assert told["district"]["code"] == school.district_id
    assert told["page"].endswith(f"/sekolah/{school.npsn}/")


def test_a_closed_school_is_not_listed(client: Client, school: School) -> None:
    School.objects.update(is_closed=True)
    assert get(client, "schools")["items"] == []
    assert get(client, f"schools/{school.npsn}")["is_closed"] is True
    assert client.get(f"{V1}/needs/{school.npsn}").status_code == 404


# --- needs --------------------------------------------------------------------------------------------------------------


def test_needs_are_those_of_the_page(client: Client, school: School, pledge: Pledge) -> None:
    items = get(client, "needs")["items"]
    rows = client.get("/kebutuhan/").context["rows"]
    told = [(one["school"]["npsn"], one["need_class"], one["open"], one["urgency"]) for one in items]
    assert told == [(row.school.npsn, row.need_class.value, row.left, row.band.level) for row in rows]
    pupils = next(one for one in items if one["need_class"] == "student_device")
    assert [pupils[name] for name in ("needed", "pledged", "handed_over", "verified")] == [8, 3, 0, 0]
    assert "tablet" in pupils["devices"]


def test_needs_are_narrowed_as_on_the_page(client: Client, school: School) -> None:
    classes = [one["need_class"] for one in get(client, "needs", device="pc")["items"]]
    assert classes == ["teacher_computer"]
    assert get(client, "needs", level="SD")["items"] == []
    assert len(get(client, "needs", area=school.district_id, search="uji")["items"]) == 2
    assert len(get(client, "needs", area=school.district_id[:5], need_class="student_device")["items"]) == 1


def test_the_nearest_come_first_with_their_distance(client: Client, school: School) -> None:
    School.objects.update(latitude=-6.2, longitude=106.8)
    far = school_at(name="SMP Uji Jauh")
    people_at(far, pupils=5)
    School.objects.filter(pk=far.pk).update(latitude=-6.3, longitude=106.9)
    items = get(client, "needs", order="nearest", lat=-6.2, lon=106.8, need_class="student_device")["items"]
    assert [one["school"]["name"] for one in items] == ["SMP Uji Kalideres", "SMP Uji Jauh"]
    assert items[0]["distance_km"] == 0
    assert 10 < items[1]["distance_km"] < 25


def test_what_one_school_needs(client: Client, school: School, pledge: Pledge) -> None:
    told = get(client, f"needs/{school.npsn}")
    assert told["total"] == {"needed": 13, "pledged": 3, "handed_over": 0, "verified": 0, "open": 10}
    assert {one["need_class"]: one["open"] for one in told["needs"]} == {"student_device": 5, "teacher_computer": 5}
    assert told["is_open"] is True


@pytest.mark.parametrize(
    "query",
    [
        "level=TK",
        "area=31",
        "area=31.73.99",
        "device=pager",
        "order=nearest",
        "order=nearest&lat=99&lon=1",
        "order=nearest&lat=nan&lon=106.8",
        "after=xx",
        "limit=1000",
    ],
)
def test_what_cannot_be_asked_is_told_and_not_ignored(client: Client, school: School, query: str) -> None:
    answer = client.get(f"{V1}/needs?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


# --- figures ------------------------------------------------------------------------------------------------------------


def test_figures_are_rounded_and_small_ones_not_told(client: Client, school: School, pledge: Pledge) -> None:
    told = get(client, "figures")
    assert told["fewest"] == 5
    assert [told["items"][0][name] for name in ("needed", "pledged", "verified")] == [15, 5, None]
    by_class = get(client, "figures", by="need_class", area=school.district_id[:5])["items"]
    assert {one["need_class"] for one in by_class} == {"student_device", "teacher_computer"}


def test_every_figure_that_is_told_is_a_multiple_of_five(client: Client, school: School, pledge: Pledge) -> None:
    small = school_at(name="SD Kecil", form="SD")
    people_at(small, pupils=2)
    asked = [
        {},
        {"by": "area"},
        {"by": "form"},
        {"by": "need_class"},
        {"by": "area", "area": school.district_id[:5]},
        {"by": "area", "form": "SD"},
        {"area": school.district_id, "by": "form"},
        {"form": "SD"},
    ]
    items = [one for question in asked for one in get(client, "figures", **question)["items"]]
    numbers = [one[name] for one in items for name in ("needed", "pledged", "handed_over", "verified")]
    assert any(numbers)
    assert [number for number in numbers if number is not None and (number % 5 or number == 0)] == []


def test_what_happened_in_a_month_is_rounded_too(client: Client, school: School, donor: Actor) -> None:
    promise(donor, school, offer(6))
    items = get(client, "figures/months")["items"]
    assert [(one["device"], one["pledged"], one["verified"]) for one in items] == [(None, 5, None)]
    assert get(client, "figures/months", device="tablet")["items"][0]["pledged"] == 5
    assert get(client, "figures/months", device="pc")["items"][0]["pledged"] is None


def test_the_page_and_the_api_share_what_is_kept(client: Client, pledge: Pledge, settings: Any) -> None:
    settings.FACET_CACHE_SECONDS = 60
    fragments.forget_all()
    for first, second in (("figures", "figures/months"), ("figures/months", "figures")):
        assert client.get(reverse("verification:figures")).status_code == 200
        assert get(client, first)["items"]
        assert get(client, second)["items"]
        fragments.forget_all()
        assert get(client, first)["items"]
        assert client.get(reverse("verification:figures")).status_code == 200
    fragments.forget_all()


@pytest.mark.parametrize(
    ("query", "status"), [("area=31.99", 404), ("area=x", 400), ("form=SD&by=form", 400), ("by=school", 400)]
)
def test_nothing_finer_is_told_than_on_the_page(client: Client, school: School, query: str, status: int) -> None:
    assert client.get(f"{V1}/figures?{query}").status_code == status


# --- receipts and papers ------------------------------------------------------------------------------------------------


def test_a_receipt_names_no_person_and_no_device(client: Client, pledge: Pledge, donor: Actor) -> None:
    complete(appoint(pledge))
    answer = client.get(f"{V1}/receipts/{pledge.receipt_code.lower()}")
    assert answer.status_code == 200
    assert {"label": "Diserahkan", "count": 3} in answer.json()["counts"]
    assert len(answer.json()["digest"]) == 64
    people = [one.full_name for one in Recipient.objects.all()] + [donor.name, pledge.signed_name]
    numbers = [one.identity for one in Device.objects.all()]
    assert numbers
    assert [word for word in (*people, *numbers) if word in answer.content.decode()] == []
    assert answer["Cache-Control"] == "private, no-store"


def test_a_paper_that_names_a_person_does_not_name_the_school(client: Client, pledge: Pledge, school: School) -> None:
    complete(appoint(pledge))
    papers = {paper.kind: get(client, f"papers/{paper.code}") for paper in HandoverCertificate.objects.all()}
    assert papers["donor_to_school"]["school"] == school.name
    others = [told for kind, told in papers.items() if kind != "donor_to_school"]
    assert others
    assert [told for told in others if told["school"] or school.npsn in told["number"]] == []
    assert all(told["valid"] for told in papers.values())


@pytest.mark.parametrize(
    "path", ["receipts/ABCDEFGHJK", "receipts/x", "papers/ABCDEFGHJK", "papers/%00", "receipts/%F0%9F%98%80"]
)
def test_an_unknown_code_is_nothing(client: Client, path: str) -> None:
    answer = client.get(f"{V1}/{path}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_codes_are_not_tried_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's tries and the API's are the same tries."""
    monkeypatch.setattr("ksbb.common.limits.time.time", lambda: 1_000_000_000.0)
    monkeypatch.setattr("donations.api.receipts.TRIES", 3)
    client.get("/bukti/ABCDEFGHJK/")
    codes = [client.get(f"{V1}/{path}/ABCDEFGHJK").status_code for path in ("receipts", "papers", "receipts")]
    assert codes == [404, 404, 429]


# --- what it costs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("schools", 3),
        ("needs", 3),
        ("figures", 2),
        ("figures/months", 1),
    ],
)
def test_a_list_costs_the_same_however_long(
    client: Client, pledge: Pledge, path: str, most: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(4):
        people_at(school_at(name=f"SMP Uji {number}"), pupils=1)
    with django_assert_max_num_queries(most):
        assert get(client, path)["items"]
