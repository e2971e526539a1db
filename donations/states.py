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


# A draft expires when its basket is held no longer, a promise when its date is long past and nobody planned a handover.
PLEDGE_MOVES: Moves = {
    PledgeState.DRAFT: frozenset({PledgeState.COMMITTED, PledgeState.EXPIRED}),
    PledgeState.COMMITTED: frozenset({PledgeState.FULFILLED, PledgeState.WITHDRAWN, PledgeState.EXPIRED}),
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
    # An appeal against the rejection was granted and nobody took the need meanwhile: the proof is judged anew.
    AllocationState.REFUTED: frozenset({AllocationState.HANDED_OVER}),
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

# PROMISED, INSPECTED → LOST, STOLEN: on the way to the school.
# INSPECTED → PROMISED: a later look found a fault, or it turned out to be another device than the one that was inspected.
# DAMAGED → HANDED_OVER: repaired before its handover was proven. RETURNED: back with its giver, who writes it down anew to give it.
# LOST → PROMISED: found by its giver before any school had it; LOST → RETURNED: after a report had said that it never came.
DEVICE_MOVES: Moves = {
    DeviceState.PROMISED: frozenset({DeviceState.INSPECTED, DeviceState.LOST, DeviceState.STOLEN, DeviceState.RETIRED}),
    DeviceState.INSPECTED: frozenset(
        {DeviceState.HANDED_OVER, DeviceState.PROMISED, DeviceState.LOST, DeviceState.STOLEN, DeviceState.RETIRED}
    ),
    DeviceState.HANDED_OVER: frozenset({DeviceState.IN_USE, *_TROUBLES}),
    DeviceState.IN_USE: _TROUBLES,
    DeviceState.DAMAGED: frozenset({DeviceState.HANDED_OVER, DeviceState.IN_USE, DeviceState.RETIRED}),
    DeviceState.LOST: frozenset({DeviceState.IN_USE, DeviceState.PROMISED, DeviceState.RETURNED, DeviceState.RETIRED}),
    DeviceState.STOLEN: frozenset({DeviceState.IN_USE, DeviceState.RETIRED}),
    DeviceState.RETURNED: frozenset(),
    DeviceState.RETIRED: frozenset(),
}


class BasketState(models.TextChoices):
    OPEN = "open", _("sedang diisi")
    COMMITTED = "committed", _("dijanjikan")
    DROPPED = "dropped", _("dibatalkan")


# What a basket holds expires by itself (its draft pledges do); what was typed into it stays until it is promised or dropped.
BASKET_MOVES: Moves = {
    BasketState.OPEN: frozenset({BasketState.COMMITTED, BasketState.DROPPED}),
    BasketState.COMMITTED: frozenset(),
    BasketState.DROPPED: frozenset(),
}


class WishState(models.TextChoices):
    OPEN = "open", _("menunggu pemadanan")
    PLACED = "placed", _("sudah dipadankan")
    WITHDRAWN = "withdrawn", _("ditarik")
    EXPIRED = "expired", _("kedaluwarsa")


# Back to OPEN: a pledge that matching had made of it fell through, so its devices wait again.
WISH_MOVES: Moves = {
    WishState.OPEN: frozenset({WishState.PLACED, WishState.WITHDRAWN, WishState.EXPIRED}),
    WishState.PLACED: frozenset({WishState.OPEN}),
    WishState.WITHDRAWN: frozenset(),
    WishState.EXPIRED: frozenset(),
}


class ConsignmentState(models.TextChoices):
    OFFERED = "offered", _("menunggu diterima agregator")
    RECEIVED = "received", _("diterima agregator")
    DECLINED = "declined", _("tidak dapat diterima")
    WITHDRAWN = "withdrawn", _("ditarik")
    EXPIRED = "expired", _("kedaluwarsa")


CONSIGNMENT_MOVES: Moves = {
    ConsignmentState.OFFERED: frozenset(
        {
            ConsignmentState.RECEIVED,
            ConsignmentState.DECLINED,
            ConsignmentState.WITHDRAWN,
            ConsignmentState.EXPIRED,
        }
    ),
    ConsignmentState.RECEIVED: frozenset(),
    ConsignmentState.DECLINED: frozenset(),
    ConsignmentState.WITHDRAWN: frozenset(),
    ConsignmentState.EXPIRED: frozenset(),
}


class MatchingState(models.TextChoices):
    ASKED = "asked", _("sedang dihitung")
    PROPOSED = "proposed", _("menunggu persetujuan")
    CONFIRMED = "confirmed", _("disetujui")
    DROPPED = "dropped", _("tidak dipakai")
    FAILED = "failed", _("gagal dihitung")


# CONFIRMED may be in part: each line says for itself what became of it.
MATCHING_MOVES: Moves = {
    MatchingState.ASKED: frozenset({MatchingState.PROPOSED, MatchingState.FAILED, MatchingState.DROPPED}),
    MatchingState.PROPOSED: frozenset({MatchingState.CONFIRMED, MatchingState.DROPPED, MatchingState.ASKED}),
    MatchingState.CONFIRMED: frozenset(),
    MatchingState.DROPPED: frozenset(),
    MatchingState.FAILED: frozenset({MatchingState.ASKED}),
}


class LineState(models.TextChoices):
    PROPOSED = "proposed", _("diusulkan")
    APPLIED = "applied", _("diterapkan")
    MOVED = "moved", _("diusulkan ulang")
    LEFT_OUT = "left_out", _("tidak disetujui")


# MOVED: the needs had gone to others when it was applied; the devices wait for the next run.
LINE_MOVES: Moves = {
    LineState.PROPOSED: frozenset({LineState.APPLIED, LineState.MOVED, LineState.LEFT_OUT}),
    LineState.APPLIED: frozenset(),
    LineState.MOVED: frozenset(),
    LineState.LEFT_OUT: frozenset(),
}


class WeightsState(models.TextChoices):
    DRAFT = "draft", _("rancangan")
    PROPOSED = "proposed", _("diusulkan")
    PUBLISHED = "published", _("berlaku")
    RETIRED = "retired", _("tidak berlaku")


WEIGHTS_MOVES: Moves = {
    WeightsState.DRAFT: frozenset({WeightsState.PROPOSED}),
    WeightsState.PROPOSED: frozenset({WeightsState.PUBLISHED, WeightsState.DRAFT}),
    WeightsState.PUBLISHED: frozenset({WeightsState.RETIRED}),
    WeightsState.RETIRED: frozenset(),
}


class LicenceState(models.TextChoices):
    VALID = "valid", _("berlaku")
    WARNED = "warned", _("diberi peringatan")
    SUSPENDED = "suspended", _("dibekukan")
    REVOKED = "revoked", _("dicabut")


# Permensos 8/2021, article 27: up to three warnings, then suspension, then revocation, which is final.
LICENCE_MOVES: Moves = {
    LicenceState.VALID: frozenset({LicenceState.WARNED, LicenceState.SUSPENDED, LicenceState.REVOKED}),
    LicenceState.WARNED: frozenset({LicenceState.VALID, LicenceState.SUSPENDED, LicenceState.REVOKED}),
    LicenceState.SUSPENDED: frozenset({LicenceState.VALID, LicenceState.WARNED, LicenceState.REVOKED}),
    LicenceState.REVOKED: frozenset(),
}
