"""An officer of the Sudin says whether two registrations are one person, and what follows."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.models import Membership
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.actions.declare_needs import declare_needs
from recipients.actions.drop_cases import drop_cases
from recipients.actions.move_recipient import move_recipient
from recipients.actions.release_claimants import release_claimants
from recipients.case_policies import may_decide, outcomes_of, why_not_decide
from recipients.models import DuplicateCase, Recipient
from recipients.policies import why_not_withdraw
from recipients.registration import Registration, unpacked
from recipients.states import CASE_MOVES, RECIPIENT_MOVES, CaseState, EndReason, RecipientState
from schools.models import School

Outcome = DuplicateCase.Outcome


@transaction.atomic
def decide_case(*, case: DuplicateCase, outcome: str, ground: str, note: str = "", actor: Actor) -> DuplicateCase:
    """OPEN → DECIDED by compare-and-swap: of two officers at once one decides, the other gets StaleState.

    What follows happens in the same transaction; a Refused (a device is promised, a third person's number) leaves the case
    open. The claim is wiped, `note` is kept sealed, both schools are told without a name.
    """
    actor.must(Permission.CASE_DECIDE)
    if not may_decide(case, actor):
        raise Forbidden("only the Sudin over the second school")
    if outcome not in outcomes_of(case) or ground not in DuplicateCase.Ground.values:
        raise ValueError(f"{case.kind}: {outcome} on {ground}")
    holder, claimant = _lock(case)
    refuse_if(why_not_decide(case, actor))
    claim = unpacked(sealing.unseal(case.claim_sealed)) if bytes(case.claim_sealed) else None
    decided = {"decided_at": timezone.now(), "decided_by_id": actor.user_id}
    move(
        case, CaseState.DECIDED, CASE_MOVES, outcome=outcome, ground=ground, note_sealed=sealing.seal(note), claim_sealed=b"",
        **decided,
    )  # fmt: skip
    trail.record("case.decided", case, actor=actor, outcome=outcome, ground=ground)
    _follow(case, holder, claimant or claim, actor)
    _tell(case)
    return case


def _lock(case: DuplicateCase) -> tuple[Recipient, Recipient | None]:
    """People before cases, in the order of their ids, as everybody locks them."""
    wanted = [pk for pk in (case.holder_id, case.claimant_id) if pk is not None]
    found = {one.pk: one for one in Recipient.objects.filter(pk__in=wanted).select_for_update().order_by("pk")}
    return found[case.holder_id], found.get(case.claimant_id or 0)


def _follow(case: DuplicateCase, holder: Recipient, newcomer: Recipient | Registration | None, actor: Actor) -> None:
    if case.outcome == Outcome.MOVES and newcomer is not None:
        continued = move_recipient(holder=holder, to=case.claimant_school, newcomer=newcomer, actor=actor)
        DuplicateCase.objects.filter(pk=case.pk).update(claimant=continued)
        case.claimant = continued
    elif case.outcome == Outcome.STAYS and isinstance(newcomer, Recipient):
        _withdraw(newcomer, actor)
    if isinstance(newcomer, Recipient):
        release_claimants(recipient_ids=[newcomer.pk])


def _withdraw(claimant: Recipient, actor: Actor) -> None:
    """The second registration of one person goes; the school need not do it."""
    refuse_if(why_not_withdraw(claimant))
    ended = {"ended_at": timezone.now(), "ended_by_id": actor.user_id, "ended_reason": EndReason.DUPLICATE.value}
    move(claimant, RecipientState.WITHDRAWN, RECIPIENT_MOVES, **ended)
    declare_needs(recipient_ids=[claimant.pk])
    drop_cases(recipient_ids=[claimant.pk], actor=actor)
    trail.record("recipient.withdrawn", claimant, actor=actor)


def _tell(case: DuplicateCase) -> None:
    """Both schools; a school that held somebody else never knew and is not told."""
    person = reverse("recipients:recipient_detail", args=[case.holder.public_id])
    wrong_suspicion = case.kind == DuplicateCase.Kind.LIKENESS and case.outcome == Outcome.DIFFERENT
    if case.holder.school_id != case.claimant_school_id and not wrong_suspicion:
        _post(case, case.holder.school, "first", person)
    if case.claimant is not None:
        path = reverse("recipients:recipient_detail", args=[case.claimant.public_id])
    else:
        path = reverse("recipients:recipient_register")
    _post(case, case.claimant_school, "second", path)


def _post(case: DuplicateCase, school: School, side: str, path: str) -> None:
    staff = Membership.objects.active().filter(
        organisation_id=school.organisation_id, role__in=[Role.PRINCIPAL, Role.SCHOOL_OPERATOR]
    )
    outbox.post(
        "recipients/case_decided",
        to=staff.values_list("user_id", flat=True),
        path=path,
        once=f"case_decided:{case.pk}:{side}",
        case=case.name,
        about=case.kind,
        outcome=case.outcome,
        side=side,
    )
