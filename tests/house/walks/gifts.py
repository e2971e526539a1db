"""From registration to the school's hands: needs, promises, appointments, devices, papers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from donations.actions.cancel_handover import cancel_handover
from donations.actions.expire_pledges import expire_pledges
from donations.actions.issue_certificates import issue_certificates
from donations.actions.pledge import pledge
from donations.actions.record_device import record_device
from donations.actions.schedule_handover import schedule_handover
from donations.actions.tell_shortfalls import tell_shortfalls
from donations.actions.void_certificates import void_certificates
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.models import Allocation, DeviceType, Handover, Pledge, Shortfall
from donations.shortfalls import Absent
from donations.states import AllocationState, HandoverState, PledgeState
from ksbb.authority.actors import SYSTEM
from recipients.actions.assess import assess
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import Recipient
from recipients.states import RecipientState
from tests.factories.donations import (
    complete,
    confirm,
    donor_of,
    inspect,
    new_imei,
    offer,
    people_at,
    record,
    school_at,
)
from tests.factories.verification import member, principal_of
from tests.house.walks.walking import Walker, together


class Gifts(Walker):
    """Two schools, two givers, and the offices over them."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.schools = [school_at(), school_at("31.72.01.1001", form="SD")]
        for school in self.schools:
            people_at(school, pupils=4, teachers=2)
        self.principals = {school.pk: principal_of(school) for school in self.schools}
        self.givers = [member("donor"), member("aggregator")]
        self.validators = [member("validator"), member("validator")]
        self.coordinators = [member("coordinator"), member("coordinator")]
        self.sudin = {school.pk: member("city_supervisor", codes=(school.region[:5],)) for school in self.schools}

    def weights(self) -> dict[Callable[[], None], int]:
        return super().weights() | {
            self.register: 2, self.leave: 3, self.change_facts: 2, self.judge_anew: 1, self.fold: 2, self.promise: 8,
            self.take_back: 1, self.look: 6, self.appoint: 9, self.call_off: 1, self.record: 6, self.issue: 6, self.void: 2,
            self.hand_over: 6, self.all_at_once: 6, self.fall_short: 1, self.days_go_by: 1,
        }  # fmt: skip

    def handover(self, *states: str, **more: Any) -> Handover:
        found: Handover = self.likely(Handover.objects.all(), *states, **more)
        return found

    @together
    def register(self) -> None:
        people_at(self.any_of(self.schools), pupils=self.random.randint(1, 3), teachers=1, fold=False)

    def leave(self) -> None:
        recipient = self.any_of(list(Recipient.objects.order_by("pk")))
        to = self.any_of([RecipientState.WITHDRAWN, RecipientState.MOVED, RecipientState.GRADUATED])
        withdraw_recipient(recipient=recipient, to=to, actor=self.principals[recipient.school_id], reason="Pindah.")

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

    @together
    def promise(self) -> None:
        giver = self.any_of(self.givers)
        kinds = [DeviceType.TABLET, DeviceType.PHONE, DeviceType.PC, DeviceType.LAPTOP]
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

    @together
    def days_go_by(self) -> None:
        """One promise's date is long past."""
        gift = self.likely(Pledge.objects.all(), PledgeState.COMMITTED)
        Pledge.objects.filter(pk=gift.pk).update(proposed_on=timezone.localdate() - timedelta(days=20))
        expire_pledges()

    @together
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

    @together
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
                imei=new_imei() if allocation.line.device_type in (DeviceType.PHONE, DeviceType.TABLET) else "",
                serial_number=f"SN-{self.random.getrandbits(60)}",
                actor=SYSTEM,
            )

    def issue(self) -> None:
        recorded = self.handover(HandoverState.PLANNED, allocations__device__isnull=False)
        issue_certificates(handover=recorded, actor=SYSTEM, principal_name="Kepala Uji")

    def void(self) -> None:
        handover = self.handover(HandoverState.PLANNED, certificates__voided_at=None, certificates__isnull=False)
        void_certificates(handover=handover, actor=self.principals[handover.school_id], reason="Salah ketik.")

    @together
    def hand_over(self) -> None:
        """The giver opens a code and the school enters it."""
        confirm(self.handover(HandoverState.PLANNED, certificates__voided_at=None, certificates__isnull=False))

    @together
    def all_at_once(self) -> None:
        """What is missing is recorded, the papers are issued, and everything is handed over."""
        complete(self.handover(HandoverState.PLANNED))

    def fall_short(self) -> None:
        """Some devices of an appointment did not come, for whatever reason."""
        handover = self.handover(HandoverState.PLANNED)
        units = list(handover.allocations.order_by("pk").values_list("pk", flat=True))
        kinds = [kind.value for kind in Shortfall.Kind]
        chosen = self.random.sample(units, self.random.randint(1, len(units))) if units else []
        missing = [Absent(unit, self.any_of(kinds), "Kata pengantar.") for unit in chosen]
        tell_shortfalls(handover=handover, missing=missing, actor=self.principals[handover.school_id])
