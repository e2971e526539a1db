"""A school's gate is closed or opened, with a reason that stays."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from donations.models import AllowanceChange, Gate
from donations.policies_allowance import why_not_set
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if
from ksbb.notifications import outbox
from schools.models import School


@transaction.atomic
def set_gate(*, school: School, is_open: bool, reason: str, actor: Actor) -> AllowanceChange:
    """Raises Refused when it stands so already. What is promised stays promised; a closed gate keeps
    new promises out. The school is told. From then on the gate is a person's: it does not turn by itself.
    """
    actor.must(Permission.ALLOWANCE_SET)
    refuse_if(why_not_set(school, reason, actor))
    Gate.objects.bulk_create([Gate(school=school, region=school.region)], ignore_conflicts=True)
    gate = Gate.objects.select_for_update(no_key=True).get(school=school)
    before = gate.is_open
    if before == is_open and not gate.is_automatic:
        raise Refused(_("Penerimaan bantuan sekolah ini sudah begitu; tidak ada yang berubah."))
    gate.is_open, gate.is_automatic, gate.reason = is_open, False, reason[:300]
    gate.save(update_fields=["is_open", "is_automatic", "reason", "updated_at"])
    change = AllowanceChange.objects.create(
        school=school,
        region=school.region,
        kind=AllowanceChange.Kind.GATE,
        before=int(before),
        asked=int(is_open),
        after=int(is_open),
        reason=reason[:300],
        by_id=actor.user_id,
    )
    trail.record("gate.opened" if is_open else "gate.closed", gate, actor=actor)
    outbox.post(
        "donations/gate_opened" if is_open else "donations/gate_closed",
        to=people_of(school.organisation_id, Permission.HANDOVER_SCHEDULE),
        path=reverse("donations:allowance_detail", args=[school.npsn]),
        once=f"gate:{change.pk}",
    )
    return change
