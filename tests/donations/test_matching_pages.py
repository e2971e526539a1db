"""The pages of the matching: what a coordinator reads and decides, and that nobody else finds it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donations.actions.confirm_matching import confirm_matching
from donations.actions.draft_weights import draft_weights
from donations.actions.install_first_weights import install_first_weights
from donations.models import MatchingRun, MatchingWeights, Pledge
from donations.states import LineState, MatchingState
from tests.factories.donations import people_at, school_at
from tests.factories.giving import wish_of
from tests.factories.matching import run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(acting):
    return acting("coordinator")


@pytest.fixture
def office(client_as, coordinator):
    return client_as(coordinator)


@pytest.fixture
def run(coordinator, donor, school):
    other = school_at("31.73.01.1001", name="SMP Uji Cengkareng")
    people_at(other, pupils=3)
    wish_of(donor, 6)
    wish_of(donor, 2, region="31.74")
    return run_of(coordinator)


def url(name: str, run: MatchingRun, **more) -> str:
    return reverse(f"donations:{name}", kwargs={"public_id": run.public_id, **more})


def text(response) -> str:
    return response.content.decode()


def test_a_proposal_tells_figures_chart_lines_and_what_stays(office, run):
    page = text(office.get(url("matching_detail", run)))
    assert "SMP Uji Kalideres" in page
    assert "SMP Uji Cengkareng" in page
    assert "Cara sederhana" in page
    assert "<svg" in page
    assert "2 gawai belum mendapat tempat" in page
    assert "Rahasia" not in page


def test_a_run_is_asked_for_and_shown_while_it_is_calculated(office, school, coordinator):
    answer = office.post(reverse("donations:matching_new"), {"region": "31.73", "sources": ["wishes"], "block": ""})
    run = MatchingRun.objects.get()
    assert answer["Location"] == url("matching_detail", run)
    assert (run.region, run.state, run.asked_by_id) == ("31.73", MatchingState.ASKED, coordinator.user_id)
    assert "Sedang dihitung" in text(office.get(url("matching_detail", run)))


def test_a_ground_that_is_not_the_own_is_no_choice(office, school):
    answer = office.post(reverse("donations:matching_new"), {"region": "32", "sources": ["wishes"]})
    assert answer.status_code == 200
    assert not MatchingRun.objects.exists()


def test_why_this_school_is_told_in_words(office, run):
    line = run.lines.order_by("pk")[0]
    page = text(office.get(url("matching_line", run, line=line.public_id)))
    assert "Mengapa ke sini" in page
    assert "gawai pertama di rumahnya" in page


def test_the_price_of_a_mark_comes_before_it(office, run):
    line = run.lines.order_by("pk")[0]
    address = url("matching_line", run, line=line.public_id)
    assert "Ya, larang" in text(office.get(address, {"tanda": "larang"}))
    line.refresh_from_db()
    assert not line.is_forbidden
    office.post(address, {"tanda": "larang"})
    line.refresh_from_db()
    assert line.is_forbidden
    assert "Hitung ulang" in text(office.get(url("matching_confirm", run), {"semua": "1"}))


def test_devices_are_moved_after_the_price_was_read(office, run):
    line = run.lines.get(school__name="SMP Uji Kalideres")
    there = run.lines.get(school__name="SMP Uji Cengkareng").school
    address = url("matching_line_move", run, line=line.public_id)
    asked = {"npsn": there.npsn, "quantity": 1}
    assert "Ya, pindahkan" in text(office.get(address, asked))
    assert not run.lines.filter(is_pinned=True).exists()
    office.post(address, asked)
    assert run.lines.get(is_pinned=True).school == there


def test_all_lines_are_confirmed_after_a_page_that_tells_what_happens(office, run):
    address = url("matching_confirm", run)
    assert "Janjikan 6 gawai kepada 2 sekolah" in text(office.get(address, {"semua": "1"}))
    assert not Pledge.objects.exists()
    office.post(address, {"semua": "1"})
    office.post(address, {"semua": "1"})
    assert Pledge.objects.count() == 2


def test_only_ticked_lines_are_confirmed(office, run):
    line = run.lines.order_by("pk")[0]
    asked = {"baris": [str(line.public_id), "no-address"]}
    office.post(url("matching_confirm", run), asked)
    assert list(run.lines.filter(state=LineState.APPLIED)) == [line]
    assert "tidak disetujui" in text(office.get(url("matching_detail", run), {"keadaan": "left_out"}))


def test_a_filter_narrows_what_is_shown_and_confirmed(office, run):
    rows = office.get(url("matching_detail", run), {"kecamatan": "31.73.01"}).context["rows"]
    assert [row["line"].school.name for row in rows] == ["SMP Uji Cengkareng"]
    office.post(url("matching_confirm", run), {"semua": "1", "kecamatan": "31.73.01"})
    assert set(Pledge.objects.values_list("school__name", flat=True)) == {"SMP Uji Cengkareng"}


def test_nothing_ticked_is_told(office, run):
    assert "Pilih sedikitnya satu baris" in text(office.get(url("matching_confirm", run)))


def test_a_proposal_can_be_left_unused(office, run):
    office.post(url("matching_drop", run))
    run.refresh_from_db()
    assert run.state == MatchingState.DROPPED


def test_on_paper_there_are_no_buttons(office, run):
    page = text(office.get(url("matching_sheet", run)))
    assert "SMP Uji Kalideres" in page
    assert "baris/" not in page


def test_a_long_proposal_costs_as_many_queries_as_a_short_one(office, run, coordinator, donor):
    office.get(url("matching_detail", run))
    with CaptureQueriesContext(connection) as few:
        office.get(url("matching_detail", run))
    for _number in range(6):
        people_at(school_at("31.73.01.1001"), pupils=2)
        wish_of(donor, 3)
    longer = run_of(coordinator)
    assert longer.lines.count() > run.lines.count()
    with CaptureQueriesContext(connection) as many:
        office.get(url("matching_detail", longer))
    assert len(many) <= len(few)


def test_a_school_sees_nothing_before_and_its_gift_after(client_as, acting, coordinator, run, school):
    principal = acting("principal", organisation=school.organisation)
    theirs = client_as(principal)
    assert theirs.get(url("matching_detail", run)).status_code == 404
    assert not Pledge.objects.visible_to(principal).exists()
    confirm_matching(run=run, actor=coordinator)
    pledge = Pledge.objects.get(school=school)
    assert theirs.get(reverse("donations:pledge_detail", args=[pledge.public_id])).status_code == 200


@pytest.mark.parametrize("role", ["city_supervisor", "donor", "principal"])
def test_outsiders_find_nothing(client_as, acting, run, role):
    theirs = client_as(acting(role))
    assert theirs.get(url("matching_detail", run)).status_code == 404
    assert theirs.post(url("matching_confirm", run), {"semua": "1"}).status_code == 404
    assert theirs.get(reverse("donations:matching_list")).status_code == 403


def test_another_provinces_coordinator_finds_nothing(client_as, acting, run):
    theirs = client_as(acting("coordinator", codes=["32"]))
    assert theirs.get(url("matching_detail", run)).status_code == 404
    assert theirs.post(url("matching_drop", run)).status_code == 404


def test_weights_are_changed_on_a_form_and_put_into_force_by_a_second_one(office, client_as, acting):
    first = install_first_weights()
    office.post(reverse("donations:weights_draft", args=[first.public_id]))
    draft = MatchingWeights.objects.get(version=2)
    edit = reverse("donations:weights_edit", args=[draft.public_id])
    form = office.get(edit).context["form"]
    asked = {bound.html_name: bound.initial for bound in form if bound.initial is not None}
    asked |= {"block": 3, "reason": "Supaya kiriman tidak terpecah", "seen": draft.updated_at.isoformat()}
    office.post(edit, asked)
    office.post(reverse("donations:weights_propose", args=[draft.public_id]))
    detail = reverse("donations:weights_detail", args=[draft.public_id])
    assert "koordinator lain yang harus menyetujuinya" in text(office.get(detail))
    office.post(reverse("donations:weights_publish", args=[draft.public_id]))
    draft.refresh_from_db()
    assert draft.state == "proposed"
    second = client_as(acting("coordinator"))
    assert "Berlakukan bobot versi 2" in text(second.get(reverse("donations:weights_publish", args=[draft.public_id])))
    second.post(reverse("donations:weights_publish", args=[draft.public_id]))
    draft.refresh_from_db()
    assert (draft.state, draft.values["block"]) == ("published", 3)


def test_a_draft_is_sent_back_on_a_form(office, client_as, acting, coordinator):
    draft = draft_weights(source=install_first_weights(), actor=coordinator)
    second = client_as(acting("coordinator"))
    address = reverse("donations:weights_send_back", args=[draft.public_id])
    assert second.get(address).status_code == 302
    type(draft).objects.filter(pk=draft.pk).update(state="proposed", proposed_at=draft.created_at, proposed_by_id=1)
    assert "Kembalikan bobot versi 2" in text(second.get(address))
    second.post(address, {"reason": "Alasannya belum jelas"})
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "Alasannya belum jelas" in text(second.get(reverse("donations:weights_detail", args=[draft.public_id])))
