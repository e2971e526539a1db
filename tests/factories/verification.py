"""Reports and their photos, made by the same actions that people use."""

from __future__ import annotations

import io
from itertools import count
from random import Random
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from donations.models import Handover
from ksbb.accounts.acting import actor_of
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.photos import CleanPhoto, clean_photo
from schools.models import School
from tests.factories.accounts import MembershipFactory, organisation_for
from tests.factories.donations import appoint, complete, people_at, promise, school_at
from verification.actions.decide import decide
from verification.actions.process_photo import process_photo
from verification.actions.submit_report import submit_report
from verification.models import Report
from verification.states import ReportState

_numbers = count(1)

# Latitude and longitude as EXIF writes them: 6° 8' 30.5" S, 106° 42' E (Kalideres).
KALIDERES_GPS = {1: "S", 2: (6.0, 8.0, 30.5), 3: "E", 4: (106.0, 42.0, 0.0)}


def photo_file(
    kind: str = "JPEG", *, taken: str = "", gps: dict[int, Any] | None = None, size: tuple[int, int] = (160, 120)
) -> bytes:
    """The bytes of a picture that no other test has; with camera notes when they are given."""
    number = next(_numbers)
    spots = Image.frombytes("RGB", (16, 12), Random(number).randbytes(16 * 12 * 3))
    picture = spots.resize(size, Image.Resampling.BICUBIC)
    ImageDraw.Draw(picture).text((20, 80), str(number), fill="black")
    exif = Image.Exif()
    if taken:
        exif[0x8769] = {0x9003: taken}
    if gps:
        exif[0x8825] = gps
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def photo(**notes: Any) -> CleanPhoto:
    return clean_photo(photo_file(**notes), max_bytes=1_000_000, max_pixels=1_000_000)


def looked_at(photo: Any) -> Any:
    """As the worker leaves it."""
    process_photo(photo)
    photo.refresh_from_db()
    return photo


def member(role: str, organisation: Any = None, codes: tuple[str, ...] = ()) -> Actor:
    """Somebody with a membership in `role`."""
    found = organisation or organisation_for(role, codes)
    return actor_of(MembershipFactory.create(organisation=found, role=Role(role)))


def principal_of(school: School) -> Actor:
    return member("principal", school.organisation)


def handed_over(
    *, school: School | None = None, donor: Actor | None = None, pupils: int = 3, **school_facts: Any
) -> Handover:
    """A handover that took place and is not reported: one tablet of a pledge of one, at a school with open needs."""
    school = school or school_at(**school_facts)
    people_at(school, pupils=pupils)
    return complete(appoint(promise(donor or member("donor"), school)))


def report_on(handover: Handover, *, actor: Actor | None = None, photos: int = 1, **facts: Any) -> Report:
    """A report that waits for a validator."""
    told = {"received_on": timezone.localdate(), **facts}
    return submit_report(
        handover=handover,
        photos=[photo() for _n in range(photos)],
        actor=actor or principal_of(handover.school),
        **told,
    )


def waiting_report(**facts: Any) -> Report:
    return report_on(handed_over(**facts))


def judged(
    report: Report, decision: str = ReportState.VERIFIED, *, actor: Actor | None = None, reason: str = ""
) -> Report:
    """With a verdict of a validator who has no part in it."""
    reason = reason or ("" if decision == ReportState.VERIFIED else "Nomor BAST tidak terbaca.")
    return decide(report=report, decision=decision, reason=reason, actor=actor or member("validator"))
