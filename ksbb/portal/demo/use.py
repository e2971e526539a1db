"""Afterwards: the demo's school is asked today, a neighbour is late and its gate closed, a device is gone. All of it invented."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from donations.models import Device
from donations.states import DeviceState
from ksbb.authority.actors import SYSTEM
from schools.models import School
from verification.actions.ask_use import ask_use
from verification.actions.lay_use_rounds import lay_use_rounds
from verification.actions.press_use import press_use
from verification.actions.tell_device_case import tell_device_case
from verification.models import DeviceCase, UseRound

WORDS = "Tas berisi tablet tertinggal di angkutan kota sepulang sekolah, sudah ditanyakan ke pengemudinya (contoh)."


def tell(home: School) -> None:
    """At the school of the demo's sign-ins, and at the first others with a verified gift."""
    lay_use_rounds()
    today, first = timezone.localdate(), UseRound.objects.filter(stage=30, state="waiting")
    others = first.exclude(school=home).order_by("-region", "id")
    late = list(others.filter(region__startswith=home.region[:5])[:1]) or list(others[:1])
    UseRound.objects.filter(pk__in=[one.pk for one in late]).update(asks_on=today - timedelta(days=28))
    for days, step in ((28, ask_use), (14, press_use), (0, press_use)):
        step(today=today - timedelta(days=days))
    ours = first.filter(school=home).order_by("id")
    _lose([one.handover_id for one in ours[:2]])
    ours.update(asks_on=today)
    ask_use(today=today)


def _lose(handovers: list[int]) -> None:
    """A device of each is missing, and the Sudin has yet to decide."""
    for handover in handovers:
        device = Device.objects.filter(allocation__handover=handover, state=DeviceState.IN_USE).order_by("pk").first()
        if device is not None:
            tell_device_case(
                device=device, kind=DeviceCase.Kind.LOST, happened_on=timezone.localdate(), text=WORDS, actor=SYSTEM
            )
