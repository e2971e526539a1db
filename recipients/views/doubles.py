"""What a person's page tells of cases, of brothers and sisters, and of the school before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from recipients.models import DuplicateCase, Recipient


@dataclass(frozen=True)
class Suspicion:
    """An open case about the person. `other`: the second registration, where it is at the same school."""

    case: DuplicateCase
    is_held: bool
    other: Recipient | None


def doubles_of(recipient: Recipient, actor: Actor) -> dict[str, object]:
    """For the page's context: `suspicions`, `siblings` (how many), `origin` and `continuation` as far as they may be opened."""
    seen = Recipient.objects.visible_to(actor)
    return {
        "suspicions": list(_suspicions(recipient, actor)),
        "siblings": siblings_of(recipient),
        "origin": seen.filter(pk=recipient.origin_id).first() if recipient.origin_id else None,
        "continuation": seen.filter(origin=recipient).first() if recipient.state == "moved" else None,
        "decides_cases": actor.may(Permission.CASE_DECIDE),
    }


def siblings_of(recipient: Recipient) -> int:
    """How many others of the same family card are registered, at whatever school."""
    card = bytes(recipient.household_digest)
    if not card:
        return 0
    return Recipient.objects.registered().filter(household_digest=card).exclude(pk=recipient.pk).count()


def _suspicions(recipient: Recipient, actor: Actor) -> list[Suspicion]:
    """A school is told of the cases in which its person is held, and of those within its own walls; an officer of all."""
    cases = DuplicateCase.objects.open().filter(Q(claimant=recipient) | Q(holder=recipient))
    if not actor.may(Permission.CASE_DECIDE):
        cases = cases.filter(Q(claimant=recipient) | Q(claimant_school=recipient.school, claimant__isnull=False))
    found = []
    for case in cases.select_related("holder", "claimant").order_by("pk"):
        other = case.holder if case.claimant_id == recipient.pk else case.claimant
        same_school = other is not None and other.school_id == recipient.school_id
        found.append(Suspicion(case, case.claimant_id == recipient.pk, other if same_school else None))
    return found
