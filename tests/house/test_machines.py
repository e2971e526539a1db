"""A random walk over all machines, from registration to verdict: whatever people do in whatever order, the base stays true.

Every step is tried on a random thing, also where it makes no sense; what is refused must leave nothing behind.
"""

from __future__ import annotations

import io
import random
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from donations.actions.cancel_handover import cancel_handover
from donations.actions.issue_certificates import issue_certificates
from donations.actions.pledge import pledge
from donations.actions.record_device import record_device
from donations.actions.schedule_handover import schedule_handover
from donations.actions.settle import Missing
from donations.actions.tell_shortfalls import tell_shortfalls
from donations.actions.void_certificates import void_certificates
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.models import Allocation, DeviceType, Handover, Pledge, Shortfall
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
from recipients.models import Recipient
from tests.factories.donations import confirm, donor_of, inspect, new_imei, offer, people_at, record, school_at
from tests.factories.verification import member, photo, principal_of
from verification.actions.decide import decide
from verification.actions.submit_report import submit_report
from verification.models import Report
from verification.states import ReportState

STEPS, CHECK_EVERY = 800, 200
Thing = TypeVar("Thing")


class Walk:
    """Two schools, two givers and a validator who do things at random."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.schools = [school_at(), school_at("31.72.01.1001", form="SD")]
        for school in self.schools:
            people_at(school, pupils=4, teachers=2)
        self.principals = {school.pk: principal_of(school) for school in self.schools}
        self.givers = [member("donor"), member("aggregator")]
        self.validator = member("validator")
        # Forward is likelier than back, or nothing would ever be proven.
        self.steps: dict[Callable[[], object], int] = {
            self.register: 2, self.leave: 2, self.change_facts: 2, self.judge_anew: 1, self.fold: 2, self.promise: 8,
            self.take_back: 2, self.look: 6, self.appoint: 8, self.call_off: 4, self.record: 9, self.issue: 8, self.void: 9,
            self.hand_over: 14, self.fall_short: 2, self.report: 12, self.verify: 9, self.send_back: 7, self.reject: 3,
        }  # fmt: skip

    def step(self) -> None:
        """One attempt; a refusal takes everything back, the trail of the attempt included."""
        doing = self.random.choices(list(self.steps), list(self.steps.values()))[0]
        before = Event.objects.count()
        try:
            with transaction.atomic():
                doing()
        except (Refused, StaleState, IllegalMove, LookupError):
            assert Event.objects.count() == before
        else:
            self.done[doing.__name__] += 1

    def any_of(self, things: Sequence[Thing]) -> Thing:
        """LookupError when there is none."""
        return self.random.choice(things)

    def likely(self, things: models.QuerySet[Any], *states: str, **more: Any) -> Any:
        """Mostly one for which the step makes sense, sometimes any at all."""
        found = things.order_by("pk").distinct()
        sensible = list(found.filter(state__in=states, **more))
        return self.any_of(list(found) if self.random.random() < 0.15 or not sensible else sensible)

    def handover(self, *states: str, **more: Any) -> Handover:
        found: Handover = self.likely(Handover.objects.all(), *states, **more)
        return found

    def register(self) -> None:
        people_at(self.any_of(self.schools), pupils=self.random.randint(0, 2), teachers=1, fold=False)

    def leave(self) -> None:
        recipient = self.any_of(list(Recipient.objects.order_by("pk")))
        withdraw_recipient(recipient=recipient, actor=self.principals[recipient.school_id], reason="Pindah.")

    def change_facts(self) -> None:
        recipient = self.any_of(list(Recipient.objects.registered().order_by("pk")))
        facts: dict[str, Any] = {
            "device_access": self.any_of(["none", "shared", "own", "unknown"]),
            "household_devices": self.random.randint(0, 3),
            "household_learners": self.random.randint(1, 4),
        }
        if self.random.random() < 0.5:
            consent = {"relation": "father", "medium": "paper", "given_on": timezone.localdate()}
            facts["consent"] = self.any_of([consent, None])
        record_circumstances(answers={recipient.pk: facts}, actor=self.principals[recipient.school_id])

    def judge_anew(self) -> None:
        assess()

    def fold(self) -> None:
        fold_tallies()

    def promise(self) -> None:
        giver = self.any_of(self.givers)
        kinds = [DeviceType.TABLET, DeviceType.PHONE, DeviceType.PC]
        pledge(
            donor=donor_of(giver),
            school=self.any_of(self.schools),
            offers=[offer(self.random.randint(1, 3), self.any_of(kinds), condition=self.any_of(["new", "used"]))],
            proposed_on=timezone.localdate() + timedelta(days=3),
            signed_name="Penanda Tangan Uji",
            request_key=uuid.UUID(int=self.random.getrandbits(128)),
            actor=giver,
        )

    def take_back(self) -> None:
        withdraw_pledge(pledge=self.likely(Pledge.objects.all(), PledgeState.COMMITTED), actor=SYSTEM, reason="Batal.")

    def look(self) -> None:
        """A used device is recorded and inspected; sometimes it needs a repair or is past it."""
        unit: Allocation = self.likely(
            Allocation.objects.filter(line__condition="used"), AllocationState.RESERVED, device__isnull=True
        )
        device = getattr(unit, "device", None) or record(unit)
        inspect(device, outcome=self.any_of(["ready", "ready", "ready", "repair", "recycle"]), note="Kata pemeriksa.")

    def appoint(self) -> None:
        schedule_handover(
            pledge=self.likely(
                Pledge.objects.all(), PledgeState.COMMITTED, lines__allocations__state=AllocationState.RESERVED
            ),
            scheduled_for=timezone.now() + timedelta(days=2),
            place="Ruang guru",
            actor=SYSTEM,
        )

    def call_off(self) -> None:
        cancel_handover(handover=self.handover(HandoverState.PLANNED), actor=SYSTEM, reason="Hujan.")

    def record(self) -> None:
        """Mostly all devices of one appointment, sometimes one of any allocation."""
        one: Allocation = self.likely(Allocation.objects.all(), AllocationState.SCHEDULED, device__isnull=True)
        together = Allocation.objects.filter(handover=one.handover_id, state=AllocationState.SCHEDULED)
        together = together.filter(device__isnull=True)
        for allocation in together.order_by("pk") if one.handover_id and self.random.random() < 0.8 else [one]:
            record_device(
                allocation=allocation,
                brand="Contoh",
                model="Tab 10",
                imei=new_imei() if allocation.line.device_type != DeviceType.PC else "",
                serial_number=f"SN-{self.random.getrandbits(60)}",
                actor=SYSTEM,
            )

    def issue(self) -> None:
        recorded = self.handover(HandoverState.PLANNED, allocations__device__isnull=False)
        issue_certificates(handover=recorded, actor=SYSTEM, principal_name="Kepala Uji")

    def void(self) -> None:
        handover = self.handover(HandoverState.PLANNED, certificates__voided_at=None, certificates__isnull=False)
        void_certificates(handover=handover, actor=self.principals[handover.school_id], reason="Salah ketik.")

    def hand_over(self) -> None:
        handover = self.handover(HandoverState.PLANNED, certificates__voided_at=None, certificates__isnull=False)
        confirm(handover)

    def fall_short(self) -> None:
        """Some devices of an appointment did not come, for whatever reason."""
        handover = self.handover(HandoverState.PLANNED)
        units = list(handover.allocations.order_by("pk").values_list("pk", flat=True))
        kinds = [kind.value for kind in Shortfall.Kind]
        chosen = self.random.sample(units, self.random.randint(1, len(units))) if units else []
        missing = [Absent(unit, self.any_of(kinds), "Kata pengantar.") for unit in chosen]
        tell_shortfalls(handover=handover, missing=missing, actor=self.principals[handover.school_id])

    def report(self) -> None:
        handover = self.handover(HandoverState.DONE)
        submit_report(
            handover=handover,
            received_on=timezone.localdate(),
            photos=[photo()],
            missing=self.some_missing(handover),
            actor=self.principals[handover.school_id],
        )

    def some_missing(self, handover: Handover) -> dict[uuid.UUID, Missing]:
        """Now and then the last device of the papers did not arrive."""
        units = list(handover.allocations.filter(state="handed_over", shortfalls=None).order_by("pk"))
        if len(units) < 2 or self.random.random() < 0.6:
            return {}
        return {units[-1].public_id: Missing(self.any_of(["lost", "not_brought"]), "Tidak ada di kardus.")}

    def verify(self) -> None:
        decide(report=self.waiting(), decision=ReportState.VERIFIED, actor=self.validator)

    def send_back(self) -> None:
        decide(report=self.waiting(), decision=ReportState.RETURNED, actor=self.validator, reason="Foto buram.")

    def reject(self) -> None:
        decide(report=self.waiting(), decision=ReportState.REJECTED, actor=self.validator, reason="Tidak cocok.")

    def waiting(self) -> Report:
        found: Report = self.likely(Report.objects.all(), ReportState.SUBMITTED)
        return found


def differences() -> str:
    """What check_data says, empty when all is well."""
    out = io.StringIO()
    try:
        call_command("check_data", stdout=out)
    except SystemExit:
        return out.getvalue()
    return ""


@pytest.mark.django_db
def test_no_order_of_steps_reaches_an_impossible_state() -> None:
    done = Counter[str]()
    for seed in (11, 23):
        walk = Walk(seed)
        for number in range(1, STEPS + 1):
            walk.step()
            if number % CHECK_EVERY == 0:
                assert differences() == "", f"seed {seed}, after {number} steps: {walk.done}"
        done += walk.done
    # Walks that go nowhere prove nothing.
    assert {step.__name__ for step in walk.steps} - set(done) == set(), done
