"""The public receipt: whoever holds the code sees how far the gift is, and nobody else's name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.actions.withdraw_pledge import withdraw_pledge
from donations.models import Consignment, Device, Donor, Pledge, Wish
from donations.receipts import Receipt, clean_code, receipt_of
from ksbb.audit.chain import chain_of
from recipients.models import Recipient
from tests.factories.donations import appoint, complete, donor_of, people_at, promise, school_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def giver(acting):
    return acting("donor")


@pytest.fixture
def school():
    school = school_at(name="SMP Uji Bukti")
    people_at(school, pupils=8, teachers=5)
    return school


@pytest.fixture
def pledge(giver, school):
    return promise(giver, school)


def of(pledge: Pledge) -> Receipt:
    found = receipt_of(pledge.receipt_code)
    assert found is not None
    return found


def read(client, pledge: Pledge, **asked: str) -> str:
    answer = client.get(reverse("donations:receipt", args=[pledge.receipt_code]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_with_the_code_sees_devices_school_and_state(client, pledge, school):
    page = read(client, pledge)
    assert school.name in page
    assert "Tablet (baru)" in page
    assert "dijanjikan" in page


def test_no_person_and_no_device_number_is_told(client, pledge, giver):
    complete(appoint(pledge))
    page = read(client, pledge)
    people = [one.full_name for one in Recipient.objects.all()] + [giver.name, pledge.signed_name]
    numbers = [one.identity for one in Device.objects.all()]
    assert numbers
    assert [word for word in (*people, *numbers) if word in page] == []


def test_a_person_who_gives_is_never_named_whatever_the_profile_says(client, pledge, giver):
    Donor.objects.update(kind="person", shown_as="name")
    assert giver.organisation_name not in read(client, pledge)


def test_a_company_that_wishes_it_is_named(client, pledge, giver):
    Donor.objects.update(kind="company", shown_as="name")
    assert giver.organisation_name in read(client, pledge)


def test_where_few_are_in_need_only_the_kecamatan_is_told(client, giver):
    small = school_at(name="SD Uji Kecil", form="SD")
    people_at(small, pupils=4)
    page = read(client, promise(giver, small))
    assert small.name not in page
    assert small.district.short_name in page


def test_a_code_typed_with_blanks_and_small_letters_leads_to_its_page(client, pledge):
    typed = f" {pledge.receipt_code[:4].lower()}-{pledge.receipt_code[4:].lower()} "
    answer = client.get(reverse("donations:receipt_find"), {"kode": typed})
    assert answer["Location"] == reverse("donations:receipt", args=[pledge.receipt_code])


@pytest.mark.parametrize("typed", ["", "A", "0000", "💻" * 17, "A" * 300, "' OR 1=1 --", "\x00", "../../etc"])
def test_what_cannot_be_a_code_is_said_in_words(client, typed):
    assert client.get(reverse("donations:receipt_find"), {"kode": typed}).status_code in (200, 302)
    assert receipt_of(typed) is None


def test_an_unknown_code_is_a_404_that_explains(client):
    answer = client.get(reverse("donations:receipt", args=["A" * 17]))
    assert answer.status_code == 404
    assert "tidak dikenal" in answer.content.decode()


def test_a_basket_is_no_promise_and_has_no_receipt(client, giver, school):
    draft = Pledge.objects.create(
        donor=donor_of(giver),
        school=school,
        region=school.region,
        proposed_on=timezone.localdate(),
        signed_name="",
        request_key="00000000-0000-0000-0000-000000000001",
    )
    assert client.get(reverse("donations:receipt", args=[draft.receipt_code])).status_code == 404


def test_a_gift_that_was_taken_back_still_has_its_receipt(client, pledge, giver):
    withdraw_pledge(pledge=pledge, actor=giver, reason="Batal.")
    assert "ditarik" in read(client, pledge).lower()


def test_the_printed_fingerprint_is_found_after_the_trail_has_grown(client, pledge):
    printed = of(pledge).digest
    complete(appoint(pledge))
    now = of(pledge)
    assert now.digest != printed
    assert [now.link_of(printed[:12])] == [link for link in now.chain if link.digest == printed]
    assert "Cocok" in read(client, pledge, sidik=printed[:16])


def test_a_fingerprint_of_somebody_else_is_not_found(client, pledge, giver, school):
    other = of(promise(giver, school)).digest
    assert "Kode ini tidak ada" in read(client, pledge, sidik=other)


def test_eleven_digits_of_a_fingerprint_prove_nothing(pledge):
    found = of(pledge)
    assert found.link_of(found.digest[:11]) is None


def test_one_more_act_before_changes_every_later_fingerprint(pledge):
    """The database refuses changes to the trail; with and without the handover's acts stands for one slipped in."""
    handover = complete(appoint(pledge))
    without, within = chain_of([pledge]), chain_of([pledge, handover])
    assert within[0].digest == without[0].digest, "what came before is as it was"
    assert {link.digest for link in within[1:]}.isdisjoint(link.digest for link in without)


def test_a_wish_shows_its_area_and_its_placed_parts(client, giver):
    wish = Wish.objects.create(
        donor=donor_of(giver), region="31.73", form="SMP", device_type="laptop", condition="new", quantity=10,
        proposed_on=timezone.localdate(), signed_name="Penanda Uji", promised_at=timezone.now(), promised_by_id=1,
    )  # fmt: skip
    page = client.get(reverse("donations:receipt", args=[wish.receipt_code])).content.decode()
    assert "SMP" in page
    assert "Penanda Uji" not in page


def test_money_through_an_aggregator_shows_no_amount(client, giver, acting):
    aggregator = acting("aggregator")
    found = Consignment.objects.create(
        donor=donor_of(giver), aggregator_id=aggregator.organisation_id, kind="money", amount=1_234_567_000, quantity=1,
        proposed_on=timezone.localdate() + timedelta(days=3), signed_name="Penanda Uji", offered_at=timezone.now(),
        offered_by_id=1,
    )  # fmt: skip
    page = client.get(reverse("donations:receipt", args=[found.receipt_code])).content.decode()
    assert aggregator.organisation_name in page
    assert "1.234.567" not in page


def test_codes_have_at_least_64_bits(pledge):
    import math

    assert math.log2(30**17) > 64
    assert len(pledge.receipt_code) == 17
    assert clean_code(pledge.receipt_code) == pledge.receipt_code


def test_a_receipt_asks_few_queries(client, pledge, django_assert_max_num_queries):
    complete(appoint(pledge))
    with django_assert_max_num_queries(14):
        read(client, pledge)


def test_who_asks_too_often_waits(client):
    addresses = [reverse("donations:receipt", args=["A" * 17])] * 61
    assert [client.get(address).status_code for address in addresses][-1] == 429
