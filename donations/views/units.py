"""The devices of an appointment, one by one, as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from donations.line_progress import UNIT_WORDS, unit_state
from donations.models import Allocation, Device, Handover, HandoverCertificate
from donations.policies import is_giver, is_taker, why_not_record_device
from donations.shortfalls import never_came
from donations.states import HandoverState
from ksbb.audit import reads
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import Page, page_of
from ksbb.common.tones import tone_of
from recipients.models import Need, NeedClass

UNITS = 50


@dataclass(frozen=True)
class Unit:
    """One device. `whose` is a name for those who may read it and a number for all others; `paper` likewise."""

    number: int
    allocation: Allocation
    device: Device | None
    whose: str
    paper: HandoverCertificate | None

    @property
    def state(self) -> str:
        is_missing: bool = self.allocation.missing  # type: ignore[attr-defined]
        return unit_state(self.allocation.state, self.allocation.need.state, is_missing)

    @property
    def state_words(self) -> str:
        return str(UNIT_WORDS[self.state])

    @property
    def tone(self) -> str:
        return tone_of(self.state)


def units_of(handover: Handover, actor: Actor, *, after: str) -> tuple[list[Unit], Page[Allocation]]:
    """A page of units: five queries, however many there are."""
    page = page_of(_allocations(handover), "id", after=after, size=UNITS)
    before = _allocations(handover).filter(pk__lt=page.rows[0].pk).count() if page.rows else 0
    needs = Need.objects.visible_to(actor).filter(pk__in=[one.need_id for one in page.rows])
    people = needs.values_list("pk", "recipient_id", "recipient__region", "recipient__full_name")
    names = {}
    for need, person, region, name in people:
        names[need] = name
        reads.notice(person, region)
    devices = {one.allocation_id: one for one in Device.objects.filter(allocation__in=page.rows)}
    papers = HandoverCertificate.objects.visible_to(actor).filter(device__in=devices.values(), voided_at__isnull=True)
    by_device = {paper.device_id: paper for paper in papers}
    units = []
    for number, one in enumerate(page.rows, start=before + 1):
        device = devices.get(one.pk)
        paper = by_device.get(device.pk) if device else None
        units.append(Unit(number, one, device, names.get(one.need_id) or anonymous(one, number), paper))
    return units, page


def _allocations(handover: Handover) -> QuerySet[Allocation]:
    return Allocation.objects.filter(handover=handover).select_related("line", "need").annotate(missing=never_came())


def anonymous(allocation: Allocation, number: int) -> str:
    """Murid #1, Guru #2: enough to tell two devices apart."""
    teacher = allocation.line.need_class == NeedClass.TEACHER_COMPUTER
    return (_("Guru #%(number)s") if teacher else _("Murid #%(number)s")) % {"number": number}


def may_record(handover: Handover, actor: Actor, allocation: Allocation | None) -> bool:
    """Whether the data of the devices can still be written, and by this reader."""
    side = is_giver(handover.pledge, actor) or is_taker(handover.pledge, actor)
    return (
        side
        and actor.may(Permission.DEVICE_RECORD)
        and handover.state == HandoverState.PLANNED
        and (allocation is None or why_not_record_device(allocation) is None)
    )
