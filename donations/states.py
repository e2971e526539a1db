"""The machines between a promise and a handover."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ksbb.common.states import Moves


class PledgeState(models.TextChoices):
    DRAFT = "draft", _("rancangan")
    COMMITTED = "committed", _("dijanjikan")
    FULFILLED = "fulfilled", _("diserahkan")
    EXPIRED = "expired", _("kedaluwarsa")
    WITHDRAWN = "withdrawn", _("ditarik")


PLEDGE_MOVES: Moves = {
    PledgeState.DRAFT: frozenset({PledgeState.COMMITTED, PledgeState.EXPIRED}),
    PledgeState.COMMITTED: frozenset({PledgeState.FULFILLED, PledgeState.WITHDRAWN}),
    PledgeState.FULFILLED: frozenset(),
    PledgeState.EXPIRED: frozenset(),
    PledgeState.WITHDRAWN: frozenset(),
}


class AllocationState(models.TextChoices):
    RESERVED = "reserved", _("dipesan")
    SCHEDULED = "scheduled", _("dijadwalkan")
    HANDED_OVER = "handed_over", _("diserahkan")
    RELEASED = "released", _("dilepas")
    REFUTED = "refuted", _("ditolak validator")


# REFUTED: the validator rejected the proof; the need is open again, the handover stays on record (decision 0003).
ALLOCATION_MOVES: Moves = {
    AllocationState.RESERVED: frozenset({AllocationState.SCHEDULED, AllocationState.RELEASED}),
    AllocationState.SCHEDULED: frozenset(
        {AllocationState.HANDED_OVER, AllocationState.RELEASED, AllocationState.RESERVED}
    ),
    AllocationState.HANDED_OVER: frozenset({AllocationState.REFUTED}),
    AllocationState.RELEASED: frozenset(),
    AllocationState.REFUTED: frozenset(),
}


class HandoverState(models.TextChoices):
    PLANNED = "planned", _("direncanakan")
    DONE = "done", _("diserahkan")
    REPORTED = "reported", _("dilaporkan")
    CANCELLED = "cancelled", _("dibatalkan")


HANDOVER_MOVES: Moves = {
    HandoverState.PLANNED: frozenset({HandoverState.DONE, HandoverState.CANCELLED}),
    HandoverState.DONE: frozenset({HandoverState.REPORTED}),
    HandoverState.REPORTED: frozenset(),
    HandoverState.CANCELLED: frozenset(),
}


class DeviceState(models.TextChoices):
    PROMISED = "promised", _("dijanjikan")
    INSPECTED = "inspected", _("diperiksa")
    HANDED_OVER = "handed_over", _("diserahkan")
    IN_USE = "in_use", _("dipakai")
    DAMAGED = "damaged", _("rusak")
    LOST = "lost", _("hilang")
    STOLEN = "stolen", _("dicuri")
    RETURNED = "returned", _("dikembalikan")
    RETIRED = "retired", _("tidak dipakai lagi")


_TROUBLES = frozenset(
    {DeviceState.DAMAGED, DeviceState.LOST, DeviceState.STOLEN, DeviceState.RETURNED, DeviceState.RETIRED}
)

DEVICE_MOVES: Moves = {
    DeviceState.PROMISED: frozenset({DeviceState.INSPECTED, DeviceState.RETIRED}),
    DeviceState.INSPECTED: frozenset({DeviceState.HANDED_OVER, DeviceState.RETIRED}),
    DeviceState.HANDED_OVER: frozenset({DeviceState.IN_USE, *_TROUBLES}),
    DeviceState.IN_USE: _TROUBLES,
    DeviceState.DAMAGED: frozenset({DeviceState.IN_USE, DeviceState.RETIRED}),
    DeviceState.LOST: frozenset({DeviceState.IN_USE, DeviceState.RETIRED}),
    DeviceState.STOLEN: frozenset({DeviceState.IN_USE, DeviceState.RETIRED}),
    DeviceState.RETURNED: frozenset({DeviceState.IN_USE, DeviceState.RETIRED}),
    DeviceState.RETIRED: frozenset(),
}
