"""A giver's own papers: the certificate of thanks, the year's summary, the profile."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from donations.giving import given_in, total_value, years_of
from donations.models import Donor, PledgeLine
from ksbb.common import sealing
from tests.factories.donations import appoint, complete, donor_of, people_at, promise, school_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def giver(acting):
    return acting("donor")


@pytest.fixture
def given(giver):
    """A gift of the giver that has reached its school."""
    school = school_at(name="SMP Uji Piagam")
    people_at(school, pupils=8, teachers=2)
    pledge = promise(giver, school)
    complete(appoint(pledge))
    PledgeLine.objects.filter(pledge=pledge).update(unit_value=2_500_000, value_basis="acquisition")
    return pledge


def text_of(answer) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_the_certificate_names_giver_school_and_devices_and_carries_the_code(client_as, giver, given):
    paper = client_as(giver).get(reverse("donations:thanks_download", args=[given.public_id]))
    words = text_of(paper)
    assert paper["Content-Type"] == "application/pdf"
    assert all(word in words for word in (giver.organisation_name, given.school.name, "Tablet", given.receipt_code))


def test_before_anything_arrived_there_is_nothing_to_thank_for(client_as, giver, given):
    early = promise(giver, given.school)
    assert client_as(giver).get(reverse("donations:thanks_download", args=[early.public_id])).status_code == 404


def test_another_giver_finds_no_certificate(client_as, acting, given):
    assert (
        client_as(acting("donor")).get(reverse("donations:thanks_download", args=[given.public_id])).status_code == 404
    )


def test_the_summary_counts_what_changed_hands_and_its_value(giver, given):
    donor, year = donor_of(giver), timezone.localdate().year
    rows = given_in(donor, year)
    assert years_of(donor) == [year]
    assert [(row.school, row.quantity, row.value) for row in rows] == [
        (given.school.name, rows[0].quantity, 2_500_000 * rows[0].quantity)
    ]
    assert total_value(rows) == rows[0].value > 0
    assert rows[0].paper.startswith("0001/BAST")


def test_the_paper_has_the_fields_of_the_tax_form_and_its_caution(client_as, giver, given):
    Donor.objects.update(npwp_sealed=sealing.seal("012345678901000"), tax_name="PT Uji Pajak")
    words = text_of(
        client_as(giver).get(reverse("donations:giving_summary_download", args=[timezone.localdate().year]))
    )
    assert all(word in words for word in ("PMK 76", "PT Uji Pajak", "012345678901000", "konsultan pajak"))


def test_another_giver_has_an_empty_year(client_as, acting, given):
    other = acting("donor")
    donor_of(other)
    client = client_as(other)
    assert "Belum ada gawai" in client.get(reverse("donations:giving_summary")).content.decode()
    year = timezone.localdate().year
    assert client.get(reverse("donations:giving_summary_download", args=[year])).status_code == 404


def test_the_summary_asks_the_same_number_of_queries_however_many_gifts(
    client_as, giver, given, django_assert_max_num_queries
):
    for _number in range(3):
        complete(appoint(promise(giver, given.school)))
    client = client_as(giver)
    with django_assert_max_num_queries(12):
        client.get(reverse("donations:giving_summary"))


def profile(**told: str) -> dict[str, str]:
    return {"shown_as": "name", "address": "Jl. Uji 1", "phone": "", "tax_name": "PT Uji", "npwp": "", **told}


def test_the_npwp_is_kept_sealed(client_as, giver):
    donor_of(giver)
    page = client_as(giver).post(reverse("donations:donor_profile"), profile(npwp="01.234.567.8-901.000"))
    donor = Donor.objects.get(organisation_id=giver.organisation_id)
    assert page.status_code == 302
    assert b"012345678901000" not in bytes(donor.npwp_sealed)
    assert sealing.unseal(donor.npwp_sealed) == "012345678901000"


@pytest.mark.parametrize("wrong", ["123", "01.234.567.8-901.00a", "9" * 17])
def test_a_wrong_npwp_is_explained_and_stays_typed(client_as, giver, wrong):
    donor_of(giver)
    page = client_as(giver).post(reverse("donations:donor_profile"), profile(npwp=wrong)).content.decode()
    assert "15 atau 16 angka" in page
    assert wrong in page


def test_name_and_kind_cannot_be_slipped_in(client_as, giver):
    kind = donor_of(giver).kind
    client_as(giver).post(reverse("donations:donor_profile"), profile(kind="community", name="Lain"))
    donor = Donor.objects.get(organisation_id=giver.organisation_id)
    assert (donor.kind, donor.organisation.name) == (kind, giver.organisation_name)
