"""Pages that no plain GET of the table of routes shows: a step in the middle, an answer, a state that the world has not.

Each says who looks and how one gets there; what it does on the way is taken back afterwards (tests/journeys/showing.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from waffle import get_waffle_switch_model

from donations.actions.draft_weights import draft_weights
from donations.actions.edit_weights import edit_weights
from donations.actions.propose_weights import propose_weights
from donations.matching import Weights
from donations.models import MatchingWeights, ReceiptSlip
from donations.slips import in_groups
from ksbb.accounts.models import User
from ksbb.common import sealing, switches
from recipients.actions.issue_rank_letter import issue_rank_letter
from recipients.models import RankLetter
from recipients.views.appealing import SESSION_KEY as LETTER
from tests.factories.accounts import PASSWORD
from tests.factories.donations import appoint, complete, promise
from tests.factories.giving import later
from tests.factories.verification import judged, report_on
from tests.house.world import World
from tests.house.world_rights import asked
from verification.models import Report

Way = Callable[[World, Client], Any]
UNKNOWN = "23456789ABCDEFGHJ"
# Documentation addresses (RFC 5737): what is counted for them is nobody else's.
FLOODING = "203.0.113.77"


@dataclass(frozen=True)
class Further:
    """One such page."""

    name: str
    role: str

    def __str__(self) -> str:
        return f"{self.name} as {self.role}"

    def asks(self, world: World, client: Client) -> Any:
        return WAYS[self.name, self.role](world, client)


def _page(name: str, query: str = "", **kwargs: Any) -> Way:
    return lambda _world, client: client.get(reverse(name, kwargs=kwargs) + query, follow=True)


def _at_school(name: str) -> Way:
    return lambda world, client: client.get(reverse(name, kwargs={"npsn": world.school.npsn}), follow=True)


# --- giving ------------------------------------------------------------------------------------


def _planned(step: str) -> Way:
    def way(_world: World, client: Client) -> Any:
        told = {"proposed_on": later().isoformat(), "delivery": "bring"}
        client.post(reverse("donations:basket_step", args=["jadwal"]), told)
        return client.get(reverse("donations:basket_step", args=[step]), follow=True)

    return way


def _slip(*, answered: dict[str, str]) -> Way:
    def way(world: World, client: Client) -> Any:
        slip = ReceiptSlip.objects.filter(answered_at=None).order_by("pk").first() or _new_slip(world)
        told = {"code": in_groups(sealing.unseal(slip.code_sealed))}
        answer = client.post("/terima/", told | answered)
        return client.post("/terima/", told) if answered.get("again") else answer

    return way


def _new_slip(world: World) -> ReceiptSlip:
    complete(appoint(promise(world.insiders["donor"], world.school)))
    return ReceiptSlip.objects.filter(answered_at=None).latest("pk")


def _weights(world: World) -> MatchingWeights:
    coordinator = world.insiders["coordinator"]
    return draft_weights(source=world.weights, actor=coordinator, reason="Uji tampilan")


def _draft_weights(world: World, client: Client) -> Any:
    return client.get(reverse("donations:weights_edit", args=[_weights(world).public_id]), follow=True)


def _proposed_weights(name: str) -> Way:
    """By another coordinator: nobody publishes the own proposal."""

    def way(world: World, client: Client) -> Any:
        draft, coordinator = _weights(world), world.insiders["coordinator"]
        seen, reason = draft.updated_at, "Uji tampilan"
        draft = edit_weights(weights=draft, values=Weights(block=9), reason=reason, seen=seen, actor=coordinator)
        propose_weights(weights=draft, actor=coordinator)
        other = world.strangers["coordinator"].user_id
        MatchingWeights.objects.filter(pk=draft.pk).update(proposed_by_id=other)
        return client.get(reverse(name, args=[draft.public_id]), follow=True)

    return way


# --- recipients --------------------------------------------------------------------------------


def _letter(world: World, client: Client) -> Any:
    issue_rank_letter(recipients=[world.recipient], actor=world.insiders["principal"])
    letter = RankLetter.objects.latest("pk")
    session = client.session
    session[LETTER] = [letter.pk, int(timezone.now().timestamp())]
    session.save()
    return client.get(reverse("recipients:appeal_write"), follow=True)


def _decided_case(world: World, client: Client) -> Any:
    page = client.get(reverse("recipients:case_detail", args=[world.case.public_id]))
    [first, *_others] = page.context["form"].fields["outcome"].choices
    [ground, *_others] = page.context["form"].fields["ground"].choices
    told = {"outcome": first[0], "ground": ground[0]}
    return client.post(reverse("recipients:case_decide", args=[world.case.public_id]), told, follow=True)


def _clause(world: World, client: Client) -> Any:
    address = reverse("recipients:clause_edit", args=[world.draft_criteria.public_id])
    return client.get(f"{address}?perihal=internet", follow=True)


def _identity(world: World, client: Client) -> Any:
    address = reverse("recipients:identity_unmask", args=[world.recipient.public_id])
    return client.post(address, {"purpose": "check_paper"}, follow=True)


def _copied(world: World, client: Client) -> Any:
    return client.post(reverse("portal:request_copy", kwargs=asked(world, world.line_of("principal"))))


# --- proof -------------------------------------------------------------------------------------


def _ticket(world: World, client: Client) -> Any:
    return client.post(reverse("verification:complaint_find"), {"code": world.complaints.plain.code}, follow=True)


def _green(**more: str) -> Way:
    def way(world: World, client: Client) -> Any:
        Report.objects.filter(state="submitted").update(risk=0, risk_facts=[], is_green=True)
        chosen = [str(one) for one in Report.objects.filter(state="submitted").values_list("public_id", flat=True)]
        return client.post(reverse("verification:desk_verify"), {"pilih": chosen, **more}, follow=True)

    return way


def _rejecting(world: World, client: Client) -> Any:
    address = reverse("verification:report_decide", args=[world.lines["donor"].report.public_id])
    return client.post(address, {"decision": "rejected", "reason": "Gawainya lain."}, follow=True)


def _rejected(world: World, client: Client) -> Any:
    report = report_on(
        complete(appoint(promise(world.insiders["donor"], world.school))), actor=world.insiders["principal"]
    )
    address = reverse("verification:verdict_appeal", args=[judged(report, "rejected").public_id])
    return client.get(address, follow=True)


# --- everybody ---------------------------------------------------------------------------------


def _turned_off(_world: World, client: Client) -> Any:
    get_waffle_switch_model().objects.create(name=switches.Switch.COMPLAINTS.value, active=False)
    switches.forget()
    try:
        return client.get(reverse("verification:complaint_write"))
    finally:
        get_waffle_switch_model().objects.all().delete()
        switches.forget()


def _too_often(_world: World, client: Client) -> Any:
    tries = [client.post(reverse("recipients:appeal_code"), REMOTE_ADDR=FLOODING) for _time in range(21)]
    return tries[-1]


def _untold(world: World, client: Client) -> Any:
    User.objects.filter(pk=world.insiders["validator"].user_id).update(person_digest=None)
    return client.get(reverse("accounts:person_tell"), follow=True)


def _own_end(_world: World, client: Client) -> Any:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.get(reverse("portal:my_data_erase"), follow=True)


def _letter_box(_world: World, client: Client) -> Any:
    with override_settings(DEMO=True):
        return client.get(reverse("portal:demo_mail"))


def _push(_world: World, client: Client) -> Any:
    with override_settings(PUSH_PRIVATE_KEY="A" * 42 + "E"):
        return client.get(reverse("portal:message_choices"))


WAYS: dict[tuple[str, str], Way] = {
    ("basket_add", "donor"): _at_school("donations:basket_add"),
    ("basket_detail", "donor"): _page("donations:basket_detail"),
    ("basket_drop", "donor"): _page("donations:basket_drop"),
    ("basket_gift", "donor"): _page("donations:basket_target", "?ke=wilayah"),
    ("basket_jadwal", "donor"): _page("donations:basket_step", step="jadwal"),
    ("basket_pemberi", "donor"): _planned("pemberi"),
    ("basket_summary", "donor"): _planned("ringkasan"),
    ("basket_target", "donor"): _page("donations:basket_target"),
    ("pledge_create", "donor"): _at_school("donations:pledge_create"),
    ("certificate_unknown", "anonymous"): _page("donations:certificate_check", code=UNKNOWN),
    ("device_label_unknown", "anonymous"): _page("donations:device_label", code=UNKNOWN),
    ("slip_questions", "anonymous"): _slip(answered={}),
    ("slip_thanks", "anonymous"): _slip(answered={"arrived": "ya", "was_charged": "tidak", "jawab": "1"}),
    ("slip_answered", "anonymous"): _slip(
        answered={"arrived": "ya", "was_charged": "tidak", "jawab": "1", "again": "1"}
    ),
    ("slip_not_you", "principal"): _page("donations:slip_answer"),
    ("ledger_list", "aggregator"): _page("donations:ledger_list"),
    ("weights_edit", "coordinator"): _draft_weights,
    ("weights_publish", "coordinator"): _proposed_weights("donations:weights_publish"),
    ("weights_send_back", "coordinator"): _proposed_weights("donations:weights_send_back"),
    ("member_invite", "principal"): _page("accounts:member_invite"),
    ("person_tell", "validator"): _untold,
    ("appeal_write", "anonymous"): _letter,
    ("case_decide", "city_supervisor"): _decided_case,
    ("criteria_clause", "coordinator"): _clause,
    ("identity", "principal"): _identity,
    ("recipient_register", "principal"): _page("recipients:recipient_register", "?jenis=murid"),
    ("complaint_status", "anonymous"): _ticket,
    ("desk_confirm", "validator"): _green(),
    ("desk_result", "validator"): _green(pasti="1"),
    ("copy", "principal"): _copied,
    ("my_data_erase", "donor"): _own_end,
    ("report_list", "principal"): _page("verification:report_list"),
    ("report_list", "validator"): _page("verification:report_list"),
    ("report_reject", "validator"): _rejecting,
    ("use_school", "principal"): _page("verification:use_list"),
    ("verdict_appeal", "principal"): _rejected,
    ("message_choices_with_push", "donor"): _push,
    ("demo_mail", "anonymous"): _letter_box,
    ("error", "anonymous"): lambda _world, client: client.get("/tidak-ada/"),
    ("turned_off", "anonymous"): _turned_off,
    ("too_often", "anonymous"): _too_often,
}
FURTHER = [Further(name, role) for name, role in WAYS]
