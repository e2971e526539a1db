"""Which devices of the papers a school says it has: all ticked at first; taking a tick off asks what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from donations.actions.settle import Missing
from donations.models import Allocation, Handover, Shortfall
from donations.states import AllocationState
from ksbb.authority.actors import Actor
from verification.compared_devices import recipient_label
from verification.forms import ArrivalForm
from verification.reasons import Mark


@dataclass
class Arriving:
    """One device: `gone` when an earlier version of the report named it missing already, which stays; `marks` are what the
    validator wants repaired of it."""

    allocation: Allocation
    recipient: str
    form: ArrivalForm
    gone: Shortfall | None
    marks: Sequence[Mark]


class Arrivals:
    """All devices of a handover, with what was sent about them when there is `data`."""

    def __init__(
        self, handover: Handover, actor: Actor, data: QueryDict | None = None, marks: Sequence[Mark] = ()
    ) -> None:
        self.handover, self.actor, self.data = handover, actor, data
        self.marks = marks

    @cached_property
    def rows(self) -> list[Arriving]:
        """Three queries for however many."""
        handed = self.handover.allocations.filter(state=AllocationState.HANDED_OVER)
        units = handed.select_related("device", "line", "need__recipient").order_by("need__promised_rank", "pk")
        said = self.handover.shortfalls.filter(stage=Shortfall.Stage.REPORTED)
        gone = {one.allocation_id: one for one in said}
        return [self._row(unit, gone.get(unit.pk)) for unit in units]

    def _row(self, unit: Allocation, gone: Shortfall | None) -> Arriving:
        form = ArrivalForm(self.data, prefix=f"gawai-{unit.public_id}")
        wanted = [mark for mark in self.marks if mark.thing == str(unit.device.public_id)]
        return Arriving(unit, recipient_label(unit.need.recipient, self.actor), form, gone, wanted)

    @property
    def asked(self) -> list[Arriving]:
        return [row for row in self.rows if row.gone is None]

    def is_valid(self) -> bool:
        # All of them are asked, so that each shows its own error.
        answers = [row.form.is_valid() for row in self.asked]
        return all(answers)

    @property
    def problem(self) -> str:
        return _("Ada gawai tanpa centang yang belum dijelaskan. Lihat daftar gawai.")

    @property
    def missing(self) -> dict[UUID, Missing]:
        """What this sending adds."""
        return {
            row.allocation.public_id: Missing(row.form.cleaned_data["kind"], row.form.cleaned_data["reason"])
            for row in self.asked
            if not row.form.cleaned_data["arrived"]
        }
