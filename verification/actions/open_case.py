"""Something does not add up: the one door through which a case is opened, by people and by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Device
from ksbb.accounts.acting import everybody_who_may, watchers_over
from ksbb.accounts.models import Organisation
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.notifications import outbox
from verification.models import IntegrityCase, Report
from verification.states import CaseState

TRIES = 3


@transaction.atomic
def open_case(
    *,
    kind: str,
    key: str,
    actor: Actor,
    organisation: Organisation | None = None,
    report: Report | None = None,
    device: Device | None = None,
    region: str = "",
    facts: Mapping[str, Any] | None = None,
) -> IntegrityCase:
    """The open case of `key`, which a new one becomes only when there is none: call it as often as you like, also at once.

    `kind` is one of IntegrityCase.Kind; `key` names the matter ("visit:17", "photo:ab12…", up to 120 characters, no personal
    number); `facts` are codes and numbers, never a person's name. Whoever finds something without being asked passes SYSTEM.
    Coordinators over the place and the auditors are told of a new one. Raises Forbidden without CASE_OPEN.
    """
    actor.must(Permission.CASE_OPEN)
    for _try in range(TRIES):
        if found := IntegrityCase.objects.filter(key=key, state=CaseState.OPEN).first():
            return found
        case = IntegrityCase(
            kind=kind,
            key=key,
            region=region or _region(report, device, organisation),
            organisation=organisation,
            report=report,
            device=device,
            facts=dict(facts or {}),
            opened_at=timezone.now(),
            opened_by_id=actor.user_id,
        )
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:  # somebody else opened it in this very moment, and perhaps closed it again
            continue
        trail.record("integrity.opened", case, actor=actor, kind=kind)
        tell_watchers(case, "opened")
        return case
    raise RuntimeError(f"case {key!r} opens and closes all the time")


def _region(report: Report | None, device: Device | None, organisation: Organisation | None) -> str:
    for thing in (report, device, organisation):
        if thing is not None and thing.region:
            return thing.region
    return ""


def tell_watchers(case: IntegrityCase, step: str) -> None:
    """Everybody who may close it: the auditors, and the coordinators over the place."""
    if case.region:
        to = {*watchers_over(case.region, Role.COORDINATOR), *watchers_over(case.region, Role.AUDITOR)}
    else:
        to = set(everybody_who_may(Permission.CASE_CLOSE))
    outbox.post(
        f"verification/case_{step}",
        to=to - {case.opened_by_id if step == "opened" else case.closed_by_id},
        path=reverse("verification:case_detail", args=[case.public_id]),
        once=f"case_{step}:{case.pk}",
    )
