"""Staff open a chat with who agreed to it; the address says whom it goes to and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from donations.models import Donor
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.common.chat import chat_address
from tests.conftest import Acting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ["021 555 1234", "", "12", "kantor"])
def test_there_is_no_chat_with_a_line_in_a_house(number: str) -> None:
    assert chat_address(number) == ""


@pytest.mark.parametrize("number", ["0812 3456 7890", "+6281234567890", "62812-3456-7890"])
def test_the_text_is_the_same_for_everybody(number: str) -> None:
    found = urlsplit(chat_address(number))
    assert (found.netloc, found.path) == ("wa.me", "/6281234567890")
    assert parse_qs(found.query) == {
        "text": ["Halo, kami menghubungi Anda dari portal KSBB Pendidikan tentang bantuan gawai."]
    }


@pytest.mark.parametrize("agreed", [True, False])
def test_an_office_is_written_to_if_it_said_so(
    acting: Acting, client_as: Callable[[Actor], Client], agreed: bool
) -> None:
    supervisor = acting("city_supervisor")
    browser = client_as(supervisor)
    told = {"phone": "0812 3456 7890", "email": "", "address": "", **({"chat_allowed": "on"} if agreed else {})}
    office = Organisation.objects.get(pk=supervisor.organisation_id)
    acting("district_supervisor")
    path = f"/akun/kantor/{Organisation.objects.exclude(pk=office.pk).latest('pk').public_id}/"
    assert browser.post(path, told).status_code == 302
    assert ("https://wa.me/6281234567890" in browser.get("/akun/kantor/").text) == agreed


def test_a_donor_agrees_and_takes_it_back(acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    donor = acting("donor")
    organisation = Organisation.objects.get(pk=donor.organisation_id)
    Donor.objects.create(organisation=organisation, kind="person")
    browser = client_as(donor)
    told = {"shown_as": "initials", "address": "", "phone": "0812 3456 7890", "tax_name": "", "npwp": ""}
    agreed = []
    for answer in ({"chat_allowed": "on"}, {}):
        assert browser.post("/donasi/profil/", told | answer).status_code == 302
        organisation.refresh_from_db()
        agreed.append(organisation.chat_allowed)
    assert agreed == [True, False]
