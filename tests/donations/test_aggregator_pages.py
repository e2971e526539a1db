"""Pages of aggregators: who is offered, what the office does, what the giver follows, and what the book shows."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from donations.actions.move_licence import move_licence
from donations.actions.place_lot import place_lot
from donations.actions.receive_consignment import receive_consignment
from donations.actions.remind_verifications import remind_verifications
from donations.books import Kind
from donations.fate import fate_of
from donations.models import Aggregator, Consignment, LedgerEntry, Licence
from donations.proofs import clean_proof
from ksbb.accounts.models import Membership, Organisation
from ksbb.common.refusals import Refused
from ksbb.notifications.models import Message
from ksbb.portal.duties import tasks_of
from tests.factories.books import MILLION, book_of, offered, said, wrote
from tests.factories.donations import appoint, complete, donor_of, people_at, school_at
from tests.factories.verification import photo_file, report_on
from verification.actions.decide import decide

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def keeper(acting):
    return acting("aggregator")


@pytest.fixture
def book(keeper):
    return book_of(keeper)


@pytest.fixture
def office(acting):
    return acting("coordinator")


def page(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(f"donations:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_is_in_force_is_offered_with_licence_and_cost_share(client, book):
    shown = page(client, "aggregator_list")
    assert book.organisation.name in shown
    assert Licence.objects.get().number in shown
    assert "Sedang tidak dapat menerima" not in shown


def test_a_revoked_one_is_not_offered_and_its_history_is_public(client, book, office):
    licence = Licence.objects.get()
    move_licence(licence=licence, to="revoked", on=TODAY(), reason="Kepmensos 000/HUK/2026", actor=office)
    assert "Izin agregator ini dicabut" in page(client, "aggregator_list")
    shown = page(client, "aggregator_detail", book.public_id)
    assert "Kepmensos 000/HUK/2026" in shown
    assert office.name not in shown


def test_who_was_never_checked_is_unknown_to_the_public(client, book):
    Aggregator.objects.update(verified_at=None, verified_by_id=None, verified_until=None)
    assert client.get(reverse("donations:aggregator_detail", args=[book.public_id])).status_code == 404


def test_the_office_registers_licenses_verifies_and_invites(client_as, office):
    client = client_as(office)
    told = {"name": "Yayasan Uji Baru", "legal_form": "Yayasan", "cost_percent": "7,5"}
    client.post(reverse("donations:aggregator_register"), told)
    made = Aggregator.objects.get(organisation__name="Yayasan Uji Baru")
    until = {"until": (TODAY() + timedelta(days=300)).isoformat()}
    refused = client.post(reverse("donations:aggregator_manage", args=[made.public_id]), until)
    assert "Tidak ada izin yang berlaku" in refused.content.decode()
    licence = {
        "number": "UJI/77",
        "issuer": "Kementerian Sosial",
        "valid_from": "2026-01-01",
        "valid_until": "2027-01-01",
    }
    client.post(reverse("donations:licence_add", args=[made.public_id]), licence)
    client.post(reverse("donations:aggregator_manage", args=[made.public_id]), until)
    assert Aggregator.objects.listed().filter(pk=made.pk).exists()
    where = f"{reverse('accounts:member_invite')}?organisasi={made.organisation.public_id}"
    person = {"full_name": "Wulan Uji", "email": "wulan.baru@uji.example", "role": "aggregator"}
    assert client.post(where, person).status_code == 302
    assert Membership.objects.filter(organisation=made.organisation, role="aggregator").count() == 1


def test_more_than_a_tenth_for_cost_is_refused(client_as, office):
    told = {"name": "Yayasan Uji Rakus", "legal_form": "Yayasan", "cost_percent": "13.7"}
    assert client_as(office).post(reverse("donations:aggregator_register"), told).status_code == 200
    assert not Organisation.objects.filter(name="Yayasan Uji Rakus").exists()


def test_a_verification_of_more_than_a_year_is_refused(client_as, office, book):
    until = {"until": (TODAY() + timedelta(days=400)).isoformat()}
    answer = client_as(office).post(reverse("donations:aggregator_manage", args=[book.public_id]), until)
    assert "paling lama satu tahun" in answer.content.decode()


def test_before_a_verification_ends_both_sides_hear_of_it_once(book, office, keeper):
    Aggregator.objects.update(verified_until=TODAY() + timedelta(days=20))
    assert remind_verifications() == remind_verifications() == 1
    told = Message.objects.filter(kind__startswith="donations/verification_")
    assert sorted(told.values_list("to_user_id", flat=True)) == sorted([office.user_id, keeper.user_id])
    assert "Verifikasi agregator" in [task.title for task in tasks_of(office)]


def test_what_was_offered_waits_on_the_dashboard(book, keeper, acting):
    offered(acting("donor"), book, quantity=2)
    assert "Titipan menunggu" in [task.title for task in tasks_of(keeper)]


def test_both_sides_see_a_titipan_and_others_find_nothing(client_as, book, keeper, acting):
    giver = acting("donor")
    where = reverse("donations:consignment_detail", args=[offered(giver, book, amount=MILLION).public_id])
    for actor, status in (
        (giver, 200),
        (keeper, 200),
        (acting("auditor"), 200),
        (acting("donor"), 404),
        (acting("aggregator"), 404),
    ):
        assert client_as(actor).get(where).status_code == status


def test_the_keeper_receives_by_form_with_a_picture_as_proof(client_as, book, keeper, acting):
    found = offered(acting("donor"), book, amount=5 * MILLION)
    sent = {
        "occurred_on": TODAY().isoformat(), "amount": "4.500.000",
        "proof": SimpleUploadedFile("slip.pdf", photo_file(), "application/pdf"),
    }  # fmt: skip
    client = client_as(keeper)
    client.post(reverse("donations:consignment_receive", args=[found.public_id]), sent)
    entry = LedgerEntry.objects.get(consignment=found)
    assert (entry.amount, str(entry.proof.name)[-4:]) == (4_500_000, ".jpg")
    answer = client.get(reverse("donations:ledger_proof", args=[entry.public_id]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90", b"<html>", b"%PDF-1.7 ohne Ende", b"%PDF-1.7 /OpenAction << /S /JavaScript >> %%EOF",
     b"%PDF-1.7 << /S /J#61vaScript >> %%EOF", b"%PDF-1.7 /EmbeddedFile %%EOF", b"%PDF-" + b"0" * 6_000_000],
)  # fmt: skip
def test_a_proof_that_is_no_picture_and_no_quiet_pdf_is_refused(data):
    with pytest.raises(Refused):
        clean_proof(data)


def test_a_quiet_pdf_is_kept_under_a_name_that_says_nothing():
    kept = clean_proof(b"%PDF-1.7\nFaktur\n%%EOF\n")
    assert str(kept.name).endswith(".pdf")
    assert "faktur" not in str(kept.name)


@pytest.fixture
def story(book, keeper, acting):
    """Two givers' money becomes ten tablets; four are promised, of which two are handed over and one is verified."""
    first, second = acting("donor"), acting("donor")
    titipan = [offered(first, book, amount=8 * MILLION), offered(second, book, amount=4 * MILLION)]
    for one in titipan:
        receive_consignment(consignment=one, counted=said("", amount=one.amount), actor=keeper)
    lot = wrote(book, keeper, Kind.PURCHASE, amount=10 * MILLION, quantity=10)
    school = school_at(name="SMP Uji Nasib")
    people_at(school, pupils=12)
    told = {"lot": lot, "school": school, "need_class": "student_device", "signed_name": "Wulan Uji", "actor": keeper}
    place_lot(quantity=2, **told)
    complete(appoint(place_lot(quantity=1, **told)))
    report = report_on(complete(appoint(place_lot(quantity=1, **told))))
    decide(report=report, decision="verified", actor=acting("validator"))
    return [(one, giver) for one, giver in zip(titipan, (first, second), strict=True)]


