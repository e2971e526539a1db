"""A signed-in person becomes a donor and goes on to where they wanted to go."""

from __future__ import annotations

import pytest

from donations.models import Donor
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_registering_leads_back_and_acts_as_the_new_donor(client, school):
    form_at = f"/kebutuhan/{school.npsn}/beri/"
    user = UserFactory.create(full_name="Rara Uji")
    client.force_login(user)
    said = {
        "kind": "person",
        "name": "  Rara   Uji ",
        "shown_as": "initials",
        "address": "",
        "phone": "0812-3456-7890",
        "next": form_at,
    }
    answer = client.post("/donasi/daftar/", said)
    assert answer["Location"] == form_at
    made = Donor.objects.get()
    assert (made.organisation.name, made.phone, made.public_name) == ("Rara Uji", "+6281234567890", "R. U.")
    assert client.get(form_at).status_code == 200
    client.post("/donasi/daftar/", said)
    assert Donor.objects.count() == 1


@pytest.mark.parametrize("away", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_registering_never_leads_away_from_the_portal(client, away):
    client.force_login(UserFactory.create())
    said = {"kind": "person", "name": "Rara Uji", "shown_as": "nobody", "next": away}
    assert client.post("/donasi/daftar/", said)["Location"] == "/kebutuhan/"


def test_a_number_that_is_no_telephone_is_refused_and_the_typing_stays(client):
    client.force_login(UserFactory.create())
    page = client.post("/donasi/daftar/", {"kind": "person", "name": "Rara Uji", "shown_as": "nobody", "phone": "12"})
    assert "bukan nomor telepon Indonesia" in page.content.decode()
    assert 'value="Rara Uji"' in page.content.decode()


def test_a_validator_cannot_become_a_donor(client_as, acting):
    page = client_as(acting("validator")).post(
        "/donasi/daftar/", {"kind": "person", "name": "Rara Uji", "shown_as": "nobody"}
    )
    assert "tidak boleh digabung" in page.content.decode()
    assert Donor.objects.count() == 0


def test_an_aggregator_gives_for_its_own_organisation(client_as, acting):
    actor = acting("aggregator")
    said = {"kind": "community", "name": "Agregator Uji", "shown_as": "name"}
    assert client_as(actor).post("/donasi/daftar/", said).status_code == 302
    assert Donor.objects.get().organisation_id == actor.organisation_id
