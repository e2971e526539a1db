"""The other doors of giving: baskets, wishes and what matching makes of them, titipan, licences, weights."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from donations.actions.add_to_basket import add_to_basket
from donations.actions.commit_basket import commit_basket
from donations.actions.confirm_matching import confirm_matching
from donations.actions.decline_consignment import decline_consignment
from donations.actions.draft_weights import draft_weights
from donations.actions.drop_basket import drop_basket
from donations.actions.drop_matching import drop_matching
from donations.actions.edit_weights import edit_weights
from donations.actions.expire_holds import expire_holds
from donations.actions.expire_offers import expire_offers
from donations.actions.fail_matching import fail_matching
from donations.actions.hold_basket import hold_basket
from donations.actions.install_first_weights import install_first_weights
from donations.actions.move_licence import move_licence
from donations.actions.plan_basket import plan_basket
from donations.actions.propose_weights import propose_weights
from donations.actions.publish_weights import publish_weights
from donations.actions.receive_consignment import receive_consignment
from donations.actions.recompute_matching import recompute_matching
from donations.actions.send_back_weights import send_back_weights
from donations.actions.start_matching import start_matching
from donations.actions.withdraw_consignment import withdraw_consignment
from donations.actions.withdraw_wish import withdraw_wish
from donations.matching import Weights
from donations.matching_runs import compute
from donations.models import Aggregator, Basket, Consignment, Licence, MatchingRun, MatchingWeights, Wish
from donations.states import ConsignmentState, LicenceState, MatchingState, WeightsState, WishState
from ksbb.authority.actors import SYSTEM
from recipients.models import NeedClass
from tests.factories.books import book_of, offered, said
from tests.factories.giving import basket_of, later, wish_of
from tests.factories.verification import member
from tests.house.walks.gifts import Gifts
from tests.house.walks.walking import together


class Giving(Gifts):
    """With an aggregator who keeps books under a licence."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.keeper = member("aggregator")
        self.book: Aggregator = book_of(self.keeper)
        for giver in self.givers:
            basket_of(giver)
        install_first_weights()

    def weights(self) -> dict[Callable[[], None], int]:
        return super().weights() | {
            self.put_in: 4, self.hold_again: 1, self.send: 3, self.give_up: 1, self.time_runs_out: 1, self.wish: 2,
            self.take_wish_back: 1, self.match: 2, self.calculate: 3, self.match_fails: 2, self.match_again: 1, self.agree: 3,
            self.disagree: 1, self.offer_to_keeper: 1, self.keeper_takes: 1, self.keeper_declines: 1, self.offer_no_more: 1,
            self.offers_end: 1, self.licence: 1, self.weigh_differently: 1, self.propose_weights: 2, self.publish_weights: 1,
            self.send_weights_back: 1,
        }  # fmt: skip

    # --- baskets ---

    @together
    def put_in(self) -> None:
        giver = self.any_of(self.givers)
        need_class, kind = self.any_of([(NeedClass.STUDENT_DEVICE, "tablet"), (NeedClass.TEACHER_COMPUTER, "pc")])
        add_to_basket(
            basket=basket_of(giver), actor=giver, target="school", school=self.any_of(self.schools), need_class=need_class,
            device_type=kind, condition="new", quantity=self.random.randint(1, 3),
        )  # fmt: skip

    def basket(self) -> Basket:
        found: Basket = self.likely(Basket.objects.all(), "open", items__isnull=False)
        return found

    def hold_again(self) -> None:
        hold_basket(basket=self.basket(), actor=SYSTEM)

    @together
    def send(self) -> None:
        basket = self.basket()
        plan_basket(basket=basket, actor=SYSTEM, proposed_on=later(), delivery="bring")
        key = uuid.UUID(int=self.random.getrandbits(128))
        commit_basket(basket=basket, signed_name="Uji Jalan", request_key=key, actor=SYSTEM)

    def give_up(self) -> None:
        drop_basket(basket=self.basket(), actor=SYSTEM)

    def time_runs_out(self) -> None:
        expire_holds(now=timezone.now() + timedelta(hours=1))

    # --- wishes and matching ---

    @together
    def wish(self) -> None:
        old = self.random.random() < 0.2
        facts: dict[str, Any] = {"proposed_on": timezone.localdate() - timedelta(days=30)} if old else {}
        wish_of(self.any_of(self.givers), self.random.randint(1, 4), **facts)

    def take_wish_back(self) -> None:
        withdraw_wish(wish=self.likely(Wish.objects.all(), WishState.OPEN), actor=SYSTEM)

    def match(self) -> None:
        start_matching(region="31", actor=self.coordinators[0])

    def run(self, *states: str) -> MatchingRun:
        found: MatchingRun = self.likely(MatchingRun.objects.all(), *states)
        return found

    def calculate(self) -> None:
        compute(self.run(MatchingState.ASKED).public_id)

    def match_fails(self) -> None:
        fail_matching(run=self.run(MatchingState.ASKED), reason="Mesinnya mati.")

    def match_again(self) -> None:
        recompute_matching(run=self.run(MatchingState.FAILED, MatchingState.PROPOSED), actor=self.coordinators[0])

    def agree(self) -> None:
        run = self.run(MatchingState.PROPOSED)
        lines = list(run.lines.order_by("pk").values_list("pk", flat=True))
        chosen = None if self.random.random() < 0.5 else lines[:1]
        confirm_matching(run=run, actor=self.coordinators[1], chosen=chosen)

    def disagree(self) -> None:
        drop_matching(run=self.run(MatchingState.PROPOSED, MatchingState.ASKED), actor=self.coordinators[1])

    # --- titipan and licences ---

    @together
    def offer_to_keeper(self) -> None:
        money = self.any_of([0, 5_000_000])
        made = offered(self.givers[0], self.book, amount=money, quantity=2)
        day = self.any_of([made.proposed_on, made.proposed_on, timezone.localdate() - timedelta(days=30)])
        Consignment.objects.filter(pk=made.pk).update(proposed_on=day)

    def consignment(self) -> Consignment:
        found: Consignment = self.likely(Consignment.objects.all(), ConsignmentState.OFFERED)
        return found

    def keeper_takes(self) -> None:
        one = self.consignment()
        told: dict[str, Any] = (
            {"amount": one.amount} if one.kind == Consignment.Kind.MONEY else {"quantity": one.quantity}
        )
        receive_consignment(consignment=one, counted=said("", **told), actor=self.keeper)

    def keeper_declines(self) -> None:
        decline_consignment(consignment=self.consignment(), reason="Tidak dapat dijemput.", actor=self.keeper)

    def offer_no_more(self) -> None:
        withdraw_consignment(consignment=self.consignment(), actor=self.givers[0])

    def offers_end(self) -> None:
        expire_offers()

    def licence(self) -> None:
        usual = [LicenceState.VALID, LicenceState.VALID, LicenceState.WARNED, LicenceState.SUSPENDED]
        move_licence(
            licence=self.any_of(list(Licence.objects.order_by("pk"))),
            to=self.any_of([*usual, LicenceState.REVOKED] if self.random.random() < 0.1 else usual),
            on=timezone.localdate(),
            reason="Surat Kementerian Sosial nomor 1",
            actor=self.coordinators[0],
        )

    # --- weights ---

    @together
    def weigh_differently(self) -> None:
        source = self.likely(MatchingWeights.objects.all(), WeightsState.PUBLISHED)
        draft = draft_weights(source=source, reason="Lebih adil.", actor=self.coordinators[0])
        values = Weights(block=self.random.randint(2, 9))
        edit_weights(
            weights=draft, values=values, reason="Lebih adil.", seen=draft.updated_at, actor=self.coordinators[0]
        )

    def weights_in(self, state: str) -> MatchingWeights:
        found: MatchingWeights = self.likely(MatchingWeights.objects.all(), state)
        return found

    def propose_weights(self) -> None:
        propose_weights(weights=self.weights_in(WeightsState.DRAFT), actor=self.any_of(self.coordinators))

    def publish_weights(self) -> None:
        publish_weights(weights=self.weights_in(WeightsState.PROPOSED), actor=self.any_of(self.coordinators))

    def send_weights_back(self) -> None:
        weights = self.weights_in(WeightsState.PROPOSED)
        send_back_weights(weights=weights, actor=self.any_of(self.coordinators), reason="Belum dijelaskan.")