def test_every_giver_sees_the_fate_of_the_own_money_and_together_it_is_the_lot(story):
    first, second = (fate_of(one) for one, _giver in story)
    assert (first.bought, first.left, second.bought, second.left) == (8 * MILLION, 0, 2 * MILLION, 2 * MILLION)
    assert (first.devices, second.devices) == (8, 2)
    assert (first.promised, first.handed_over, first.stages["verified"]) == (4, 2, 1)
    assert (second.promised, second.stages["stock"]) == (0, 2)


def test_the_page_of_a_giver_tells_own_amounts_and_nobody_elses(client_as, story):
    (mine, giver), (theirs, other) = story
    shown = page(client_as(giver), "consignment_detail", mine.public_id)
    assert "8.000.000" in shown
    assert "SMP Uji Nasib" in shown
    assert [word for word in ("4.000.000", "2.000.000", "12.000.000", other.organisation_name) if word in shown] == []


def test_the_public_receipt_tells_counts_only(client, story):
    shown = client.get(reverse("donations:receipt", args=[story[0][0].receipt_code])).content.decode()
    assert "Gawai dibeli" in shown
    assert [word for word in ("000.000", "SMP Uji Nasib") if word in shown] == []


def test_devices_that_were_given_are_followed_too(book, keeper, acting):
    found = offered(acting("donor"), book, quantity=5)
    lot = receive_consignment(consignment=found, counted=said("", quantity=5), actor=keeper)
    wrote(book, keeper, Kind.LOSS, quantity=1, lot=lot)
    fate = fate_of(found)
    assert (fate.devices, fate.stages["stock"], fate.stages["lost"]) == (5, 4, 1)


