"""How an office is reached: written by those who bring in its people, read by everybody on the pages of its ground."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from ksbb.accounts.actions.edit_office import edit_office
from ksbb.accounts.models import Organisation
from ksbb.audit.models import Event
from ksbb.common.refusals import Forbidden
from tests.factories.accounts import OrganisationFactory
from tests.factories.donations import people_at, school_at

pytestmark = pytest.mark.django_db

SAID: dict[str, Any] = {"phone": "021 555 1234", "email": "kalideres@kantor.example", "address": "Jalan Rekaan No. 9"}


@pytest.fixture
def sudin(acting):
    return acting("city_supervisor", codes=["31.73.06", "31.73.05"])


@pytest.fixture
def kasatlak():
    """Its region is the city's, as offices are laid; its ground is one kecamatan."""
    office = OrganisationFactory.create(name="Satlak Kalideres", region="31.73", codes=("31.73.06",))
    return Organisation.objects.get(pk=office.pk)


def page_of(office: Organisation) -> str:
    return reverse("accounts:office_edit", args=[office.public_id])


def test_what_is_written_is_read_on_the_page_of_a_school(client, client_as, sudin, kasatlak):
    school = school_at("31.73.06.1001")
    people_at(school, pupils=2)
    browser = client_as(sudin)
    assert reverse("accounts:office_list") in browser.get(reverse("accounts:member_list")).content.decode()
    assert page_of(kasatlak) in browser.get(reverse("accounts:office_list")).content.decode()
    assert browser.post(page_of(kasatlak), SAID).url == reverse("accounts:office_list")
    page = client.get(reverse("donations:need_school", args=[school.npsn])).content.decode()
    assert [said in page for said in SAID.values()] == [True, True, True]
    assert Event.objects.filter(action="office.contact_changed").count() == 1


def test_the_same_again_leaves_no_second_trace(sudin, kasatlak):
    edit_office(office=kasatlak, actor=sudin, **SAID)
    edit_office(office=kasatlak, actor=sudin, **SAID)
    assert Event.objects.filter(action="office.contact_changed").count() == 1


def test_a_wrong_number_is_told_and_the_typing_stays(client_as, sudin, kasatlak):
    page = client_as(sudin).post(page_of(kasatlak), SAID | {"phone": "12"}).content.decode()
    assert "bukan nomor telepon Indonesia" in page
    assert SAID["address"] in page
    kasatlak.refresh_from_db()
    assert kasatlak.office_address == ""


def test_an_office_of_a_wider_or_another_ground_is_not_found(client_as, acting, sudin, kasatlak):
    wider = OrganisationFactory.create(name="Dinas Uji", codes=("31",))
    assert client_as(sudin).get(page_of(wider)).status_code == 404
    assert client_as(acting("city_supervisor", codes=["31.74"])).post(page_of(kasatlak), SAID).status_code == 404
    with pytest.raises(Forbidden):
        edit_office(office=wider, actor=sudin, **SAID)


def test_the_kasatlak_writes_the_own_office_and_no_other(client_as, acting, kasatlak, outsider):
    officer = acting("district_supervisor", organisation=kasatlak)
    twin = OrganisationFactory.create(name="Satlak Kembar", codes=("31.73.06",))
    browser = client_as(officer)
    page = browser.get(reverse("accounts:office_list")).content.decode()
    assert [page_of(kasatlak) in page, page_of(twin) in page] == [True, False]
    assert browser.post(page_of(kasatlak), SAID).status_code == 302
    assert browser.post(page_of(twin), SAID).status_code == 403
    kasatlak.refresh_from_db()
    twin.refresh_from_db()
    assert [kasatlak.office_phone != "", twin.office_phone] == [True, ""]


def test_who_answers_for_no_office_sees_it_and_may_not(client_as, acting, kasatlak, outsider):
    validator = acting("validator", organisation=kasatlak)
    assert client_as(validator).post(page_of(kasatlak), SAID).status_code == 403
    assert client_as(outsider).get(page_of(kasatlak)).status_code == 404
    assert client_as(outsider).get(reverse("accounts:office_list")).status_code == 403


def test_the_list_costs_the_same_for_many_offices(client_as, acting, django_assert_max_num_queries):
    browser = client_as(acting("coordinator"))
    for number in range(20):
        OrganisationFactory.create(name=f"Kantor {number}", codes=("31.73.06",))
    with django_assert_max_num_queries(8):
        browser.get(reverse("accounts:office_list"))
