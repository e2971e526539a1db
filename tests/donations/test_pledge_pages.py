"""A donor promises, sees the own gifts only, and takes a promise back."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from donations.models import Pledge
from donations.states import PledgeState
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.donations import appoint, complete, donor_of, make_ready, offer, promise, school_at

pytestmark = pytest.mark.django_db


def filled(quantity: int = 1, **changes: object) -> dict[str, object]:
    """The form as a donor sends it: tablets for pupils."""
    return {
        "student_device-0-device_type": "tablet",
        "student_device-0-condition": "new",
        "student_device-0-quantity": quantity,
        "student_device-0-specification": "layar 10 inci",
        "proposed_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "note": "Hubungi saya pagi hari.",
        "agreed": "on",
        "signed_name": "Rara Uji",
        "request_key": str(uuid.uuid4()),
        **changes,
    }


@pytest.fixture
def form_at(school):
    return f"/kebutuhan/{school.npsn}/beri/"


# --- on the way to the form ---


def test_a_visitor_signs_in_first_and_comes_back(client, form_at):
    answer = client.get(form_at)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={form_at}")


def test_a_person_without_a_role_becomes_a_donor_first(client, form_at):
    client.force_login(UserFactory.create())
    answer = client.get(form_at)
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [form_at]}
    assert client.get(answer["Location"]).status_code == 200


def test_who_gives_in_another_role_is_asked_to_choose_it(client_as, principal, donor, form_at):
    MembershipFactory.create(user_id=principal.user_id, organisation_id=donor.organisation_id, role="donor")
    answer = client_as(principal).get(form_at)
    assert answer["Location"].startswith("/akun/peran/?next=")


# --- promising ---


def test_a_promise_holds_the_needs_and_shows_the_next_step(client_as, donor, school, form_at):
    answer = client_as(donor).post(form_at, filled(2))
    made = Pledge.objects.get()
    assert answer["Location"] == f"/donasi/{made.public_id}/"
    assert (made.state, made.signed_name, made.note) == (PledgeState.COMMITTED, "Rara Uji", "Hubungi saya pagi hari.")
    assert figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].open == 3
    page = client_as(donor).get(answer["Location"]).content.decode()
    assert "Terima kasih" in page
    assert f"/donasi/{made.public_id}/jadwal/" in page


def test_the_same_form_twice_is_one_promise_with_the_same_answer(client_as, donor, form_at):
    browser, said = client_as(donor), filled(5)
    first, second = browser.post(form_at, said), browser.post(form_at, said)
    assert first["Location"] == second["Location"]
    assert Pledge.objects.count() == 1
    assert Message.objects.filter(kind="donations/pledge_thanks").count() == 1


def test_two_kinds_of_device_for_two_kinds_of_people_in_one_promise(client_as, donor, form_at):
    more = {
        "student_device-1-device_type": "phone",
        "student_device-1-condition": "used",
        "student_device-1-quantity": 2,
        "teacher_computer-0-device_type": "pc",
        "teacher_computer-0-condition": "used",
        "teacher_computer-0-quantity": 1,
    }
    client_as(donor).post(form_at, filled(1, **more))
    lines = Pledge.objects.get().lines.order_by("pk").values_list("device_type", "condition", "quantity")
    assert sorted(lines) == [("pc", "used", 1), ("phone", "used", 2), ("tablet", "new", 1)]


def test_who_comes_too_late_reads_what_is_left_and_keeps_the_typing(client_as, acting, donor, school, form_at):
    promise(acting("donor"), school, offer(3))
    page = client_as(donor).post(form_at, filled(4, note="Pagi saja.")).content.decode()
    assert "Tinggal 2 gawai yang belum dijanjikan" in page
    assert "Masih dibutuhkan <b>2</b> gawai" in page
    assert "Pagi saja." in page
    assert 'value="layar 10 inci"' in page
    assert Pledge.objects.filter(donor=donor_of(donor)).count() == 0


def test_the_key_stays_while_the_form_is_repaired(client_as, donor, form_at):
    key = str(uuid.uuid4())
    page = client_as(donor).post(form_at, filled(1, agreed="", request_key=key)).content.decode()
    assert key in page


MISTAKES = [
    ({"agreed": ""}, "Centang pernyataan ini"),
    ({"signed_name": ""}, "signed_name"),
    ({"student_device-0-quantity": ""}, "Isi jumlah gawai pada sedikitnya satu baris"),
    ({"student_device-0-quantity": "0"}, "student_device-0-quantity"),
    ({"student_device-0-quantity": "-3"}, "student_device-0-quantity"),
    ({"student_device-0-quantity": "1001"}, "student_device-0-quantity"),
    ({"student_device-0-quantity": "banyak"}, "student_device-0-quantity"),
    ({"student_device-0-device_type": "pc"}, "student_device-0-device_type"),
    ({"student_device-0-condition": "broken"}, "student_device-0-condition"),
    ({"proposed_on": "2020-01-01"}, "antara hari ini dan 180 hari"),
    ({"proposed_on": "besok"}, "proposed_on"),
    ({"request_key": "x"}, "request_key"),
]


@pytest.mark.parametrize(("change", "told"), MISTAKES)
def test_a_mistake_is_told_and_nothing_is_promised(client_as, donor, form_at, change, told):
    page = client_as(donor).post(form_at, filled(1, **change))
    assert page.status_code == 200
    wrong = page.context["form"].errors
    assert told in wrong or told in page.content.decode()
    assert wrong
    assert Pledge.objects.count() == 0


def test_fields_that_the_form_does_not_have_change_nothing(client_as, donor, acting, form_at):
    other = donor_of(acting("donor"))
    client_as(donor).post(form_at, filled(1, state="fulfilled", donor=other.pk, withdrawn_reason="x"))
    made = Pledge.objects.get()
    assert (made.state, made.donor, made.withdrawn_reason) == (PledgeState.COMMITTED, donor_of(donor), "")


def test_what_a_donor_writes_is_text_and_never_markup(client_as, donor, principal, form_at):
    script = "<script>alert(1)</script>"
    said = filled(1, note=script, signed_name=script, **{"student_device-0-specification": script})
    url = client_as(donor).post(form_at, said)["Location"]
    for reader in (donor, principal):
        page = client_as(reader).get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_school_outside_the_programme_takes_nothing(client_as, donor):
    outside = school_at(accepted=False)
    page = client_as(donor).post(f"/kebutuhan/{outside.npsn}/beri/", filled(1))
    assert Pledge.objects.count() == 0
    assert page.status_code == 200


# --- following ---


def test_each_side_and_the_officers_see_the_gift_and_nobody_else(client_as, acting, outsider, donor, principal, school):
    address = f"/donasi/{promise(donor, school).public_id}/"
    seen = {
        "donor": client_as(donor).get(address).status_code,
        "principal": client_as(principal).get(address).status_code,
        "operator": client_as(acting("school_operator", organisation=school.organisation)).get(address).status_code,
        "district": client_as(acting("district_supervisor", codes=["31.73.06"])).get(address).status_code,
        "other district": client_as(acting("district_supervisor", codes=["31.74.01"])).get(address).status_code,
        "other donor": client_as(acting("donor")).get(address).status_code,
        "other school": client_as(outsider).get(address).status_code,
        "validator": client_as(acting("validator")).get(address).status_code,
    }
    assert seen == {
        "donor": 200,
        "principal": 200,
        "operator": 200,
        "district": 200,
        "other district": 404,
        "other donor": 404,
        "other school": 404,
        "validator": 404,
    }


def test_a_used_device_is_looked_at_before_a_day_is_agreed_on(client_as, donor, school):
    made = promise(donor, school, offer(1, condition="used"))
    steps = {step.label: step.state for step in client_as(donor).get(f"/donasi/{made.public_id}/").context["steps"]}
    assert (steps["Diperiksa"], steps["Dijadwalkan"]) == ("now", "todo")
    page = client_as(donor).get(f"/donasi/{made.public_id}/").content.decode()
    assert "Gawai bekas diperiksa dulu" in page
    assert f"/donasi/{made.public_id}/jadwal/" not in page, "the way leads to what can be done now"
    new = promise(donor, school)
    assert "Diperiksa" not in client_as(donor).get(f"/donasi/{new.public_id}/").content.decode()
    make_ready(made)
    steps = {step.label: step.state for step in client_as(donor).get(f"/donasi/{made.public_id}/").context["steps"]}
    assert (steps["Diperiksa"], steps["Dijadwalkan"]) == ("done", "now")
    assert f"/donasi/{made.public_id}/jadwal/" in client_as(donor).get(f"/donasi/{made.public_id}/").content.decode()


def test_an_officer_sees_the_gift_but_neither_withdraws_nor_schedules_it(client_as, acting, donor, school):
    made = promise(donor, school)
    browser = client_as(acting("district_supervisor", codes=["31.73.06"]))
    assert browser.post(f"/donasi/{made.public_id}/tarik/", {"reason": "Tidak boleh."}).status_code == 403
    assert browser.get(f"/donasi/{made.public_id}/jadwal/").status_code == 403
    page = browser.get(f"/donasi/{made.public_id}/").content.decode()
    assert "/jadwal/" not in page
    assert "Telepon donatur" not in page


def test_the_gift_never_names_a_pupil(client_as, donor, principal, school):
    made = promise(donor, school, offer(2), offer(1, "laptop"))
    complete(appoint(made))
    for reader in (donor, principal):
        assert "Rahasia" not in client_as(reader).get(f"/donasi/{made.public_id}/").content.decode()


def test_the_list_holds_the_own_gifts_by_state_and_page_by_page(client_as, acting, donor, school):
    mine = [promise(donor, school) for _number in range(3)]
    promise(acting("donor"), school)
    browser = client_as(donor)
    browser.post(f"/donasi/{mine[0].public_id}/tarik/", {"reason": "Tidak jadi tersedia."})
    listed = browser.get("/donasi/").context["page"].rows
    assert [one.pk for one in listed] == [one.pk for one in reversed(mine)]
    withdrawn = browser.get("/donasi/?keadaan=withdrawn").context["page"].rows
    assert [one.pk for one in withdrawn] == [mine[0].pk]
    assert browser.get("/donasi/?keadaan=apa").status_code == 200


def test_the_list_costs_the_same_for_many_gifts(client_as, donor, school, django_assert_max_num_queries):
    for _number in range(4):
        promise(donor, school)
    browser = client_as(donor)
    browser.get("/donasi/")
    with django_assert_max_num_queries(9):
        browser.get("/donasi/")


# --- taking back ---


def test_a_withdrawal_asks_first_and_returns_the_units(client_as, donor, principal, school):
    made = promise(donor, school, offer(2))
    browser, address = client_as(donor), f"/donasi/{made.public_id}/tarik/"
    assert "Yang terjadi bila Anda lanjutkan" in browser.get(address).content.decode()
    assert figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].open == 3
    assert browser.post(address, {"reason": "Barang tidak jadi tersedia."}).status_code == 302
    assert figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].open == 5
    assert Message.objects.filter(kind="donations/pledge_withdrawn", to_user_id=principal.user_id).count() == 1
    assert "Barang tidak jadi tersedia." in client_as(principal).get(f"/donasi/{made.public_id}/").content.decode()


def test_a_withdrawal_needs_a_reason(client_as, donor, school):
    made = promise(donor, school)
    page = client_as(donor).post(f"/donasi/{made.public_id}/tarik/", {"reason": " "})
    assert page.status_code == 200
    made.refresh_from_db()
    assert made.state == PledgeState.COMMITTED


def test_a_gift_that_was_handed_over_cannot_be_taken_back(client_as, donor, school):
    made = complete(appoint(promise(donor, school))).pledge
    browser, address = client_as(donor), f"/donasi/{made.public_id}/tarik/"
    assert "tidak dapat ditarik" in browser.get(address).content.decode()
    assert "tidak dapat ditarik" in browser.post(address, {"reason": "Berubah pikiran."}).content.decode()
    assert f"/donasi/{made.public_id}/tarik/" not in browser.get(f"/donasi/{made.public_id}/").content.decode()


def test_a_school_that_is_full_offers_no_form(client_as, acting, donor, school, form_at):
    promise(acting("donor"), school, offer(5))
    promise(acting("donor"), school, offer(2, "laptop"))
    page = client_as(donor).get(form_at).content.decode()
    assert "Semua kebutuhan sekolah ini sudah ada donaturnya" in page
    assert re.search(r"<form[^>]*gift-form", page) is None
