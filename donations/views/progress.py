"""How far a gift has come, as facts that everybody who sees it may read, and what the reader may do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.line_progress import LineProgress
from donations.models import Condition, Handover, HandoverCertificate, Pledge
from donations.policies import (
    is_giver,
    is_taker,
    ready_units,
    unready_units,
    why_not_hand_over,
    why_not_issue,
    why_not_void,
    why_not_withdraw_pledge,
)
from donations.policies_handover import why_not_open_code
from donations.policies_promise import why_not_split
from donations.states import HandoverState, PledgeState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission

# After how many days in use the school is asked (design, section 3).
USE_REPORTS = (30, 90, 180)
_INSPECTED = (
    gettext_lazy("Diperiksa"),
    gettext_lazy("Gawai bekas lolos pemeriksaan kelayakan; tanpa itu tidak dapat dijadwalkan."),
)


@dataclass(frozen=True)
class Step:
    """One line of components/steps.html."""

    label: str
    state: str
    text: str = ""


@dataclass(frozen=True)
class Way:
    """Something the reader may do now. `main` is the one that carries the gift on, `danger` what takes it back."""

    label: str
    url: str
    icon: str
    main: bool = False
    danger: bool = False


def is_inspected(pledge: Pledge, lines: Iterable[LineProgress]) -> bool | None:
    """Whether every used device of the gift has passed its inspection; None where nothing has to."""
    if not any(one.line.condition == Condition.USED for one in lines):
        return None
    return not unready_units(pledge).exists()


def steps_of(
    pledge: Pledge,
    handover: Handover | None,
    *,
    papers: Iterable[HandoverCertificate],
    is_proven: bool,
    inspected: bool | None = None,
) -> list[Step]:
    """The line from promise to proof; empty for a gift that was taken back. `inspected`: see is_inspected."""
    if pledge.state in (PledgeState.WITHDRAWN, PledgeState.EXPIRED):
        return []
    state = handover.state if handover is not None else ""
    done = (HandoverState.DONE, HandoverState.REPORTED)
    reached = [
        True,
        *([True] if pledge.accepted_at else []),
        *([inspected or bool(state)] if inspected is not None else []),
        bool(state),
        any(paper.voided_at is None for paper in papers) or state in done,
        state in done,
        state == HandoverState.REPORTED,
        is_proven,
    ]
    labels = (
        (_("Dijanjikan"), _("Unitnya dipesan untuk sekolah ini; tidak dapat diambil donatur lain.")),
        *([(_("Sekolah siap menerima"), "")] if pledge.accepted_at else []),
        *([_INSPECTED] if inspected is not None else []),
        (_("Dijadwalkan"), _("Hari, jam, dan tempat serah terima disepakati.")),
        (_("Data gawai dan berita acara"), _("Merek, tipe, dan IMEI atau nomor seri dicatat; BAST diterbitkan.")),
        (_("Diserahkan"), _("Gawai diterima sekolah, BAST ditandatangani bersama.")),
        (_("Dilaporkan"), _("Sekolah melaporkan penerimaan dengan foto.")),
        (_("Terverifikasi"), _("Validator yang tidak terlibat menyatakan laporannya benar.")),
    )
    first = reached.index(False) if False in reached else len(reached)
    states = ["done"] * first + ["now", *["todo"] * len(reached)]
    steps = [Step(str(label), states[number], str(text)) for number, (label, text) in enumerate(labels)]
    return steps


def ways_of_pledge(pledge: Pledge, handover: Handover | None, actor: Actor) -> list[Way]:
    """What `actor` may do with the gift. `handover` is the one that is planned or took place, if any."""
    ways = []
    ours = is_giver(pledge, actor) or is_taker(pledge, actor)
    if handover is not None:
        url = reverse("donations:handover_detail", args=[handover.public_id])
        ways.append(Way(_("Buka serah terima"), url, "box-seam", main=True))
    elif pledge.state == PledgeState.COMMITTED and ours:
        ways += _ways_to_a_day(pledge, actor)
    ways += _ways_of_devices(pledge, ours, main=not ways)
    ways += _ways_of_change(pledge, actor)
    if is_giver(pledge, actor) and actor.may(Permission.PLEDGE_CREATE) and not why_not_withdraw_pledge(pledge):
        url = reverse("donations:pledge_withdraw", args=[pledge.public_id])
        ways.append(Way(_("Tarik komitmen"), url, "x-circle", danger=True))
    return ways


def _ways_to_a_day(pledge: Pledge, actor: Actor) -> list[Way]:
    """Only where something can go: used devices that no inspection has passed lead to the inspection instead."""
    if not actor.may(Permission.HANDOVER_SCHEDULE) or not ready_units(pledge).exists():
        return []
    url = reverse("donations:handover_schedule", args=[pledge.public_id])
    return [Way(_("Atur jadwal serah terima"), url, "calendar-event", main=True)]


def _ways_of_devices(pledge: Pledge, ours: bool, *, main: bool) -> list[Way]:
    """Which devices they are; used ones have to be inspected before anything can be scheduled."""
    if pledge.state != PledgeState.COMMITTED or not ours:
        return []
    url = reverse("donations:pledge_devices", args=[pledge.public_id])
    return [Way(_("Data gawai"), url, "clipboard-check", main=main)]


def _ways_of_change(pledge: Pledge, actor: Actor) -> list[Way]:
    """While something is still to come: the giver changes or divides it, the school says that it is ready."""
    if pledge.state != PledgeState.COMMITTED:
        return []
    key, ways = [pledge.public_id], []
    if is_taker(pledge, actor) and actor.may(Permission.HANDOVER_SCHEDULE) and pledge.accepted_at is None:
        ways.append(Way(_("Sekolah siap menerima"), reverse("donations:pledge_accept", args=key), "check-circle"))
    if is_giver(pledge, actor) and actor.may(Permission.PLEDGE_CREATE):
        ways.append(Way(_("Ubah komitmen"), reverse("donations:pledge_edit", args=key), "pencil"))
        if not why_not_split(pledge):
            ways.append(Way(_("Pecah ke tanggal lain"), reverse("donations:pledge_split", args=key), "calendar-event"))
    return ways


def may_issue(handover: Handover, actor: Actor) -> bool:
    """Whether the papers can be issued now, and by this reader."""
    ours = is_taker(handover.pledge, actor) and actor.may(Permission.DEVICE_RECORD)
    return ours and why_not_issue(handover) is None


def ways_of_handover(handover: Handover, actor: Actor) -> list[Way]:
    """What `actor` may do with the appointment."""
    pledge, key = handover.pledge, [handover.public_id]
    taker = is_taker(pledge, actor)
    ways = []
    plans = actor.may(Permission.HANDOVER_SCHEDULE) and handover.state == HandoverState.PLANNED
    if is_giver(pledge, actor) and plans and not why_not_open_code(handover):
        ways.append(Way(_("Buka kode untuk sekolah"), reverse("donations:handover_code", args=key), "phone", main=True))
    if taker and actor.may(Permission.HANDOVER_RECORD) and not why_not_hand_over(handover):
        ways.append(Way(_("Catat serah terima"), reverse("donations:hand_over", args=key), "check-circle", main=True))
    if taker and actor.may(Permission.HANDOVER_RECORD) and not why_not_void(handover):
        ways.append(Way(_("Batalkan BAST"), reverse("donations:certificate_void", args=key), "x-circle", danger=True))
    if (taker or is_giver(pledge, actor)) and plans:
        url = reverse("donations:handover_shortfalls", args=key)
        ways.append(Way(_("Ada gawai yang tidak sampai"), url, "dash-circle"))
        ways.append(Way(_("Batalkan jadwal"), reverse("donations:handover_cancel", args=key), "x-circle", danger=True))
    # What takes something back stands last, away from the next step.
    return sorted(ways, key=lambda way: way.danger)
