"""A long walk of promises: baskets, changes, endings, handovers and new verdicts in any order, each step with its effect foretold.

After every step, for each school and class: needed = open + reserved + committed + delivered, where reserved is held by a
basket and committed by a promise (decision 0012). What a step does to the last three is said by the step itself; what is
refused must change nothing. Ten walks of a thousand steps each.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from donations.actions.add_to_basket import add_to_basket
from donations.actions.cancel_handover import cancel_handover
from donations.actions.change_item import change_item
from donations.actions.commit_basket import commit_basket
from donations.actions.drop_basket import drop_basket
from donations.actions.edit_pledge import edit_pledge
from donations.actions.expire_holds import expire_holds
from donations.actions.expire_pledges import expire_pledges
from donations.actions.hold_basket import hold_basket
from donations.actions.plan_basket import plan_basket
from donations.actions.remove_item import remove_item
from donations.actions.split_pledge import split_pledge
from donations.actions.tell_shortfalls import tell_shortfalls
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.baskets import held_of, items_of
from donations.models import Allocation, Basket, BasketItem, Handover, Pledge, Shortfall
from donations.shortfalls import Absent
from donations.states import AllocationState, HandoverState, PledgeState
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from recipients.actions.assess import assess
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import NeedClass, Recipient
from recipients.statistics import figures_of_schools
from tests.factories.donations import appoint, complete, offer, people_at, promise, school_at
from tests.factories.giving import basket_of, later
from tests.factories.verification import member, principal_of
from tests.house.test_machines import differences

# Ten walks make the ten thousand steps of the promise: KSBB_WALKS=10 before a release; every run takes some of them.
SEEDS, STEPS, CHECK_EVERY = int(os.environ.get("KSBB_WALKS", "2")), 1_000, 250
# (school, class) → by how much (reserved, committed, delivered) change.
Effect = dict[tuple[int, str], Counter[str]]
PUPILS, TEACHERS = NeedClass.STUDENT_DEVICE.value, NeedClass.TEACHER_COMPUTER.value
HELD = (AllocationState.RESERVED, AllocationState.SCHEDULED)

_WHERE_THEY_STAND = """
SELECT n.school_id, n.need_class,
       count(*) FILTER (WHERE n.state <> 'closed'),
       count(*) FILTER (WHERE n.state = 'open' AND p.id IS NULL),
       count(*) FILTER (WHERE n.state = 'reserved' AND p.state = 'draft'),
       count(*) FILTER (WHERE n.state = 'reserved' AND p.state = 'committed'),
       count(*) FILTER (WHERE n.state IN ('delivered', 'met') AND p.state IN ('committed', 'fulfilled'))
