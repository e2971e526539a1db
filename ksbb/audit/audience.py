"""Which acts of a thing's history its reader may see: who gives, who receives, who watches over both.

Sentences never hold a name, but some acts would tell a giver of a child's family, or a school that it is looked into.
"""

from __future__ import annotations

from django.db.models import Q

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission

# For offices and those who look over everything: what they do about a school, an aggregator or a giver without telling them.
OFFICE_ONLY = (
    "integrity.",
    "visit.",
    "sample.",
    "sensitive_complaint.",
    "complaint.",
    "photo.",
    "wanted.met",
    "verdict.seen",
)
# For those who stand by the child: no giver reads of a person, a family's answer, or who opened which photo.
NOT_FOR_GIVERS = (
    "recipient.", "consent.", "identity.", "letter.", "appeal.", "verdict.", "case.", "request.", "slip.", "slips.", "loan.",
    "device.lent", "device_case.", "evidence.", "use_photo.", "handover.code_", "handover.signed_paper_opened",
    "certificate.opened", "certificate.forgotten",
)  # fmt: skip


def is_office(actor: Actor) -> bool:
    """Whoever watches over a ground or over everything; SYSTEM too."""
    return bool(actor.oversees) or actor.may(Permission.TRAIL_VIEW)


def readable_by(actor: Actor) -> Q:
    """The condition on events."""
    hidden: list[str] = []
    if not is_office(actor):
        hidden += OFFICE_ONLY
    if actor.may(Permission.PLEDGE_CREATE) and not is_office(actor):
        hidden += NOT_FOR_GIVERS
    if is_office(actor) and not actor.may(Permission.COMPLAINT_SENSITIVE):
        hidden.append("sensitive_complaint.")
    found = Q()
    for prefix in hidden:
        found &= ~Q(action__startswith=prefix)
    return found
