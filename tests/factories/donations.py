"""Gifts at every step of the line, made by the same actions that people use. All names are invented."""

from __future__ import annotations

import io
import uuid
from datetime import date, timedelta
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from donations.actions.hand_over import hand_over
from donations.actions.inspect_device import inspect_device
from donations.actions.issue_certificates import issue_certificates
from donations.actions.open_code import open_code
from donations.actions.pledge import pledge
from donations.actions.record_device import record_device
from donations.actions.schedule_handover import schedule_handover
from donations.imei import is_imei
from donations.models import Allocation, Condition, Device, DeviceType, Donor, Handover, Intake, Pledge
from donations.offers import Offer
from donations.policies import unready_units
from donations.policies_devices import Findings
from donations.readiness import MANDATORY
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership, Organisation
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.roles import Role
from ksbb.common.photos import CleanPhoto, clean_photo
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.register import register
from recipients.models import NeedClass
from recipients.registration import Registration
from schools.models import School
from tests.factories.territories import area

KALIDERES = "31.73.06.1001"
_numbers = count(1)


def school_at(
    code: str = KALIDERES,
    *,
    form: str = "SMP",
    status: str = "negeri",
    name: str = "",
    accepted: bool = True,
    **facts: object,
) -> School:
    """A school of the programme in the kelurahan `code`, with an organisation of its own."""
    number = next(_numbers)
    name = name or f"{form} Uji {number}"
    return School.objects.create(
        organisation=Organisation.objects.create(kind="school", name=name, region=code),
        npsn=f"T{number:07d}",
        name=name,
        form=form,
        status=status,
        address=f"Jalan Uji No. {number}",
        village=area(code),
        district=area(code[:8]),
        accepted_at=timezone.now() if accepted else None,
        accepted_by_id=0 if accepted else None,
        **facts,
    )


def people_at(school: School, *, pupils: int = 0, teachers: int = 0, fold: bool = True) -> list[int]:
    """Pupils without a device (the first the most urgent) and teachers without a computer; their needs are open."""
    install_first_criteria()
    ids = register(school=school, actor=SYSTEM, people=[*map(_pupil, range(pupils)), *map(_teacher, range(teachers))])
    if fold:
        fold_tallies()
    return ids


def _pupil(number: int) -> Registration:
    return Registration(
        kind="student",
        full_name=f"Murid Rahasia {next(_numbers)}",
        sex="LP"[number % 2],
        birth_date=date(2012, 5, 17),
        class_group="VII-A",
        grade=7,
        circumstances={"device_access": "none", "dtsen_decile": min(10, 1 + number)},
        consent={"relation": "mother", "given_on": date(2026, 7, 1)},
    )


def _teacher(number: int) -> Registration:
    return Registration(
        kind="teacher",
        full_name=f"Guru Rahasia {next(_numbers)}",
        sex="LP"[number % 2],
        birth_date=date(1990, 1, 9),
        circumstances={"device_access": "none", "employment": "honorer", "service_years": max(0, 9 - number)},
    )


def donor_of(actor: Actor, **facts: str) -> Donor:
    """The profile of the organisation that `actor` gives for."""
    found, _made = Donor.objects.get_or_create(
        organisation_id=actor.organisation_id, defaults={"kind": "person", **facts}
    )
    return found


def offer(
    quantity: int = 1, device_type: str = DeviceType.TABLET, *, condition: str = "new", specification: str = ""
) -> Offer:
    """Tablets and phones go to pupils, computers to teachers."""
    pupils = device_type in (DeviceType.TABLET, DeviceType.PHONE)
    need_class = NeedClass.STUDENT_DEVICE if pupils else NeedClass.TEACHER_COMPUTER
    return Offer(need_class, device_type, condition, quantity, specification)


def promise(actor: Actor, school: School, *offers: Offer, key: uuid.UUID | None = None) -> Pledge:
    """A committed pledge of one tablet, or of `offers`."""
    return pledge(
        donor=donor_of(actor),
        school=school,
        offers=offers or (offer(),),
        proposed_on=timezone.localdate() + timedelta(days=7),
        signed_name="Penanda Tangan Uji",
        request_key=key or uuid.uuid4(),
        actor=actor,
    )