FROM recipients_need n
LEFT JOIN donations_allocation a ON a.need_id = n.id AND a.state NOT IN ('released', 'refuted')
LEFT JOIN donations_pledgeline l ON l.id = a.line_id LEFT JOIN donations_pledge p ON p.id = l.pledge_id
GROUP BY 1, 2
"""


def where_they_stand() -> dict[tuple[int, str], tuple[int, ...]]:
    """(school, class) → needed, open, reserved, committed, delivered."""
    with connection.cursor() as cursor:
        cursor.execute(_WHERE_THEY_STAND)
        return {(school, need_class): tuple(counts) for school, need_class, *counts in cursor.fetchall()}


def newest_event() -> int:
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


class Walk:
    """Two schools and three givers, each with a basket."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.schools = [school_at(), school_at("31.72.01.1001", form="SD")]
        for school in self.schools:
            people_at(school, pupils=8, teachers=4)
        self.stand = where_they_stand()
        self.principals = {school.pk: principal_of(school) for school in self.schools}
        self.givers = [member("donor"), member("donor"), member("aggregator")]
        self.steps: dict[Callable[[], Effect], int] = {
            self.put_in: 10, self.type_anew: 8, self.take_out: 3, self.hold_again: 4, self.send: 8, self.give_up: 2,
            self.time_runs_out: 4, self.promise: 6, self.change: 9, self.divide: 4, self.take_back: 4, self.appoint: 6,
            self.call_off: 2, self.fall_short: 3, self.hand_over: 2, self.days_go_by: 2, self.come: 3, self.leave: 2, self.learn: 5,
            self.judge_anew: 2, self.fold: 2,
        }  # fmt: skip

    def step(self) -> None:
        before, trail = self.stand, newest_event()
        doing = self.random.choices(list(self.steps), list(self.steps.values()))[0]
        try:
            with transaction.atomic():
                foretold = doing()
        except (Refused, StaleState, IllegalMove, LookupError):
            assert newest_event() == trail
            foretold = {}
        else:
            self.done[doing.__name__] += 1
        after = self.stand = where_they_stand()
        for key, (needed, *parts) in after.items():
            assert needed == sum(parts), (doing.__name__, key, needed, parts)
            assert min(parts) >= 0
            moved = self.moved(parts, before.get(key, (0, 0, 0, 0, 0)))
            told = foretold.get(key, Counter())
            assert moved == {name: told[name] for name in moved}, (doing.__name__, key)

    def moved(self, now: list[int], was: tuple[int, ...]) -> dict[str, int]:
        changes = [after - before for after, before in zip(now[1:], was[2:], strict=True)]
        return dict(zip(("reserved", "committed", "delivered"), changes, strict=True))

    def pick(self, things: Any) -> Any:
        """LookupError when there is none."""
        return self.random.choice(list(things.order_by("pk")) if hasattr(things, "order_by") else list(things))

    # --- baskets ---

    def put_in(self) -> Effect:
        giver, school = self.pick(self.givers), self.pick(self.schools)
        need_class, kind = self.pick([(PUPILS, "tablet"), (PUPILS, "phone"), (TEACHERS, "pc"), (PUPILS, "pc")])
        quantity = self.random.randint(1, 4)
        add_to_basket(
            basket=basket_of(giver), actor=giver, target="school", school=school, need_class=need_class,
            device_type=kind, condition="new", quantity=quantity,
        )  # fmt: skip
        return {(school.pk, need_class): Counter(reserved=quantity)}

    def item(self) -> tuple[BasketItem, int]:
        found = self.pick(BasketItem.objects.filter(basket__state="open").select_related("basket__donor"))
        return found, held_of([found])[0].count

    def type_anew(self) -> Effect:
        item, held = self.item()
        quantity = self.random.randint(1, 5)
        change_item(item=item, actor=SYSTEM, quantity=quantity)
        return {(item.school_id or 0, item.need_class): Counter(reserved=quantity - held)}

    def take_out(self) -> Effect:
        item, held = self.item()
        remove_item(item=item, actor=SYSTEM)
        return {(item.school_id or 0, item.need_class): Counter(reserved=-held)}

    def basket(self) -> Basket:
        found: Basket = self.pick(Basket.objects.open())
        return found

    def kept(self, basket: Basket) -> Effect:
        """What the basket holds now."""
        found: Effect = {}
        for held in held_of(items_of(basket)):
            found.setdefault((held.item.school_id or 0, held.item.need_class), Counter())["reserved"] += held.count
        return found

    def hold_again(self) -> Effect:
        basket = self.basket()
        before, waiting = self.kept(basket), {key: parts[1] for key, parts in self.stand.items()}
        missing: Counter[tuple[int, str]] = Counter()
        for held in held_of(items_of(basket)):
            missing[held.item.school_id or 0, held.item.need_class] += held.missing
        hold_basket(basket=basket, actor=SYSTEM)
        return {key: Counter(reserved=min(missing[key], waiting.get(key, 0))) for key in before}

    def send(self) -> Effect:
        basket = self.basket()
        before = self.kept(basket)
        wanted: Effect = {}
        for item in items_of(basket):
            wanted.setdefault((item.school_id or 0, item.need_class), Counter())["committed"] += item.quantity
        plan_basket(basket=basket, actor=SYSTEM, proposed_on=later(), delivery="bring")
        commit_basket(basket=basket, signed_name="Uji Jalan", request_key=self.key(), actor=SYSTEM)
        for key, found in wanted.items():
            found["reserved"] = -before[key]["reserved"]
        return wanted

    def give_up(self) -> Effect:
        basket = self.basket()
        before = self.kept(basket)
        drop_basket(basket=basket, actor=SYSTEM)
        return {key: Counter(reserved=-found["reserved"]) for key, found in before.items()}

    def time_runs_out(self) -> Effect:
        found: Effect = {}
        for key, parts in self.stand.items():
            found[key] = Counter(reserved=-parts[2])
        expire_holds(now=timezone.now() + timedelta(hours=1))
        return found

    # --- promises ---

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128))

    def promise(self) -> Effect:
        school, quantity = self.pick(self.schools), self.random.randint(1, 4)
        kind, need_class = self.pick([("tablet", PUPILS), ("laptop", TEACHERS)])
        promise(self.pick(self.givers), school, offer(quantity, kind), key=self.key())
        return {(school.pk, need_class): Counter(committed=quantity)}

    def gift(self) -> Pledge:
        found: Pledge = self.pick(
            Pledge.objects.filter(committed_at__isnull=False)
            if self.random.random() < 0.1
            else Pledge.objects.filter(state=PledgeState.COMMITTED)
        )
        return found

    def change(self) -> Effect:
        gift = self.gift()
        line = self.pick(gift.lines)
        quantity = self.random.randint(1, 5)
        edit_pledge(
            pledge=gift, quantities={line.pk: quantity}, actor=SYSTEM, proposed_on=later(self.random.randint(5, 20))
        )
        return {(gift.school_id, line.need_class): Counter(committed=quantity - line.quantity)}

    def divide(self) -> Effect:
        gift = self.gift()
        line = self.pick(gift.lines)
        part = self.random.randint(1, line.quantity)
        split_pledge(pledge=gift, parts={line.pk: part}, proposed_on=later(20), request_key=self.key(), actor=SYSTEM)
        return {}

    def waiting(self, gift: Pledge) -> Effect:
        """What the promise holds and has not handed over."""
        units = Allocation.objects.filter(line__pledge=gift, state__in=HELD)
        counts = Counter(units.values_list("line__need_class", flat=True))
        return {(gift.school_id, need_class): Counter(committed=-count) for need_class, count in counts.items()}

    def take_back(self) -> Effect:
        gift = self.gift()
        found = self.waiting(gift)
        withdraw_pledge(pledge=gift, actor=SYSTEM, reason="Tidak jadi.")
        return found

    def appoint(self) -> Effect:
        appoint(self.gift())
        return {}

    def call_off(self) -> Effect:
        handover = self.pick(Handover.objects.filter(state=HandoverState.PLANNED))
        cancel_handover(handover=handover, actor=SYSTEM, reason="Hujan.")
        return {}

    def fall_short(self) -> Effect:
        """What comes another day stays promised; what is lost, refused or taken back does not."""
        handover = self.pick(Handover.objects.filter(state=HandoverState.PLANNED))
        units = list(handover.allocations.order_by("pk").values_list("pk", "line__need_class"))
        found: Effect = {}
        missing = []
        for unit, need_class in self.random.sample(units, self.random.randint(1, len(units))):
            kind = self.pick(Shortfall.Kind.values)
            missing.append(Absent(unit, kind, "Kata pengantar."))
            gone = kind != Shortfall.Kind.NOT_BROUGHT
            found.setdefault((handover.school_id, need_class), Counter()).update(committed=-int(gone))
        tell_shortfalls(handover=handover, missing=missing, actor=SYSTEM)
        return found

    def hand_over(self) -> Effect:
        """Devices recorded, papers issued, in the school's hands."""
        handover = self.pick(Handover.objects.filter(state=HandoverState.PLANNED, allocations__device=None).distinct())
        found: Effect = {}
        for need_class in handover.allocations.values_list("line__need_class", flat=True):
            counts = found.setdefault((handover.school_id, need_class), Counter())
            counts.update(delivered=1, committed=-1)
        complete(handover)
        return found

    def days_go_by(self) -> Effect:
        """One promise's date is long past; those with an appointment live on."""
        gift = self.gift()
        Pledge.objects.filter(pk=gift.pk).update(proposed_on=timezone.localdate() - timedelta(days=20))
        alive = gift.state != PledgeState.COMMITTED or gift.handovers.filter(state=HandoverState.PLANNED).exists()
        found = {} if alive else self.waiting(gift)
        for other in Pledge.objects.filter(state=PledgeState.COMMITTED, proposed_on__lt=later(-15)).exclude(pk=gift.pk):
            if not other.handovers.filter(state=HandoverState.PLANNED).exists():
                for key, counts in self.waiting(other).items():
                    found.setdefault(key, Counter()).update(counts)
        expire_pledges()
        return found

    # --- the register: what is promised is never taken away by it ---

    def come(self) -> Effect:
        people_at(self.pick(self.schools), pupils=self.random.randint(1, 3), teachers=1, fold=False)
        return {}

    def person(self) -> Recipient:
        found: Recipient = self.pick(Recipient.objects.registered())
        return found

    def leave(self) -> Effect:
        person = self.person()
        withdraw_recipient(recipient=person, actor=self.principals[person.school_id], reason="Pindah.")
        return {}

    def learn(self) -> Effect:
        person = self.person()
        facts = {"device_access": self.pick(["none", "none", "shared", "own"])}
        record_circumstances(answers={person.pk: facts}, actor=self.principals[person.school_id])
        return {}

    def judge_anew(self) -> Effect:
        assess(school_ids=[self.pick(self.schools).pk])
        return {}

    def fold(self) -> Effect:
        fold_tallies()
        return {}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_order_of_steps_loses_or_doubles_a_unit(seed: int) -> None:
    walk = Walk(seed)
    for number in range(1, STEPS + 1):
        walk.step()
        if number % CHECK_EVERY == 0:
            assert differences() == "", f"seed {seed}, after {number} steps: {walk.done}"
            live = figures_of_schools([school.pk for school in walk.schools])
            stand = where_they_stand()
            assert {key: (found.needed, found.open) for key, found in live.items()} == {
                key: parts[:2] for key, parts in stand.items()
            }
    # A walk that goes nowhere proves nothing.
    never = {step.__name__ for step in walk.steps} - set(walk.done)
    assert never == set(), walk.done
