"""The devices of a handover as the validator sees them: promised, on the papers, recorded, reported, and what their numbers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from donations.imei import is_imei
from donations.models import (
    Allocation,
    Condition,
    DeviceNumber,
    HandoverCertificate,
    Intake,
    ReceiptSlip,
    Shortfall,
    WantedDevice,
)
from donations.states import AllocationState
from ksbb.authority.actors import VISITOR, Actor
from ksbb.authority.permissions import Permission
from recipients.models import Recipient, RecipientKind
from verification.models import Report
from verification.oddities import Oddity
from verification.states import ReportState


@dataclass(frozen=True)
class ComparedDevice:
    """A device that changed hands; `recipient` is a name for those who may read it. `gone`: the school says it is not there."""

    allocation: Allocation
    recipient: str
    gone: Shortfall | None = None
    slip: ReceiptSlip | None = None
    oddities: Sequence[Oddity] = ()


@dataclass(frozen=True)
class CountRow:
    """How many of one kind at each of the four stations; `differs` says which of them does not fit the papers."""

    label: str
    promised: int
    papered: int
    recorded: int
    reported: int

    @property
    def cells(self) -> list[tuple[str, int, bool]]:
        labels = (_("Dijanjikan"), _("Di BAST"), _("Dicatat"), _("Dilaporkan"))
        counts = (self.promised, self.papered, self.recorded, self.reported)
        return [(label, count, count != self.papered) for label, count in zip(labels, counts, strict=True)]

    @property
    def differs(self) -> bool:
        return len({self.promised, self.papered, self.recorded, self.reported}) > 1


@dataclass(frozen=True)
class Guardians:
    """What was said on the slips of this handover's pupils."""

    asked: int
    confirmed: int
    denied: int
    charged: int


def compared_devices(report: Report, actor: Actor) -> list[ComparedDevice]:
    """Seven queries for however many."""
    handed = report.handover.allocations.filter(state__in=[AllocationState.HANDED_OVER, AllocationState.REFUTED])
    selected = handed.select_related("device", "line", "need__recipient")
    units = list(selected.order_by("need__promised_rank", "pk"))
    devices = [unit.device.pk for unit in units]
    gone = {one.allocation_id: one for one in _missing(report)}
    slips = {slip.allocation_id: slip for slip in ReceiptSlip.objects.filter(allocation__in=units)}
    wanted = _wanted(devices)
    looked_at = set(Intake.objects.filter(device__in=devices).values_list("device", flat=True))
    return [
        ComparedDevice(
            unit,
            recipient_label(unit.need.recipient, actor),
            gone.get(unit.pk),
            slips.get(unit.pk),
            _odd(
                unit,
                wanted.get(unit.device.pk, ""),
                unit.device.pk in looked_at,
                slips.get(unit.pk),
                taken=report.state != ReportState.REJECTED
                and unit.state == AllocationState.REFUTED
                and unit.pk not in gone,
            ),
        )
        for unit in units
    ]


def _missing(report: Report) -> Iterable[Shortfall]:
    return report.handover.shortfalls.filter(stage=Shortfall.Stage.REPORTED)


def _wanted(devices: Sequence[int]) -> dict[int, str]:
    """Device → why its number is on the list of those looked for (two queries)."""
    numbers = list(DeviceNumber.objects.filter(device__in=devices).values_list("device", "kind", "value"))
    listed = WantedDevice.objects.filter(value__in={value for _d, _k, value in numbers}, lifted_at__isnull=True)
    why = {(one.kind, one.value): one.get_why_display() for one in listed}
    return {device: why[kind, value] for device, kind, value in numbers if (kind, value) in why}


def _odd(unit: Allocation, wanted: str, was_looked_at: bool, slip: ReceiptSlip | None, *, taken: bool) -> list[Oddity]:
    """`taken`: the need went to somebody else before the rejection was looked at anew."""
    device, found = unit.device, []
    if taken:
        whose = recipient_label(unit.need.recipient, VISITOR)
        text = _("Kebutuhan %(whose)s sudah dipenuhi bantuan lain, jadi gawai ini tidak ikut dihitung.")
        found.append(Oddity("taken", text % {"whose": whose}))
    if wanted:
        found.append(Oddity("wanted", _("Ada di daftar gawai yang dicari: %(why)s.") % {"why": wanted}))
    if any(imei and not is_imei(imei) for imei in (device.imei, device.imei2)):
        found.append(Oddity("imei", _("Angka terakhir IMEI tidak cocok.")))
    if device.device_type != unit.line.device_type:
        found.append(
            Oddity("type", _("Yang dijanjikan %(type)s.") % {"type": unit.line.get_device_type_display().lower()})
        )
    if device.condition == Condition.USED and not was_looked_at:
        found.append(Oddity("unseen", _("Gawai bekas tanpa catatan pemeriksaan.")))
    if slip is not None and slip.arrived is False:
        found.append(Oddity("denied", _("Wali menyatakan belum sampai.")))
    if slip is not None and slip.was_charged:
        found.append(Oddity("charged", _("Wali menyatakan dimintai biaya.")))
    return found


def count_rows(report: Report, devices: Sequence[ComparedDevice]) -> list[CountRow]:
    """By kind of device, with the sum below when there are several kinds (two queries)."""
    units = report.handover.allocations.exclude(state=AllocationState.RELEASED).select_related("line")
    promised = Counter(f"{one.line.get_device_type_display()}, {one.line.get_condition_display()}" for one in units)
    papers = HandoverCertificate.objects.filter(
        handover=report.handover, device__isnull=False, voided_at__isnull=True
    ).select_related("device")
    papered = Counter(_kind(paper.device) for paper in papers)
    recorded = Counter(_kind(one.allocation.device) for one in devices)
    reported = Counter(_kind(one.allocation.device) for one in devices if one.gone is None)
    kinds = sorted({*promised, *papered, *recorded})
    rows = [CountRow(kind, promised[kind], papered[kind], recorded[kind], reported[kind]) for kind in kinds]
    if len(rows) > 1:
        sums = (promised.total(), papered.total(), recorded.total(), reported.total())
        rows.append(CountRow(_("Semua"), *sums))
    return rows


def _kind(device: object) -> str:
    return f"{device.get_device_type_display()}, {device.get_condition_display()}"  # type: ignore[attr-defined]


def guardians_of(devices: Sequence[ComparedDevice]) -> Guardians:
    pupils = [
        one for one in devices if one.gone is None and one.allocation.need.recipient.kind == RecipientKind.STUDENT
    ]
    slips = [one.slip for one in pupils if one.slip is not None]
    return Guardians(
        asked=len(pupils),
        confirmed=sum(1 for slip in slips if slip.arrived),
        denied=sum(1 for slip in slips if slip.arrived is False),
        charged=sum(1 for slip in slips if slip.was_charged),
    )


def recipient_label(recipient: Recipient, actor: Actor) -> str:
    """The name for the school and its officers; for everybody else, validators too, the class."""
    if actor.may(Permission.RECIPIENT_VIEW):
        return recipient.shown_name
    if recipient.kind == RecipientKind.TEACHER:
        return _("Guru")
    return _("Murid %(group)s") % {"group": recipient.class_group or recipient.grade or ""}
