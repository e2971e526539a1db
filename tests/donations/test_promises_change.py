"""After the promise: more, fewer, another day, a part apart, ready, reminded, over."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from donations.actions.accept_pledge import accept_pledge
from donations.actions.edit_pledge import edit_pledge
from donations.actions.expire_offers import expire_offers
from donations.actions.expire_pledges import expire_pledges
from donations.actions.place import place
from donations.actions.remind_givers import remind_givers
from donations.actions.split_pledge import split_pledge
from donations.actions.withdraw_consignment import withdraw_consignment
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.actions.withdraw_wish import withdraw_wish
from donations.holding import NotEnoughLeft
from donations.models import Allocation, Consignment, Pledge
from donations.reminding import due_reminder
from donations.states import PledgeState, WishState
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from tests.factories.donations import appoint, complete, donor_of, offer, promise
from tests.factories.giving import later, listed_aggregator, wish_of

pytestmark = pytest.mark.django_db
PUPILS = NeedClass.STUDENT_DEVICE


def counts(school) -> tuple[int, int]:
    found = figures_of_school(school.pk)[PUPILS]
    return found.open, found.reserved


def letters(kind: str) -> int:
    return Message.objects.filter(kind=f"donations/{kind}").count()


def resize(made: Pledge, quantity: int, actor) -> Pledge:
    return edit_pledge(pledge=made, quantities={made.lines.get().pk: quantity}, actor=actor)


def long_past(made: Pledge) -> None:
    Pledge.objects.filter(pk=made.pk).update(proposed_on=timezone.localdate() - timedelta(days=15))


# --- changing ---


def test_fewer_and_more_follow_at_once(donor, principal, school):
    made = promise(donor, school, offer(3))
    most_urgent = Allocation.objects.order_by("need__promised_rank")[0].need.promised_rank
    resize(made, 1, donor)
    assert counts(school) == (4, 1)
    assert Allocation.objects.live().get().need.promised_rank == most_urgent
    resize(made, 4, donor)
    assert counts(school) == (1, 4)
    with pytest.raises(NotEnoughLeft, match="Tinggal 1 gawai"):
        resize(made, 6, donor)
    assert (made.lines.get().quantity, counts(school)) == (4, (1, 4))
    assert letters("pledge_changed") == 2


def test_what_is_scheduled_stays(donor, school):
    made = promise(donor, school, offer(2))
    appoint(made)
    resize(made, 3, donor)
    with pytest.raises(Refused, match="2 gawai sudah dijadwalkan"):
        resize(made, 1, donor)
    resize(made, 2, donor)
    assert counts(school) == (3, 2)


def test_giving_back_the_rest_of_a_gift_that_arrived_fulfils_it(donor, school):
    made = promise(donor, school, offer(2))
    complete(appoint(made))
    made.refresh_from_db()
    assert made.state == PledgeState.FULFILLED
    with pytest.raises(Refused, match="sudah selesai"):
        resize(made, 3, donor)


def test_date_and_details_change_and_the_reminder_starts_anew(donor, school):
    made = promise(donor, school)
    line = made.lines.get()
    edit_pledge(
        pledge=made, actor=donor, proposed_on=later(40), delivery="fetch", note="Lewat pintu belakang.",
        details={line.pk: {"brand": "Contoh", "model": "Tab 10"}},
    )  # fmt: skip
    made.refresh_from_db()
    line.refresh_from_db()
    assert (made.proposed_on, made.delivery, made.reminded_before) == (later(40), "fetch", None)
    assert (line.brand, line.model) == ("Contoh", "Tab 10")
    with pytest.raises(Refused, match="180 hari"):
        edit_pledge(pledge=made, actor=donor, proposed_on=later(500))


def test_only_the_giver_changes_divides_and_withdraws(donor, principal, acting, school):
    made = promise(donor, school, offer(2))
    with pytest.raises(Forbidden):
        resize(made, 1, acting("donor"))
    with pytest.raises(Forbidden):
        split_pledge(pledge=made, parts={}, proposed_on=later(), request_key=uuid.uuid4(), actor=acting("donor"))
    with pytest.raises(Forbidden):
        accept_pledge(pledge=made, actor=acting("principal"))


# --- dividing ---


def test_a_part_goes_its_own_way_and_the_need_does_not_move(donor, principal, school):
    made = promise(donor, school, offer(3))
    key, line = uuid.uuid4(), made.lines.get()
    part = split_pledge(pledge=made, parts={line.pk: 1}, proposed_on=later(30), request_key=key, actor=donor)
    again = split_pledge(pledge=made, parts={line.pk: 1}, proposed_on=later(30), request_key=key, actor=donor)
    assert (part, part.state, part.split_from, part.proposed_on) == (again, PledgeState.COMMITTED, made, later(30))
    assert (made.lines.get().quantity, part.lines.get().quantity, counts(school)) == (2, 1, (2, 3))
    withdraw_pledge(pledge=part, actor=donor, reason="Tidak jadi.")
    assert counts(school) == (3, 2)
    assert letters("pledge_split") == 1


def test_a_whole_line_can_move_and_something_must_stay(donor, school):
    made = promise(donor, school, offer(2), offer(1, "laptop"))
    tablets = made.lines.get(need_class=PUPILS)
    split_pledge(pledge=made, parts={tablets.pk: 2}, proposed_on=later(30), request_key=uuid.uuid4(), actor=donor)
    assert made.lines.count() == 1
    with pytest.raises(Refused, match="hanya satu gawai"):
        split_pledge(
            pledge=made, parts={made.lines.get().pk: 1}, proposed_on=later(30), request_key=uuid.uuid4(), actor=donor
        )


def test_what_is_left_of_a_divided_gift_that_arrived_is_fulfilled(donor, school):
    made = promise(donor, school, offer(2))
    appoint(made)
    resize(made, 3, donor)
    complete(made.handovers.get())
    made.refresh_from_db()
    assert made.state == PledgeState.COMMITTED
    line = made.lines.get()
    part = split_pledge(pledge=made, parts={line.pk: 1}, proposed_on=later(30), request_key=uuid.uuid4(), actor=donor)
    made.refresh_from_db()
    assert (made.state, part.state) == (PledgeState.FULFILLED, PledgeState.COMMITTED)


# --- the school ---


def test_the_school_says_once_that_it_is_ready(donor, principal, school):
    made = promise(donor, school)
    accept_pledge(pledge=made, actor=principal)
    accept_pledge(pledge=made, actor=principal)
    made.refresh_from_db()
    assert made.accepted_at
    assert letters("pledge_accepted") == 1


# --- the date ---


@pytest.mark.parametrize(
    ("left", "sent", "due"),
    [(8, None, None), (7, None, 7), (7, 7, None), (3, None, 7), (1, 7, 1), (0, 7, 1), (0, 1, None), (-1, 7, None)],
)
def test_which_reminder_is_due(left, sent, due):
    today = timezone.localdate()
    assert due_reminder(today + timedelta(days=left), today, sent) == due


def test_each_reminder_reaches_both_sides_once(donor, principal, school):
    made = promise(donor, school)
    assert remind_givers() == 0, "who promises for next week need not read it the same day"
    tomorrow = made.proposed_on - timedelta(days=1)
    assert (remind_givers(today=tomorrow), remind_givers(today=tomorrow)) == (1, 0)
    assert letters("pledge_reminder") == 2
    assert remind_givers(today=made.proposed_on + timedelta(days=1)) == 0


def test_a_stale_promise_ends_by_itself_and_both_sides_hear_of_it(donor, principal, school):
    made = promise(donor, school, offer(2))
    Pledge.objects.update(proposed_on=timezone.localdate() - timedelta(days=14))
    assert expire_pledges() == 0
    long_past(made)
    assert expire_pledges() == 1
    made.refresh_from_db()
    assert (made.state, counts(school), letters("pledge_expired")) == (PledgeState.EXPIRED, (5, 0), 2)
    assert expire_pledges() == 0


def test_a_planned_handover_keeps_a_late_promise_alive(donor, school):
    made = promise(donor, school, offer(2))
    appoint(made)
    long_past(made)
    assert (expire_pledges(), counts(school)) == (0, (3, 2))


def test_a_part_that_arrived_is_a_gift(donor, school):
    made = promise(donor, school, offer(2))
    appoint(made)
    resize(made, 4, donor)
    complete(made.handovers.get())
    long_past(made)
    expire_pledges()
    made.refresh_from_db()
    assert (made.state, counts(school)) == (PledgeState.FULFILLED, (3, 0))
    assert figures_of_school(school.pk)[PUPILS].delivered == 2


# --- wishes, titipan ---


def put(wish, school, quantity, actor, **how):
    with transaction.atomic():
        return place(
            gift=wish, wish=wish, donor=wish.donor, school=school, need_class=PUPILS, quantity=quantity,
            signed_name=wish.signed_name, actor=actor, **how,
        )  # fmt: skip


def test_a_wish_is_placed_in_part_or_whole(donor, principal, acting, school):
    wish = wish_of(donor, 8)
    placed = put(wish, school, 8, acting("coordinator"))
    wish.refresh_from_db()
    assert (placed.held, wish.placed, wish.state, counts(school)) == (5, 5, WishState.OPEN, (0, 5))
    assert (placed.pledge.state, placed.pledge.wish) == (PledgeState.COMMITTED, wish)
    assert (letters("wish_placed"), letters("pledge_received"), letters("pledge_thanks")) == (1, 1, 0)
    assert put(wish, school, 3, acting("coordinator")).pledge is None
    assert Pledge.objects.count() == 1


def test_whole_means_all_of_it_or_nothing(donor, acting, school):
    wish = wish_of(donor, 8)
    assert put(wish, school, 6, acting("coordinator"), whole=True).held == 0
    assert (Pledge.objects.count(), counts(school)) == (0, (5, 0))


@pytest.mark.parametrize("end", ["withdrawn", "expired", "fewer"])
def test_what_falls_through_waits_again(donor, acting, school, end):
    wish = wish_of(donor, 4)
    made = put(wish, school, 4, acting("coordinator")).pledge
    wish.refresh_from_db()
    assert wish.state == WishState.PLACED
    long_past(made)
    ends: dict[str, Callable[[], object]] = {
        "withdrawn": lambda: withdraw_pledge(pledge=made, actor=donor, reason="Tidak jadi."),
        "expired": expire_pledges,
        "fewer": lambda: resize(made, 1, donor),
    }
    ends[end]()
    wish.refresh_from_db()
    left = {"withdrawn": 0, "expired": 0, "fewer": 1}[end]
    assert (wish.state, wish.placed, counts(school)) == (WishState.OPEN, left, (5 - left, left))


def test_the_unplaced_part_of_a_wish_can_be_taken_back(donor, acting, school):
    wish = wish_of(donor, 8)
    put(wish, school, 3, acting("coordinator"))
    withdraw_wish(wish=wish, actor=donor)
    wish.refresh_from_db()
    assert (wish.state, wish.placed, counts(school)) == (WishState.WITHDRAWN, 3, (2, 3))
    with pytest.raises(Refused):
        withdraw_wish(wish=wish, actor=donor)
    with pytest.raises(Forbidden):
        withdraw_wish(wish=wish, actor=acting("donor"))


def test_wishes_and_titipan_end_after_their_date_too(donor, acting):
    late = timezone.localdate() - timedelta(days=15)
    wish = wish_of(donor, proposed_on=late)
    taker = listed_aggregator(acting("aggregator"))
    said = {"proposed_on": late, "signed_name": "Rara Uji", "offered_at": timezone.now(), "offered_by_id": 1}
    given = Consignment.objects.create(
        kind="devices",
        donor=donor_of(donor),
        aggregator=taker,
        device_type="phone",
        condition="new",
        quantity=1,
        **said,
    )
    other = Consignment.objects.create(
        kind="money",
        donor=donor_of(donor),
        aggregator=taker,
        quantity=1,
        amount=5_000_000,
        **said | {"proposed_on": later()},
    )
    assert (expire_offers(), expire_offers()) == (2, 0)
    for one in (wish, given, other):
        one.refresh_from_db()
    assert (wish.state, given.state, other.state) == ("expired", "expired", "offered")
    withdraw_consignment(consignment=other, actor=donor)
    with pytest.raises(Refused, match="sudah berakhir"):
        withdraw_consignment(consignment=other, actor=donor)