def appoint(pledge: Pledge) -> Handover:
    """Used devices pass their inspection first: without it they would stay behind."""
    make_ready(pledge)
    return schedule_handover(
        pledge=pledge, scheduled_for=timezone.now() + timedelta(days=3), place="Ruang guru", actor=SYSTEM
    )


def make_ready(pledge: Pledge) -> list[Device]:
    """Every used device of the pledge is recorded and inspected."""
    units = unready_units(pledge).select_related("line").order_by("pk")
    devices = [record(unit) for unit in units]
    for device in devices:
        inspect(device)
    return devices


def record(allocation: Allocation) -> Device:
    return record_device(
        allocation=allocation,
        brand="Contoh",
        model="Tab 10",
        actor=SYSTEM,
        imei=new_imei() if allocation.line.device_type in (DeviceType.PHONE, DeviceType.TABLET) else "",
        serial_number=f"SN-{next(_numbers)}",
        accessories="Pengisi daya",
    )


def findings(**facts: object) -> Findings:
    """A device that passes everything, or what `facts` say."""
    today = timezone.localdate()
    said: dict[str, object] = {
        "place": Intake.Place.DONOR,
        "outcome": Intake.Outcome.READY,
        "points": dict.fromkeys(MANDATORY, True),
        "grade": "B",
        "battery_percent": 88,
        "system_version": "Contoh OS 14",
        "wiped_by": "Petugas Uji",
        "wipe_method": "Setelan pabrik",
        "wiped_on": today,
        "imei_checked_by": "Petugas Uji",
        "imei_checked_on": today,
    }
    return Findings(**said | facts)  # type: ignore[arg-type]


def inspect(device: Device, actor: Actor = SYSTEM, **facts: object) -> Intake:
    """READY with a photo, or what `facts` say."""
    photo = ContentFile(b"foto", name="tentang.jpg")
    return inspect_device(device=device, found=findings(**facts), actor=actor, about_photo=photo)


def record_all(handover: Handover) -> list[Device]:
    """Every device of the appointment is known by its number; used ones were known before."""
    units = handover.allocations.select_related("line", "device").order_by("pk")
    return [unit.device if unit.line.condition == Condition.USED else record(unit) for unit in units]


def issue_all(handover: Handover) -> Handover:
    record_all(handover)
    issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")
    return handover


def complete(handover: Handover) -> Handover:
    """Papers issued, devices in the school's hands."""
    return confirm(issue_all(handover))


def on_the_day(handover: Handover) -> Handover:
    """The appointment is now."""
    Handover.objects.filter(pk=handover.pk).update(scheduled_for=timezone.now())
    handover.refresh_from_db(fields=["scheduled_for"])
    return handover


def giver_of(handover: Handover) -> Actor:
    """Somebody of the giver's organisation; its first member where it has one."""
    organisation = handover.pledge.donor.organisation
    member = Membership.objects.active().filter(organisation=organisation).order_by("pk").first()
    if member is not None:
        return actor_of(member)
    return Actor(user_id=next(_numbers) + 10_000_000, organisation_id=organisation.pk, role=Role.DONOR)


def opened(handover: Handover) -> str:
    """The digits on the giver's screen, on the day."""
    return open_code(handover=on_the_day(handover), actor=giver_of(handover))


def confirm(handover: Handover, *, actor: Actor = SYSTEM) -> Handover:
    """The papers are signed: the giver opens a code, the school enters it."""
    return hand_over(handover=handover, actor=actor, code=opened(handover))


def complete_on_paper(handover: Handover) -> Handover:
    """Without network: the photo of the BAST that both signed stands for the code."""
    return hand_over(handover=on_the_day(issue_all(handover)), actor=SYSTEM, signed=signed_photo())


def signed_photo() -> CleanPhoto:
    """A picture that no other test has."""
    number, out = next(_numbers), io.BytesIO()
    picture = Image.new("RGB", (160, 120), "white")
    for bit in range(20):
        picture.paste("black" if number >> bit & 1 else "grey", (bit * 8, 0, bit * 8 + 8, 120))
    picture.save(out, "PNG")
    return clean_photo(out.getvalue(), max_bytes=1_000_000, max_pixels=1_000_000)


def new_imei() -> str:
    """A number that no other test has, with a right check digit, of a maker that does not exist."""
    head = f"00{next(_numbers):012d}"
    return next(head + digit for digit in "0123456789" if is_imei(head + digit))
