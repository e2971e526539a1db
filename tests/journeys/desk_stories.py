"""What waits at the validator's desk one morning: reports of one school, each with a story of its own."""

from __future__ import annotations

import io
from dataclasses import dataclass
from random import Random

from django.utils import timezone
from PIL import Image

from benchmarks._pictures import DISGUISES, picture
from donations.actions.settle import Missing
from donations.models import Handover
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership, User
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.photos import CleanPhoto, clean_photo
from recipients.actions.fold_tallies import fold_tallies
from schools.models import School
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.donations import appoint, complete, offer, people_at, promise
from tests.factories.verification import judged, member
from tests.verification.test_desk_risk import answered
from verification.actions.submit_report import submit_report
from verification.actions.weigh_reports import weigh_reports
from verification.models import Report

# Bandung: 120 km from any school of Jakarta.
FAR_AWAY: dict[int, object] = {1: "S", 2: (6.0, 54.0, 0.0), 3: "E", 4: (107.0, 36.0, 0.0)}


@dataclass(frozen=True)
class Morning:
    """The waiting reports. `copied` shows another report's photo, mirrored and taken far away; of `partial` one of two devices did
    not come; of `unconfirmed` no guardian has answered; in the `green` ones, the oldest first, no check found anything."""

    donor: User
    copied: Report
    partial: Report
    unconfirmed: Report
    green: list[Report]


def a_morning(school: School, principal: User) -> Morning:
    """Giver and school were proven before."""
    donor = member("donor")
    teller = actor_of(Membership.objects.get(user=principal))
    people_at(school, pupils=8)
    judged(_told(_given(donor, school), teller, _photo(1)))
    green = [_told(_given(donor, school), teller, _photo(seed)) for seed in (2, 3)]
    partial = _told(_given(donor, school, devices=2), teller, _photo(4), missing="Hanya satu di kardus.")
    unconfirmed = _told(_given(donor, school), teller, _photo(5))
    green.append(_told(_given(donor, school), teller, _photo(6)))
    copied = _told(_given(donor, school), teller, _photo(1, disguise="mirrored", gps=FAR_AWAY))
    for report in (*green, partial, copied):
        answered(report, arrived=True)
    weigh_reports([report.pk for report in (*green, partial, unconfirmed, copied)])
    fold_tallies()
    return Morning(User.objects.get(pk=donor.user_id), copied, partial, unconfirmed, green)


def another_validator(name: str, email: str, *, same_person_as: User | None = None) -> User:
    """Of the same office as the first; `same_person_as` has a second account, under which the same person works at a school."""
    user = UserFactory.create(email=email, full_name=name)
    office = Membership.objects.filter(role=Role.VALIDATOR).earliest("pk").organisation
    MembershipFactory.create(user=user, organisation=office, role=Role.VALIDATOR)
    if same_person_as is not None:
        digest = User.objects.values_list("person_digest", flat=True).get(pk=user.pk)
        User.objects.filter(pk=same_person_as.pk).update(person_digest=digest)
    return user


def _given(donor: Actor, school: School, *, devices: int = 1) -> Handover:
    return complete(appoint(promise(donor, school, offer(devices))))


def _told(handover: Handover, teller: Actor, photo: CleanPhoto, *, missing: str = "") -> Report:
    last = handover.allocations.order_by("pk").last()
    assert last is not None
    gone = {last.public_id: Missing("not_brought", missing)} if missing else {}
    today = timezone.localdate()
    return submit_report(handover=handover, received_on=today, photos=[photo], actor=teller, missing=gone)


def _photo(seed: int, *, disguise: str = "", gps: dict[int, object] | None = None) -> CleanPhoto:
    drawn = picture(seed)
    drawn = DISGUISES[disguise](drawn, Random(seed)) if disguise else drawn
    exif, out = Image.Exif(), io.BytesIO()
    if gps:
        exif[0x8825] = gps
    drawn.save(out, "JPEG", quality=85, exif=exif)
    return clean_photo(out.getvalue(), max_bytes=10_000_000, max_pixels=20_000_000)
