"""What anybody may read of a gift who holds its code: devices, how many, where, when, how far. No person, no device number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from donations.fate import VERIFIED, fate_of
from donations.models import Allocation, Consignment, Donor, Handover, Pledge, PledgeLine, Shortfall, Wish
from donations.models.codes import ALPHABET
from donations.shortfalls import never_came
from donations.states import AllocationState, HandoverState, PledgeState
from ksbb.audit.chain import Link, chain_of
from ksbb.common.tones import tone_of
from ksbb.territories.models import Territory
from recipients.states import PROVEN
from recipients.statistics import figures_of_school

# Fewer needs than this in a school's class would speak of single people (k-anonymity, promise 37).
SMALL_CELL = 5
# What is typed from paper: without signs, and with the letters that look alike put right.
_NOT_A_LETTER = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True)
class Receipt:
    """One gift as the public reads it. `counts` are (words, how many) along the way; `dates` (words, day)."""

    code: str
    what: str
    state: str
    tone: str
    giver: str
    devices: list[tuple[str, int]]
    place: str
    is_place_coarse: bool
    counts: list[tuple[str, int]]
    dates: list[tuple[str, date]]
    chain: list[Link]
    parts: list[str]

    @property
    def digest(self) -> str:
        return self.chain[-1].digest if self.chain else ""

    def link_of(self, digest: str) -> Link | None:
        """The act at which a printed hash was the newest; at least 12 digits of it must be given."""
        wanted = re.sub(r"[^0-9a-f]", "", digest.lower())
        return next((link for link in self.chain if len(wanted) >= 12 and link.digest.startswith(wanted)), None)


def clean_code(typed: str) -> str:
    """The code as it is stored, from whatever somebody typed or scanned; "" when it cannot be one."""
    code = _NOT_A_LETTER.sub("", typed.upper())[:20]
    return code if code and set(code) <= set(ALPHABET) else ""


def receipt_of(typed: str) -> Receipt | None:
    """The receipt of a pledge, a wish or a titipan; None for what is no code of a promise (a draft is none yet)."""
    code = clean_code(typed)
    if not code:
        return None
    pledges = Pledge.objects.exclude(state=PledgeState.DRAFT).exclude(committed_at=None)
    if pledge := pledges.select_related("donor__organisation", "school__district").filter(receipt_code=code).first():
        return _of_pledge(pledge)
    if wish := Wish.objects.select_related("donor__organisation").filter(receipt_code=code).first():
        return _of_wish(wish)
    consignments = Consignment.objects.select_related("donor__organisation", "aggregator")
    found = consignments.filter(receipt_code=code).first()
    return _of_consignment(found) if found else None


def giver_words(donor: Donor, shown_as: str) -> str:
    """A person is never named here, whatever the profile says; an organisation is when it wishes so."""
    wish = shown_as or donor.shown_as
    if donor.kind != Donor.Kind.PERSON and wish == Donor.ShownAs.NAME:
        return donor.organisation.name
    return str(donor.get_kind_display())


def _of_pledge(pledge: Pledge) -> Receipt:
    place, is_coarse = _place_of(pledge)
    handovers = list(Handover.objects.filter(pledge=pledge).order_by("pk"))
    units = Allocation.objects.filter(line__pledge=pledge)
    # What a report named as missing stands beside: no validator refused it.
    judged = units.annotate(missing=never_came()).exclude(state=AllocationState.REFUTED, missing=True)
    states = judged.order_by().values_list("state", "need__state").annotate(count=Count("pk"))
    return Receipt(
        code=pledge.receipt_code,
        what=_("Komitmen untuk sebuah sekolah"),
        state=str(pledge.get_state_display()),
        tone=tone_of(pledge.state),
        giver=giver_words(pledge.donor, pledge.shown_as),
        devices=_devices(pledge),
        place=place,
        is_place_coarse=is_coarse,
        counts=_counts(list(states)) + _short(handovers),
        dates=_dates(pledge, handovers),
        chain=chain_of([pledge, *handovers]),
        parts=[],
    )


def _place_of(pledge: Pledge) -> tuple[str, bool]:
    """The school, or only its kecamatan where fewer than SMALL_CELL of the same class are in need there."""
    classes = set(PledgeLine.objects.filter(pledge=pledge).values_list("need_class", flat=True))
    found = figures_of_school(pledge.school_id)
    district = pledge.school.district.short_name
    if any(found[need_class].needed < SMALL_CELL for need_class in classes):
        return _("sebuah sekolah di %(district)s") % {"district": district}, True
    return f"{pledge.school.name}, {district}", False


def _devices(pledge: Pledge) -> list[tuple[str, int]]:
    """(kind and condition, how many were promised), in the order of the lines."""
    counted: Counter[str] = Counter()
    for line in pledge.lines.order_by("pk"):
        counted[f"{line.get_device_type_display()} ({str(line.get_condition_display()).lower()})"] += line.quantity
    return list(counted.items())


def _counts(states: list[tuple[str, str, int]]) -> list[tuple[str, int]]:
    live = [row for row in states if row[0] not in (AllocationState.RELEASED, AllocationState.REFUTED)]
    handed = [row for row in live if row[0] == AllocationState.HANDED_OVER]
    rows = [
        (_("Dijanjikan"), sum(count for *_s, count in live)),
        (_("Diserahkan"), sum(count for *_s, count in handed)),
        (_("Terverifikasi"), sum(count for _a, need, count in handed if need in PROVEN)),
        (_("Dilepas"), sum(count for state, _n, count in states if state == AllocationState.RELEASED)),
        (_("Ditolak validator"), sum(count for state, _n, count in states if state == AllocationState.REFUTED)),
    ]
    return rows[:3] + [row for row in rows[3:] if row[1]]


def _short(handovers: list[Handover]) -> list[tuple[str, int]]:
    """What was told at the door or in the report, never why: the reasons are for those who take part."""
    told = Counter(Shortfall.objects.filter(handover__in=handovers).values_list("kind", "stage"))
    later = told.pop((Shortfall.Kind.NOT_BROUGHT, Shortfall.Stage.AT_THE_DOOR), 0)
    rows = [(_("Menyusul di lain hari"), later), (_("Tidak sampai"), told.total())]
    return [row for row in rows if row[1]]


def _dates(pledge: Pledge, handovers: list[Handover]) -> list[tuple[str, date]]:
    done = [one.done_at for one in handovers if one.done_at]
    planned = [one.scheduled_for for one in handovers if one.state == HandoverState.PLANNED]
    units = Allocation.objects.filter(line__pledge=pledge, state=AllocationState.HANDED_OVER, need__state__in=PROVEN)
    proven = units.aggregate(at=Max("need__met_at"))
    told = [
        (_("Dijanjikan"), pledge.committed_at),
        (_("Sekolah siap menerima"), pledge.accepted_at),
        (_("Serah terima direncanakan"), planned[-1] if planned else None),
        (_("Diserahkan"), done[-1] if done else None),
        (_("Terverifikasi"), proven["at"]),
        (_("Ditarik"), pledge.withdrawn_at),
        (_("Kedaluwarsa"), pledge.expired_at),
    ]
    return [(words, timezone.localdate(at)) for words, at in told if at]


def _of_wish(wish: Wish) -> Receipt:
    area = Territory.objects.filter(code=wish.region).first() if wish.region else None
    pledges = list(wish.pledges.exclude(state=PledgeState.DRAFT).order_by("pk").values_list("receipt_code", flat=True))
    dates = [
        (_("Dijanjikan"), wish.promised_at),
        (_("Ditarik"), wish.withdrawn_at),
        (_("Kedaluwarsa"), wish.expired_at),
    ]
    return Receipt(
        code=wish.receipt_code,
        what=_("Komitmen yang dipadankan portal"),
        state=str(wish.get_state_display()),
        tone=tone_of(wish.state),
        giver=giver_words(wish.donor, wish.shown_as),
        devices=[(f"{wish.get_device_type_display()} ({str(wish.get_condition_display()).lower()})", wish.quantity)],
        place=" · ".join(
            part for part in (wish.form, area.short_name if area else _("di mana paling dibutuhkan")) if part
        ),
        is_place_coarse=False,
        counts=[(_("Dijanjikan"), wish.quantity), (_("Sudah dipadankan"), wish.placed)],
        dates=[(words, timezone.localdate(at)) for words, at in dates if at],
        chain=chain_of([wish]),
        parts=pledges,
    )


def _of_consignment(found: Consignment) -> Receipt:
    dates = [
        (_("Dititipkan"), found.offered_at),
        (_("Diterima agregator"), found.received_at),
        (_("Ditolak agregator"), found.declined_at),
        (_("Ditarik"), found.withdrawn_at),
    ]
    is_money = found.kind == Consignment.Kind.MONEY
    devices = (
        [(_("Uang untuk membeli gawai"), 1)] if is_money else [(str(found.get_device_type_display()), found.quantity)]
    )
    fate = fate_of(found)
    # Counts only: neither amounts nor schools, for others may have paid for the same devices.
    along = [
        (_("Gawai dibeli") if is_money else _("Diterima agregator"), fate.devices),
        (_("Dialokasikan ke sekolah"), fate.promised),
        (_("Diserahkan"), fate.handed_over),
        (_("Terverifikasi"), fate.stages[VERIFIED]),
    ]
    return Receipt(
        code=found.receipt_code,
        what=pgettext("receipt", "Titipan lewat agregator"),
        state=str(found.get_state_display()),
        tone=tone_of(found.state),
        giver=giver_words(found.donor, found.shown_as),
        devices=devices,
        place=found.aggregator.name,
        is_place_coarse=False,
        counts=along if fate.devices else [],
        dates=[(words, timezone.localdate(at)) for words, at in dates if at],
        chain=chain_of([found]),
        parts=[],
    )
