"""What is decided about the register: versions of the criteria, lots, appeals against a rank, lists for other offices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from ksbb.authority.actors import SYSTEM
from recipients.actions.begin_criteria import begin_criteria
from recipients.actions.cancel_check_list import cancel_check_list
from recipients.actions.commit_draw import commit_draw
from recipients.actions.decide_appeal import decide_appeal
from recipients.actions.draft_criteria import draft_criteria
from recipients.actions.draw_lots import draw_lots
from recipients.actions.drop_draft import drop_draft
from recipients.actions.export_check_list import export_check_list
from recipients.actions.file_appeal import file_appeal
from recipients.actions.fill_check_list import fill_check_list
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.actions.register import register
from recipients.actions.send_back_criteria import send_back_criteria
from recipients.models import Appeal, CheckBatch, CriteriaSet, Draw, Recipient
from recipients.states import AppealState, CheckState, CriteriaState, DrawState
from tests.factories.recipients import RegistrationFactory
from tests.house.walks.gifts import Gifts
from tests.house.walks.walking import together


class Register(Gifts):
    """Two coordinators agree; the Sudin decides."""

    def weights(self) -> dict[Callable[[], None], int]:
        return super().weights() | {
            self.draft: 1, self.propose: 2, self.publish: 2, self.send_criteria_back: 1, self.drop: 1, self.day_comes: 1,
            self.lock_lots: 1, self.draw_lots: 2, self.appeal_rank: 2, self.decide_rank: 2, self.ask_office: 1, self.fill_list: 1,
            self.ask_no_more: 1,
        }  # fmt: skip

    def criteria(self, *states: str) -> CriteriaSet:
        found: CriteriaSet = self.likely(CriteriaSet.objects.all(), *states)
        return found

    def draft(self) -> None:
        draft_criteria(source=self.criteria(CriteriaState.PUBLISHED), actor=self.any_of(self.coordinators))

    def propose(self) -> None:
        propose_criteria(criteria=self.criteria(CriteriaState.DRAFT), actor=self.any_of(self.coordinators))

    def publish(self) -> None:
        """At once, or from a later day on."""
        day = timezone.localdate() + timedelta(days=self.any_of([0, 0, 10]))
        criteria = self.criteria(CriteriaState.PROPOSED)
        publish_criteria(criteria=criteria, actor=self.any_of(self.coordinators), effective_from=day)

    def send_criteria_back(self) -> None:
        criteria = self.criteria(CriteriaState.PROPOSED, CriteriaState.SCHEDULED)
        send_back_criteria(criteria=criteria, actor=self.any_of(self.coordinators), reason="Bobotnya tertukar.")

    def drop(self) -> None:
        drop_draft(criteria=self.criteria(CriteriaState.DRAFT), actor=self.any_of(self.coordinators))

    def day_comes(self) -> None:
        begin_criteria(today=timezone.localdate() + timedelta(days=10))

    def lock_lots(self) -> None:
        commit_draw(actor=self.coordinators[0])

    @together
    def draw_lots(self) -> None:
        """After the commitment was public for a day."""
        draw = self.likely(Draw.objects.all(), DrawState.COMMITTED)
        past = timezone.now() - timedelta(days=2)
        Draw.objects.filter(pk=draw.pk, state=DrawState.COMMITTED).update(committed_at=past)
        draw.refresh_from_db()
        draw_lots(draw=draw, actor=self.coordinators[1])

    def appeal_rank(self) -> None:
        person = self.any_of(list(Recipient.objects.order_by("pk")))
        teller = self.principals[person.school_id]
        file_appeal(recipient=person, ground="device", message="Ponselnya rusak.", actor=teller)

    def decide_rank(self) -> None:
        appeal = self.likely(Appeal.objects.select_related("recipient"), AppealState.OPEN)
        decide_appeal(
            appeal=appeal,
            decision=self.any_of([AppealState.UPHELD, AppealState.REJECTED]),
            answer="Kami sudah mencocokkan keterangannya.",
            actor=self.sudin[appeal.recipient.school_id],
        )

    @together
    def ask_office(self) -> None:
        """About everybody whose number is known, a newcomer among them."""
        school = self.any_of(self.schools)
        register(school=school, people=[RegistrationFactory.build(ready=True)], actor=SYSTEM)
        export_check_list(
            source=self.any_of(["dukcapil", "dinsos"]), region=school.region[:8], actor=self.coordinators[0]
        )

    def fill_list(self) -> None:
        fill_check_list(batch=self.likely(CheckBatch.objects.all(), CheckState.MAKING), actor=self.coordinators[0])

    def ask_no_more(self) -> None:
        batch = self.likely(CheckBatch.objects.all(), CheckState.EXPORTED, CheckState.MAKING)
        cancel_check_list(batch=batch, actor=self.coordinators[0])
