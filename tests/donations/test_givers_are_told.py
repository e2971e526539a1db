"""What others decide about a giver's devices, and what a worker did with a large file, is told to whoever waits for it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from donations.actions.apply_stock_file import apply_stock_file
from donations.actions.refuse_stock_file import refuse_stock_file
from donations.inventory_runs import WORTH_A_MESSAGE
from donations.policies import unready_units
from ksbb.notifications.models import Message
from tests.factories.devices import finished, stock_file, stock_row, stocked
from tests.factories.donations import inspect, offer, promise, record

pytestmark = pytest.mark.django_db

BROKEN = {"points": {}, "note": "Layar retak."}


@pytest.fixture
def brought(donor, school):
    """A used tablet of a promise, already at the school."""
    return record(unready_units(promise(donor, school, offer(1, condition="used"))).get())


def told(kind: str) -> list[int]:
    return list(Message.objects.filter(kind=f"donations/{kind}").values_list("to_user_id", flat=True))


@pytest.mark.parametrize(("outcome", "kind"), [("repair", "device_to_repair"), ("recycle", "device_recycled")])
def test_the_giver_hears_what_the_school_found_wrong(client_as, acting, donor, principal, brought, outcome, kind):
    stranger = acting("donor")
    inspect(brought, actor=principal, place="school", outcome=outcome, **BROKEN)
    message = Message.objects.get(kind=f"donations/{kind}")
    assert (message.to_user_id, message.context) == (donor.user_id, {"device": f"{brought.brand} {brought.model}"})
    assert "Layar retak." in client_as(donor).get(message.path).content.decode()
    assert client_as(stranger).get(message.path).status_code == 404


def test_what_is_ready_and_what_the_giver_found_alone_needs_no_message(donor, principal, brought):
    inspect(brought, actor=principal, place="school")
    own = stocked(donor)
    inspect(own, actor=donor, outcome="repair", **BROKEN)
    assert told("device_to_repair") == []


def test_a_large_file_says_by_message_that_it_is_checked_and_that_it_is_taken_over(donor):
    run = stock_file(donor, [stock_row() for _number in range(WORTH_A_MESSAGE)])
    assert told("stock_checked") == [donor.user_id]
    assert Message.objects.get().context["new"] == WORTH_A_MESSAGE
    finished(apply_stock_file(run=run, actor=donor))
    assert told("stock_applied") == [donor.user_id]


def test_a_small_file_is_waited_for_at_the_screen(donor):
    run = stock_file(donor, [stock_row()])
    finished(apply_stock_file(run=run, actor=donor))
    assert not Message.objects.exists()


def test_a_file_that_could_not_be_taken_over_is_told_and_a_persons_own_no_is_not(client_as, acting, donor):
    row = stock_row()
    run = stock_file(donor, [row])
    apply_stock_file(run=run, actor=donor)
    stocked(acting("donor"), condition="new", brand="Rekaan", serial_number=str(row[4]))
    finished(run)
    message = Message.objects.get(kind="donations/stock_refused")
    assert message.to_user_id == donor.user_id
    assert "Tidak ada yang diterapkan" in client_as(donor).get(message.path).content.decode()
    refuse_stock_file(run=stock_file(donor, [stock_row()]), actor=donor)
    assert told("stock_refused") == [donor.user_id]


def test_the_page_of_a_file_is_its_organisations(client_as, acting, donor):
    where = reverse("donations:stock_file", args=[stock_file(donor, [stock_row()]).public_id])
    assert client_as(donor).get(where).status_code == 200
    assert client_as(acting("donor")).get(where).status_code == 404
