"""The course of a file of devices: a worker reads it, a person looks, a worker applies it, a person may take it back.

    start_stock_file ─▶ rehearse() ─▶ apply_stock_file ─▶ finish() ─▶ withdraw_stock_file
                           └────────────┴─▶ refuse_stock_file

A worker may die at any point: `resume()` goes on where the state says, and nothing of a half-applied file is ever visible.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from donations.models import Device, Intake
from donations.states import DeviceState
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState

# A file of so many rows is not waited for at the screen: whoever uploaded it is told when it is done.
WORTH_A_MESSAGE = 300


def why_not_withdraw(run: ImportRun, changed: Collection[int]) -> str | None:
    """What was built on the file since; `changed`: devices that it changed."""
    if run.state != ImportState.APPLIED:
        return _("Hanya berkas yang sudah diterapkan yang dapat dibatalkan.")
    used = Q(allocation__isnull=False) | ~Q(state=DeviceState.PROMISED) | Q(looked_at=True)
    ours = Device.objects.annotate(looked_at=Exists(Intake.objects.filter(device=OuterRef("pk"))))
    made = ours.filter(used, import_run_id=run.pk).count()
    later = ours.filter(Q(allocation__isnull=False) | Q(updated_at__gt=run.applied_at), pk__in=changed).count()
    if made or later:
        return _(
            "%(count)s gawai dari berkas ini sudah diperiksa, diubah, atau dipasangkan dengan komitmen, jadi berkasnya tidak "
            "dapat dibatalkan. Keluarkan gawai satu per satu dari stok."
        ) % {"count": made + later}
    return None
