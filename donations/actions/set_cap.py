"""How much a school may be promised is changed, with a reason that stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from donations.models import Allowance, AllowanceChange
from donations.policies_allowance import why_not_set
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if
from recipients.statistics import Figures, figures_of_schools
from schools.models import School


@transaction.atomic
def set_cap(*, school: School, need_class: str, cap: int | None, reason: str, actor: Actor) -> AllowanceChange:
    """Set the cap, or take it away (None). Never below what is promised, on its way or met: then that number is set, and the
    change says what was asked. Raises Refused when nothing would change. Givers who promise at this moment come before or after.
    """
    actor.must(Permission.ALLOWANCE_SET)
    refuse_if(why_not_set(school, reason, actor))
    Allowance.objects.bulk_create(
        [Allowance(school=school, region=school.region, need_class=need_class)], ignore_conflicts=True
    )
    allowance = Allowance.objects.select_for_update(no_key=True).get(school=school, need_class=need_class)
    used = figures_of_schools([school.pk]).get((school.pk, need_class), Figures()).pledged
    after = None if cap is None else max(cap, used)
    if after == allowance.cap:
        raise Refused(_("Batasnya sudah begitu; tidak ada yang berubah."))
    before, allowance.cap = allowance.cap, after
    allowance.save(update_fields=["cap", "updated_at"])
    change = AllowanceChange.objects.create(
        school=school,
        region=school.region,
        kind=AllowanceChange.Kind.CAP,
        need_class=need_class,
        before=before,
        asked=cap,
        after=after,
        reason=reason[:300],
        by_id=actor.user_id,
    )
    trail.record("allowance.changed", allowance, actor=actor, before=before, after=after, need_class=need_class)
    return change
