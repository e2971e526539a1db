"""The first page after signing in: what waits, what comes, how one's own ground stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Handover, Pledge
from donations.states import HandoverState, PledgeState
from ksbb.audit.models import Event
from ksbb.audit.words import sentence
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.portal.duties import tasks_of
from ksbb.portal.task import Task
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, Territory
from recipients.models import CriteriaSet, Recipient
from recipients.states import CriteriaState
from recipients.statistics import Figures, figures, figures_by, figures_of_school
from schools.models import School

PROVINCE_LENGTH = 2


@dataclass(frozen=True)
class Number:
    """A number to know, not to act on."""

    label: str
    value: int
    url: str = ""


@dataclass(frozen=True)
class Area:
    """How one kota or kecamatan of the own ground stands."""

    name: str
    figures: Figures


@dataclass(frozen=True)
class Appointment:
    """Whom one meets, when and where."""

    whom: str
    at: datetime
    place: str
    url: str


@dataclass(frozen=True)
class Happened:
    """One line of the trail as the timeline shows it."""

    at: datetime
    title: str
    who: str


@dataclass(frozen=True)
class Dashboard:
    """Everything the page shows; empty parts are left out."""

    tasks: list[Task]
    numbers: list[Number]
    figures: Figures | None
    areas: list[Area]
    appointments: list[Appointment]
    criteria: list[CriteriaSet]
    happened: list[Happened]


def dashboard_of(actor: Actor) -> Dashboard:
    return Dashboard(
        tasks=tasks_of(actor),
        numbers=_numbers(actor),
        figures=_figures(actor),
        areas=_areas(actor),
        appointments=_appointments(actor),
        criteria=_criteria(actor),
        happened=_happened(actor),
    )


def _figures(actor: Actor) -> Figures | None:
    """Of the own ground, or of the own school."""
    if actor.may(Permission.FIGURES_VIEW):
        return figures(actor.oversees) if actor.oversees else None
    if actor.may(Permission.RECIPIENT_REGISTER):
        school = School.objects.visible_to(actor).first()
        return sum(figures_of_school(school.pk).values(), Figures()) if school else None
    return None


def _areas(actor: Actor) -> list[Area]:
    """The parts of the own ground: kota for a whole province, kecamatan for less; nothing where there is but one."""
    if not actor.may(Permission.FIGURES_VIEW) or not actor.oversees:
        return []
    wide = any(len(code) == PROVINCE_LENGTH for code in actor.oversees)
    found = figures_by(CITY_LENGTH if wide else DISTRICT_LENGTH, actor.oversees)
    names = {area.pk: area.short_name for area in Territory.objects.filter(pk__in=found)}
    areas = [Area(names.get(code, code), sums) for code, sums in found.items()]
    return areas if len(areas) > 1 else []


def _numbers(actor: Actor) -> list[Number]:
    return [*_school_numbers(actor), *_pledge_numbers(actor), *_office_numbers(actor)]


def _school_numbers(actor: Actor) -> list[Number]:
    if not actor.may(Permission.RECIPIENT_REGISTER):
        return []
    registered = Recipient.objects.visible_to(actor).registered().count()
    return [Number(_("Penerima terdaftar"), registered, reverse("recipients:recipient_list"))]


def _pledge_numbers(actor: Actor) -> list[Number]:
    """The giver's own promises by state."""
    if not actor.may(Permission.PLEDGE_CREATE):
        return []
    rows = Pledge.objects.visible_to(actor).order_by().values_list("state").annotate(n=Count("id"))
    counts = dict(rows)
    url = reverse("donations:pledge_list")
    shown = (PledgeState.COMMITTED, PledgeState.FULFILLED)
    return [Number(_("Donasi %(state)s") % {"state": state.label}, counts.get(state, 0), url) for state in shown]


def _office_numbers(actor: Actor) -> list[Number]:
    if not actor.may(Permission.SCHOOL_ACCEPT):
        return []
    schools = School.objects.visible_to(actor)
    url = reverse("schools:school_list")
    return [
        Number(_("Sekolah diterima dalam program"), schools.accepted().count(), url),
        Number(_("Sekolah dalam daftar"), schools.listed().count(), url),
    ]


def _appointments(actor: Actor) -> list[Appointment]:
    """The next three for those who will be there themselves."""
    if actor.oversees or not actor.may(Permission.HANDOVER_VIEW):
        return []
    planned = Handover.objects.visible_to(actor).filter(state=HandoverState.PLANNED, scheduled_for__gte=timezone.now())
    planned = planned.select_related("school", "pledge__donor__organisation").order_by("scheduled_for")[:3]
    return [_appointment(handover, actor) for handover in planned]


def _appointment(handover: Handover, actor: Actor) -> Appointment:
    """The other side's name: a school meets a giver, a giver meets a school."""
    at_home = handover.school.organisation_id == actor.organisation_id
    other = handover.pledge.donor.organisation.name if at_home else handover.school.name
    return Appointment(
        other, handover.scheduled_for, handover.place, reverse("donations:handover_detail", args=[handover.public_id])
    )


# In force, or agreed on and waiting for its day.
_SAID = (CriteriaState.PUBLISHED, CriteriaState.SCHEDULED)


def _criteria(actor: Actor) -> list[CriteriaSet]:
    if not actor.may(Permission.CRITERIA_VIEW):
        return []
    return list(CriteriaSet.objects.visible_to(actor).filter(state__in=_SAID).order_by("kind", "version"))


def _happened(actor: Actor) -> list[Happened]:
    """The newest of the trail, for those who read it; events hold no personal data."""
    if not actor.may(Permission.TRAIL_VIEW):
        return []
    newest = Event.objects.visible_to(actor).order_by("-id")[:6]
    return [Happened(event.at, sentence(event.action, event.facts), str(Role(event.role).label)) for event in newest]
