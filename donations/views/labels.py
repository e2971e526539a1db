"""Stickers as a file, and the public page that their QR leads to."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from donations.actions.print_labels import print_labels
from donations.labels import AT_ONCE, clean_label, labels_pdf, place_of
from donations.models import Device
from donations.policies import only_sides
from donations.school_devices import devices_at
from donations.views.answers import told
from donations.views.handovers import visible_handover
from donations.views.school_devices import own_school
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.limits import limited

ASKED = frozenset({"GET"})
# The form for complaints stands on the floor above; its address is printed on every paper.
TELL = "/lapor/"


@require_GET
def handover_labels(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """All devices of one appointment, for either side."""
    handover = visible_handover(request, public_id)
    request.actor.must(Permission.DEVICE_RECORD)
    only_sides(handover.pledge, request.actor)
    devices = list(Device.objects.filter(allocation__handover=handover).order_by("allocation_id"))
    labels = told(request, lambda: print_labels(devices=devices, of=handover, actor=request.actor))
    if labels is None:
        return redirect("donations:handover_detail", handover.public_id)
    return HttpResponse(labels_pdf(labels, timezone.localdate()), headers=saved_as("label.pdf"))


@require_GET
def school_labels(request: ActorRequest) -> HttpResponse:
    """Devices of the school, `?mulai=` from which one on; ten sheets a file."""
    school = own_school(request)
    devices = devices_at(school).order_by("pk")
    begin = request.GET.get("mulai", "")
    if re.fullmatch(r"[0-9]{1,15}", begin):
        devices = devices.filter(pk__gt=int(begin))
    chosen = list(devices[:AT_ONCE])
    labels = told(request, lambda: print_labels(devices=chosen, of=school, actor=request.actor))
    if labels is None:
        return redirect("donations:school_devices")
    return HttpResponse(labels_pdf(labels, timezone.localdate()), headers=saved_as("label.pdf"))


@require_GET
@limited("label", amount=60, seconds=60, methods=ASKED)
def device_label(request: ActorRequest, code: str) -> HttpResponse:
    """For whoever finds a device: what it is, and how to tell of it. No person, no number; no school."""
    wanted = clean_label(code)
    found = Device.objects.filter(label_code=wanted).first() if wanted else None
    if found is None:
        answer = render(request, "donations/device_label_unknown.html", {"code": code[:40], "tell": TELL}, status=404)
    elif code != wanted:
        return redirect("donations:device_label", wanted)
    else:
        context = {"code": wanted, "place": place_of(found), "tell": f"{TELL}?gawai={wanted}"}
        answer = render(request, "donations/device_label.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
