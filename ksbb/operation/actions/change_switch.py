"""An operator turns a feature on or off."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from waffle import get_waffle_switch_model

from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common import switches
from ksbb.common.after_commit import after_commit
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.switches import SWITCHES, Switch
from ksbb.operation.models import SwitchChange


@transaction.atomic
def change_switch(*, switch: Switch, is_on: bool, reason: str, actor: Actor) -> SwitchChange:
    """In force everywhere within two seconds (public pages that are kept: ten). Refused when it is so already.

    The reason stays with the operators; the trail tells who, when and which feature.
    """
    operator = User.objects.filter(pk=actor.user_id or 0, is_staff=True, is_active=True).first()
    if operator is None or actor.viewer_id:
        raise Forbidden("only operators turn features on and off")
    model = get_waffle_switch_model()
    model.objects.get_or_create(name=switch.value, defaults={"active": SWITCHES[switch].by_default})
    row = model.objects.select_for_update(no_key=True).get(name=switch.value)
    refuse_if(_why_not(reason) or (_("Fitur ini sudah begitu; seseorang lebih dulu.") if row.active == is_on else None))
    row.active = is_on
    row.save()
    change = SwitchChange.objects.create(
        switch=switch.value, is_on=is_on, reason=reason.strip(), changed_by=operator.pk
    )
    if is_on:
        trail.record("switch.turned_on", change, actor=actor, switch=switch.value)
    else:
        trail.record("switch.turned_off", change, actor=actor, switch=switch.value)
    after_commit(switches.forget)
    return change


def _why_not(reason: str) -> str | None:
    return None if len(reason.strip()) >= 10 else _("Tulis alasannya, paling sedikit sepuluh huruf.")