def test_the_book_shows_its_balances_and_filters(client_as, story, keeper):
    client = client_as(keeper)
    shown = page(client, "ledger_list")
    assert "12.000.000" in shown
    assert "2.000.000" in shown
    assert "pembelian gawai" in page(client, "ledger_list", jenis="purchase").lower()


def test_the_coordinator_and_the_auditor_compare_the_books(client_as, story, book, office, acting):
    for actor in (office, acting("auditor")):
        client = client_as(actor)
        assert "12.000.000" in page(client, "ledger_list")
        assert "Buku " + book.organisation.name in page(client, "ledger_list", agregator=str(book.public_id))


def test_a_stranger_reads_no_book_and_another_aggregator_only_its_own(client_as, story, book, acting):
    other = acting("aggregator")
    book_of(other)
    shown = page(client_as(other), "ledger_list", agregator=str(book.public_id))
    assert book.organisation.name not in shown
    assert client_as(acting("donor")).get(reverse("donations:ledger_list")).status_code == 403


def test_the_book_goes_into_a_spreadsheet_in_which_nothing_runs(client_as, book, keeper):
    wrote(book, keeper, Kind.MONEY_IN, amount=MILLION, from_name="=HYPERLINK(1)")
    client = client_as(keeper)
    content = client.get(reverse("donations:ledger_export", args=["xlsx"])).content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert (rows[1][3], rows[1][9]) == (MILLION, "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in client.get(reverse("donations:ledger_export", args=["csv"])).content.decode()


def test_what_is_typed_into_the_book_is_written_and_can_be_reversed(client_as, book, keeper):
    client = client_as(keeper)
    form = client.get(reverse("donations:ledger_record", args=["money_in"])).context["form"]
    sent = {
        "key": form["key"].value(),
        "occurred_on": TODAY().isoformat(),
        "amount": "Rp 2.500.000",
        "from_name": "Ibu Uji",
    }
    for _twice in range(2):
        assert client.post(reverse("donations:ledger_record", args=["money_in"]), sent).status_code == 302
    entry = LedgerEntry.objects.get()
    assert entry.amount == 2_500_000
    client.post(reverse("donations:ledger_reverse", args=[entry.public_id]), {"reason": "Salah catat"})
    assert LedgerEntry.objects.get(reverses=entry).sign == -1


@pytest.mark.parametrize("kind", ["money_in", "purchase", "cost", "refund", "devices_in", "loss", "return"])
def test_every_kind_has_its_form(client_as, story, keeper, kind):
    assert "csrfmiddlewaretoken" in page(client_as(keeper), "ledger_record", kind)


def test_the_books_number_of_queries_does_not_grow(client_as, book, keeper):
    client = client_as(keeper)
    counts = []
    for _turn in range(2):
        for _n in range(6):
            wrote(book, keeper, Kind.DEVICES_IN, quantity=2)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, "ledger_list")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_lists_number_of_queries_does_not_grow(client_as, book, keeper, acting):
    giver, client = acting("donor"), client_as(keeper)
    counts = []
    for _turn in range(2):
        for _n in range(5):
            offered(giver, book, quantity=1)
        with CaptureQueriesContext(connection) as seen:
            page(client, "consignment_list")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert Consignment.objects.count() == 10


def test_money_that_was_written_down_without_a_titipan_is_followed_by_its_giver_alone(client_as, book, keeper, acting):
    giver = acting("donor")
    entry = wrote(book, keeper, Kind.MONEY_IN, amount=3 * MILLION, donor=donor_of(giver), from_name="")
    where = reverse("donations:direct_gift", args=[entry.public_id])
    assert "3.000.000" in client_as(giver).get(where).content.decode()
    assert [client_as(acting(role)).get(where).status_code for role in ("donor", "aggregator")] == [404, 404]
