"""Devices of a school in teachers' hands. All names are invented."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from donations.models import Device, Loan
from ksbb.authority.actors import Actor
from recipients.models import Recipient
from schools.models import School
from tests.factories.donations import appoint, complete, offer, people_at, promise


def lent(giver: Actor, school: School, count: int = 1) -> list[Loan]:
    """`count` new laptops that were handed over for teachers who wait there: each with its first loan."""
    people_at(school, teachers=count)
    handover = complete(appoint(promise(giver, school, offer(count, "laptop"))))
    return list(Loan.objects.filter(device__allocation__handover=handover).order_by("pk"))


def owned(giver: Actor, school: School) -> Device:
    """A tablet that was handed over for a pupil who waits there."""
    handover = complete(appoint(promise(giver, school)))
    return Device.objects.get(allocation__handover=handover)


def colleague(school: School) -> Recipient:
    """One more teacher of the school."""
    [pk] = people_at(school, teachers=1)
    return Recipient.objects.get(pk=pk)


def overdue(loan: Loan, days: int = 1) -> Loan:
    """Its day went by so long ago."""
    Loan.objects.filter(pk=loan.pk).update(due_on=timezone.localdate() - timedelta(days=days))
    loan.refresh_from_db()
    return loan
