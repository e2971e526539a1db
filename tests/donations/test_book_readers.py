"""Who opens a proof or takes a book out leaves a trace; who cannot take a titipan says why, once and in its own name."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from donations.actions.move_licence import move_licence
from donations.books import Kind
from donations.forms.books import RecordForm
from donations.models import LedgerEntry
from donations.states import ConsignmentState
from ksbb.audit.models import Event
from ksbb.notifications.models import Message
from tests.factories.books import MILLION, book_of, offered, wrote

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(acting):
    return acting("aggregator")


@pytest.fixture
def book(keeper):
    return book_of(keeper)


@pytest.fixture
def proven(book, keeper):
    """Money of which the slip is kept."""
    return wrote(book, keeper, Kind.MONEY_IN, amount=MILLION, proof=ContentFile(b"%PDF-1.7 %%EOF", "slip.pdf"))


def test_whoever_opens_a_proof_stands_in_the_trail_with_the_kind_as_a_code(client_as, proven, keeper, acting):
    where = reverse("donations:ledger_proof", args=[proven.public_id])
    readers = [keeper, acting("auditor")]
    assert [client_as(reader).get(where).status_code for reader in readers] == [200, 200]
    events = Event.objects.filter(action="ledger.proof_opened", thing_id=proven.pk).order_by("pk")
    assert [(one.user_id, one.facts) for one in events] == [(one.user_id, {"kind": "money_in"}) for one in readers]


def test_a_stranger_opens_no_proof_and_leaves_no_trace(client_as, proven, acting):
    other = acting("aggregator")
    book_of(other)
    where = reverse("donations:ledger_proof", args=[proven.public_id])
    assert [client_as(one).get(where).status_code for one in (other, acting("donor"))] == [404, 404]
    assert not Event.objects.filter(action="ledger.proof_opened").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_book_that_is_taken_out_is_told_with_its_length(client_as, book, proven, keeper, form):
    assert client_as(keeper).get(reverse("donations:ledger_export", args=[form])).status_code == 200
    event = Event.objects.get(action="ledger.exported")
    assert (event.thing_id, event.user_id, event.facts) == (book.pk, keeper.user_id, {"entries": 1})


def test_nobody_takes_out_the_book_of_another(client_as, book, proven, acting):
    asked = {"agregator": str(book.public_id)}
    where = reverse("donations:ledger_export", args=["csv"])
    assert client_as(acting("donor")).get(where, asked).status_code == 403
    assert client_as(acting("aggregator")).get(where, asked).status_code == 404
    assert not Event.objects.filter(action="ledger.exported").exists()


def test_two_givers_without_an_account_are_told_apart_when_money_goes_back(book, keeper):
    for name in ("Ibu Uji Satu", "Bapak Uji Dua"):
        wrote(book, keeper, Kind.MONEY_IN, amount=MILLION, from_name=name)
    field: Any = RecordForm(None, None, kind="refund", aggregator=book)["money"].field
    words = " ".join(label for _key, label in field.choices)
    assert "Ibu Uji Satu" in words
    assert "Bapak Uji Dua" in words


def test_two_purchases_of_one_day_are_told_apart_by_their_invoices(book, keeper, proven):
    for number in ("F-01", "F-02"):
        wrote(book, keeper, Kind.PURCHASE, amount=MILLION // 4, quantity=1, proof_number=number)
    field: Any = RecordForm(None, None, kind="loss", aggregator=book)["lot"].field
    assert [label.rsplit("· ", 1)[1] for _key, label in field.choices] == ["F-01", "F-02"]


def test_a_titipan_that_cannot_be_taken_goes_back_with_its_reason(client_as, book, keeper, acting):
    """The giver reads the reason and is told once; nothing comes into the book; a second click changes nothing."""
    giver = acting("donor")
    found = offered(giver, book, quantity=3)
    client, where = client_as(keeper), reverse("donations:consignment_decline", args=[found.public_id])
    assert client.post(where, {"reason": ""}).status_code == 200
    assert client.post(where, {"reason": "Gudang penuh sampai Maret"}).status_code == 302
    assert client.post(where, {"reason": "Sekali lagi"}).status_code == 200
    found.refresh_from_db()
    assert (found.state, found.declined_reason) == (ConsignmentState.DECLINED, "Gudang penuh sampai Maret")
    assert not LedgerEntry.objects.exists()
    assert Message.objects.filter(kind="donations/consignment_declined", to_user_id=giver.user_id).count() == 1
    page = client_as(giver).get(reverse("donations:consignment_detail", args=[found.public_id])).content.decode()
    assert "Gudang penuh sampai Maret" in page


def test_only_its_own_aggregator_declines_a_titipan(client_as, book, acting):
    giver, other = acting("donor"), acting("aggregator")
    book_of(other)
    found = offered(giver, book, quantity=3)
    where = reverse("donations:consignment_decline", args=[found.public_id])
    asked = [client_as(one).post(where, {"reason": "Iseng saja"}).status_code for one in (other, acting("donor"))]
    seeing = [client_as(one).post(where, {"reason": "Iseng saja"}).status_code for one in (giver, acting("auditor"))]
    assert (asked, seeing) == ([404, 404], [403, 403])
    found.refresh_from_db()
    assert found.state == ConsignmentState.OFFERED


def test_how_to_give_is_told_only_while_something_may_be_given(client, book, acting):
    where = reverse("donations:aggregator_detail", args=[book.public_id])
    type(book).objects.filter(pk=book.pk).update(how_to_give="Rekening Uji 123")
    assert "Rekening Uji 123" in client.get(where).content.decode()
    move_licence(
        licence=book.licences.get(),
        to="revoked",
        on=timezone.localdate(),
        reason="Surat Uji 1",
        actor=acting("coordinator"),
    )
    assert "Rekening Uji 123" not in client.get(where).content.decode()
