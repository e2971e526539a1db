"""Gifts at every stage of the line, made by the same actions that people use."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from donations.actions.inspect_device import inspect_device
from donations.actions.issue_certificates import issue_certificates
from donations.actions.pledge import pledge
from donations.actions.record_device import record_device
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.imei import is_imei
from donations.models import Allocation, Condition, Device, DeviceType, Donor, Handover, Intake, Pledge
from donations.offers import Offer
from donations.policies import unready_units
from donations.policies_devices import Findings, places_for
from donations.readiness import MANDATORY
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.photos import CleanPhoto, clean_photo
from ksbb.portal.demo import door
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from schools.models import School
from verification.actions.decide import decide
from verification.actions.submit_report import submit_report
from verification.models import Report
from verification.states import ReportState

# How far each gift has come, in turn; proof is what a visitor wants to see most.
STAGES = (
    "verified", "planned", "verified", "reported", "recorded", "verified", "committed", "done", "verified", "returned",
    "issued", "verified", "rejected", "verified", "withdrawn", "verified",
)  # fmt: skip
ORDER = ("committed", "planned", "recorded", "issued", "done", "reported", "verified")
MODELS = {
    DeviceType.PHONE: ("Contoh", "Ponsel C5"),
    DeviceType.TABLET: ("Contoh", "Tab 10"),
    DeviceType.LAPTOP: ("Rekaan", "Buku 14"),
    DeviceType.PC: ("Rekaan", "Meja 3"),
}


@dataclass(frozen=True)
class Cast:
    """Who acts in the story."""

    donors: tuple[tuple[Donor, Actor], ...]
    validator: Actor
    random: Random


def cast_of(emails: tuple[str, ...], validator: str, random: Random) -> Cast:
    memberships = Membership.objects.select_related("user", "organisation")
    givers = [memberships.get(user__email=email) for email in emails]
    return Cast(
        donors=tuple((Donor.objects.get(organisation=m.organisation), actor_of(m)) for m in givers),
        validator=actor_of(memberships.get(user__email=validator)),
        random=random,
    )


def give(number: int, school: School, cast: Cast) -> Pledge | None:
    """One gift to `school`, brought to the stage that is its turn; None when the school needs nothing."""
    stage = STAGES[number % len(STAGES)]
    donor, actor = cast.donors[number % len(cast.donors)]
    left = figures_of_school(school.pk)
    for_teachers = number % 5 == 4 and left[NeedClass.TEACHER_COMPUTER].open
    need_class = NeedClass.TEACHER_COMPUTER if for_teachers else NeedClass.STUDENT_DEVICE
    quantity = min(left[need_class].open, 1 + number % 3)
    if not quantity:
        return None
    types = (
        (DeviceType.TABLET, DeviceType.PHONE, DeviceType.LAPTOP)
        if need_class == NeedClass.STUDENT_DEVICE
        else (DeviceType.LAPTOP, DeviceType.PC)
    )
    made = pledge(
        donor=donor,
        school=school,
        offers=[
            Offer(
                need_class, types[number % len(types)], Condition.USED if number % 4 == 1 else Condition.NEW, quantity
            )
        ],
        proposed_on=timezone.localdate() + timedelta(days=3 + number % 20),
        signed_name=actor.name,
        request_key=uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{school.npsn}:{number}"),
        actor=actor,
    )
    if stage == "withdrawn":
        return withdraw_pledge(pledge=made, actor=actor, reason="Barang tidak jadi tersedia (contoh).")
    _carry_on(made, stage, number, cast, actor)
    return made


def _carry_on(made: Pledge, stage: str, number: int, cast: Cast, donor: Actor) -> None:
    reached = ORDER.index({"returned": "verified", "rejected": "verified"}.get(stage, stage))
    steps: tuple[Callable[[Handover], object], ...] = (
        lambda handover: _record(handover, number),
        lambda handover: issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Sekolah (contoh)"),
        lambda handover: door.confirm(handover, donor, _paper(number, cast.random)),
        lambda handover: _report(handover, cast.random),
        lambda handover: _decide(handover, stage, cast.validator),
    )
    if reached == 0:
        return
    _make_ready(made, number, cast, donor)
    handover = door.appoint(made, donor, number, today=reached >= ORDER.index("issued"))
    if stage == "recorded":
        door.fall_short(handover, cast.random)
    for step in steps[: reached - 1]:
        handover.refresh_from_db()
        step(handover)


def _make_ready(made: Pledge, number: int, cast: Cast, donor: Actor) -> None:
    """Used devices are recorded and inspected before anybody can make an appointment for them."""
    for index, unit in enumerate(unready_units(made).select_related("line").order_by("pk")):
        device = _record_one(unit, number, index)
        inspect_device(device=device, found=looked_at(donor), actor=donor, about_photo=screen_photo(cast.random))


def looked_at(actor: Actor, **facts: Any) -> Findings:
    """Everything in order, or what `facts` say."""
    day = timezone.localdate()
    said: dict[str, Any] = {
        "place": places_for(actor)[0],
        "outcome": Intake.Outcome.READY,
        "points": dict.fromkeys(MANDATORY, True),
        "grade": "B",
        "battery_percent": 87,
        "system_version": "Contoh OS 14",
        "wiped_by": actor.name,
        "wipe_method": "Setelan pabrik lewat menu pengaturan",
        "wiped_on": day,
        "imei_checked_by": actor.name,
        "imei_checked_on": day,
    }
    return Findings(**said | facts)


def screen_photo(random: Random) -> ContentFile[bytes]:
    return ContentFile(
        clean_photo(drawn_photo(random), max_bytes=10_000_000, max_pixels=10_000_000).jpeg, "tentang.jpg"
    )


def _record(handover: Handover, number: int) -> None:
    new = handover.allocations.filter(line__condition=Condition.NEW).select_related("line")
    for index, allocation in enumerate(new.order_by("pk")):
        _record_one(allocation, number, index)


def _record_one(allocation: Allocation, number: int, index: int) -> Device:
    brand, model = MODELS[DeviceType(allocation.line.device_type)]
    mobile = allocation.line.device_type in (DeviceType.PHONE, DeviceType.TABLET)
    return record_device(
        allocation=allocation,
        brand=brand,
        model=model,
        actor=SYSTEM,
        imei=invented_imei(allocation.pk) if mobile else "",
        serial_number="" if mobile else f"DEMO-{number:04d}-{index}",
        accessories="Pengisi daya",
    )


def invented_imei(number: int) -> str:
    """A number with a right check digit under a type code (00…) that is given to no maker."""
    head = f"00{number:012d}"
    return next(head + digit for digit in "0123456789" if is_imei(head + digit))


def _paper(number: int, random: Random) -> CleanPhoto | None:
    """Every fifth school had no network."""
    return clean_photo(drawn_photo(random), max_bytes=10_000_000, max_pixels=10_000_000) if number % 5 == 3 else None


def _report(handover: Handover, random: Random) -> None:
    submit_report(
        handover=handover,
        received_on=timezone.localdate(),
        photos=[clean_photo(drawn_photo(random), max_bytes=10_000_000, max_pixels=10_000_000)],
        actor=SYSTEM,
        note="Gawai diterima lengkap (contoh).",
    )


def _decide(handover: Handover, stage: str, validator: Actor) -> None:
    reasons = {
        ReportState.RETURNED.value: "Tanda tangan pada BAST tidak terlihat. Foto ulang halaman terakhir BAST (contoh).",
        ReportState.REJECTED.value: "Nomor seri pada foto tidak sama dengan BAST (contoh).",
    }
    report = Report.objects.get(handover=handover)
    decide(report=report, decision=stage, actor=validator, reason=reasons.get(stage, ""))


def drawn_photo(random: Random) -> bytes:
    """A drawing of a device on a signed paper: nobody is in the picture, and no two are alike."""
    picture = Image.new("RGB", (800, 600), tuple(random.randint(120, 220) for _c in range(3)))
    pen = ImageDraw.Draw(picture)
    left, top = random.randint(60, 200), random.randint(40, 140)
    pen.rectangle((left, top, left + 300, top + 400), fill="white", outline="grey", width=3)
    for line in range(9):
        pen.line((left + 30, top + 60 + line * 32, left + random.randint(150, 270), top + 60 + line * 32), "grey", 4)
    x, y = random.randint(330, 480), random.randint(120, 260)
    pen.rounded_rectangle((x, y, x + 260, y + 180), 18, fill="black")
    pen.rounded_rectangle((x + 14, y + 14, x + 246, y + 166), 8, fill=tuple(random.randint(40, 255) for _c in range(3)))
    for _dot in range(60):
        pen.point((random.randint(0, 799), random.randint(0, 599)), "black")
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=80)
    return stream.getvalue()
