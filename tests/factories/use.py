"""Use rounds and device cases at every step, made by the same actions that people use."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from donations.models import Device, Handover
from ksbb.authority.actors import SYSTEM, Actor
from recipients.models import NeedClass
from schools.models import School
from tests.factories.donations import appoint, complete, offer, people_at, promise, school_at
from tests.factories.verification import judged, member, photo_file, report_on
from verification.actions.answer_use import answer_use
from verification.actions.ask_use import ask_use
from verification.actions.decide_device_case import decide_device_case
from verification.actions.keep_use_answers import keep_use_answers
from verification.actions.keep_use_photo import keep_use_photo
from verification.actions.open_device_case import open_device_case
from verification.actions.press_use import press_use
from verification.actions.process_photo import process_photo
from verification.models import DeviceCase, UseAnswer, UseRound
from verification.use_answers import SHOWN, Said, due_rounds


def proven(
    devices: int = 1, *, school: School | None = None, donor: Actor | None = None, teachers: int = 0
) -> Handover:
    """A verified handover of so many tablets (or, with `teachers`, of so many laptops for teachers)."""
    school = school or school_at()
    people_at(school, pupils=devices, teachers=teachers)
    asked = offer(teachers, "laptop") if teachers else offer(devices)
    assert asked.need_class in NeedClass.values
    handover = complete(appoint(promise(donor or member("donor"), school, asked)))
    return judged(report_on(handover)).handover


def in_days(days: int) -> date:
    """Counted from today, on which everything here was verified."""
    return timezone.localdate() + timedelta(days=days)


def asked(handover: Handover, *, after: int = 30) -> UseRound:
    """The rounds of everybody whose day has come `after` so many days; that of this handover."""
    ask_use(today=in_days(after))
    return UseRound.objects.filter(handover=handover).exclude(state="waiting").order_by("-stage")[0]


def late(handover: Handover) -> UseRound:
    """Asked after 30 days and never answered: the gate of the school is closed."""
    round_ = asked(handover)
    press_use(today=in_days(44))
    press_use(today=in_days(58))
    round_.refresh_from_db()
    return round_


def say(school: School, actor: Actor, says: str = UseAnswer.Says.IN_USE, *, only: Device | None = None) -> None:
    """Kept, not sent: `says` of one device or of all that are asked for; with the photos that are asked for."""
    answers = UseAnswer.objects.filter(round__in=due_rounds(school))
    chosen = answers.filter(device=only) if only else answers
    note = "" if says in (UseAnswer.Says.IN_USE, UseAnswer.Says.MOVED, UseAnswer.Says.GRADUATED) else "Sejak Oktober."
    keep_use_answers(school=school, said={one.device_id: Said(says, note) for one in chosen}, actor=actor)
    for one in chosen.filter(to_show=True, says__in=SHOWN, photo=None):
        for kept in keep_use_photo(school=school, device=one.device_id, data=photo_file(), actor=actor):
            process_photo(kept)


def answered(school: School, actor: Actor, says: str = UseAnswer.Says.IN_USE) -> list[UseRound]:
    say(school, actor, says)
    return answer_use(school=school, actor=actor)


def case_of(handover: Handover, kind: str = "lost", *, actor: Actor = SYSTEM, source: str = "school") -> DeviceCase:
    """The handover's first device is in trouble."""
    device = Device.objects.filter(allocation__handover=handover).order_by("pk")[0]
    return open_device_case(device=device, kind=kind, source=source, actor=actor, text="Tidak ada di kelas.")


def decided(case: DeviceCase, outcome: str = "gone", replacement: str = "need_again") -> DeviceCase:
    """By a Sudin officer who has no part in it."""
    return decide_device_case(
        case=case,
        outcome=outcome,
        replacement=replacement,
        finding="Sudah dicari bersama polisi, tidak ketemu.",
        actor=member("city_supervisor", codes=(case.region[:5],)),
    )
