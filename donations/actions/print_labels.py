"""Stickers are printed: every device gets a code the first time, and keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.labels import Label
from donations.models import Device
from donations.models.codes import new_code
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused

_GIVE = """
UPDATE donations_device device SET label_code = v.code, updated_at = %s
FROM unnest(%s::bigint[], %s::text[]) AS v(id, code) WHERE device.id = v.id AND device.label_code IS NULL
"""


@transaction.atomic
def print_labels(*, devices: Sequence[Device], of: models.Model, actor: Actor) -> list[Label]:
    """In the order of `devices`, which the caller has found for this actor; `of` is what the trail tells it of.

    Two who print at once print the same codes: the rows are held, and whoever comes second reads the first one's. Raises Refused.
    """
    actor.must(Permission.DEVICE_RECORD)
    if not devices:
        raise Refused(_("Belum ada gawai yang datanya dicatat, jadi belum ada label untuk dicetak."))
    keys = [device.pk for device in devices]
    held = Device.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",), no_key=True)
    bare = [pk for pk, code in held.values_list("pk", "label_code") if code is None]
    if bare:
        with connection.cursor() as cursor:
            cursor.execute(_GIVE, [timezone.now(), bare, [new_code() for _device in bare]])
    codes = dict(Device.objects.filter(pk__in=keys).values_list("pk", "label_code"))
    trail.record("labels.printed", of, actor=actor, labels=len(keys))
    return [Label(codes[device.pk] or "", str(device.get_device_type_display())) for device in devices]
