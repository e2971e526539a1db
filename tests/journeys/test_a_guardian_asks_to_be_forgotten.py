"""A mother comes to the school and asks that her child's data go; the principal does it while she waits, within the term."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from recipients.models import DataRequest, Recipient
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory
from tests.factories.recipients import RecipientFactory
from tests.journeys import steps
from tests.journeys.steps import Door

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

NAME = "Kenari Rekaan"


def test_a_guardian_asks_to_be_forgotten(school: School, person: Door) -> None:
    staff = steps.staff_of(school)
    child = RecipientFactory.create(school=school, ready=True, full_name=NAME)

    # At the desk, on the school's telephone: what she asks, who she is, which paper she showed.
    principal = person(width=360)
    principal.signs_in(staff.principal.email, PASSWORD)
    page = principal.goes_to(f"/penerima/{child.public_id}/")
    page.get_by_role("link", name="Catat permintaan").click()
    page.get_by_label("Penghapusan data").check()
    page.get_by_label("Orang tua").check()
    page.get_by_label("Surat apa yang ditunjukkan?").select_option("kk")
    page.get_by_role("button", name="Catat permintaan").click()
    asked = DataRequest.objects.get()
    expect(page.get_by_text(f"Permintaan {asked.number} tercatat")).to_be_visible()
    expect(page.get_by_text("Harus dijawab sebelum")).to_be_visible()

    # The principal of another school finds no such page.
    stranger = person()
    other = MembershipFactory.create(role="principal", organisation__school=True)
    stranger.signs_in(other.user.email, PASSWORD)
    found = stranger.page.request.get(stranger.address + f"/permintaan/{asked.public_id}/")
    assert found.status == 404

    # It says what will happen, and does it in one step with the answer.
    page.get_by_role("link", name="Jawab permintaan").click()
    expect(page.get_by_text("untuk selamanya")).to_be_visible()
    page.get_by_role("button", name="Hapus data pribadi").click()
    expect(page.get_by_text("Beri tahu yang meminta")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(NAME)
    asked.refresh_from_db()
    assert (asked.state, asked.is_late) == ("answered", False)
    assert Recipient.objects.get(pk=child.pk).full_name == ""
    page = principal.goes_to("/permintaan/?keadaan=selesai")
    expect(page.get_by_role("link", name=re.compile(asked.number))).to_be_visible()
