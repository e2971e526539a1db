"""Cases of devices: the school tells, the Sudin decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from donations.models import Device
from donations.school_devices import NEVER_CAME
from donations.states import DeviceState
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.common.states import IllegalMove, StaleState
from verification.actions.decide_device_case import decide_device_case
from verification.actions.tell_device_case import tell_device_case
from verification.forms_cases import DecideForm, TellForm
from verification.models import DeviceCase
from verification.policies_cases import had_part, why_not_decide, why_not_outcome
from verification.states import DeviceCaseState

OPEN, CLOSED = "ditangani", "selesai"
TABS = ((OPEN, gettext_lazy("Ditangani")), (CLOSED, gettext_lazy("Selesai")))
# What can be told of: in the school's or a pupil's hands, or missing there.
HELD = (DeviceState.HANDED_OVER, DeviceState.IN_USE, DeviceState.DAMAGED, DeviceState.LOST, DeviceState.STOLEN)


@require_GET
def device_case_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.USE_VIEW)
    tab = CLOSED if request.GET.get("tampil") == CLOSED else OPEN
    cases = DeviceCase.objects.visible_to(request.actor).select_related("school__district", "device")
    cases = cases.filter(state=DeviceCaseState.OPEN if tab == OPEN else DeviceCaseState.CLOSED)
    order = ("told_at", "id") if tab == OPEN else ("-id",)
    page = page_of(cases, *order, after=request.GET.get(PARAMETER, ""), size=30)
    context = {
        "page": page,
        "tab": tab,
        "tabs": TABS,
        "may_tell": request.actor.may(Permission.DEVICE_CASE_TELL),
        "oversees": bool(request.actor.oversees),
    }
    return render(request, "verification/device_case_list.html", context)


def _ours(actor: Actor) -> QuerySet[Device]:
    """Devices of the own school that are in somebody's hands, or missing there, and in no open case."""
    actor.must(Permission.DEVICE_CASE_TELL)
    told = DeviceCase.objects.filter(device=OuterRef("pk"), state=DeviceCaseState.OPEN)
    return (
        Device.objects.filter(
            ~Exists(told), allocation__line__pledge__school__organisation_id=actor.organisation_id or 0, state__in=HELD
        )
        .exclude(NEVER_CAME)
        .select_related("allocation__need__recipient", "allocation__line__pledge__school")
    )


@require_GET
@people_shown(Read.Kind.LIST)
def device_case_choose(request: ActorRequest) -> HttpResponse:
    """Which device it is."""
    page = page_of(_ours(request.actor), "-id", after=request.GET.get(PARAMETER, ""), size=50)
    return render(request, "verification/device_case_choose.html", {"page": page})


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def device_case_tell(request: ActorRequest, public_id: UUID) -> HttpResponse:
    seen = Device.objects.visible_to(request.actor).select_related("allocation__need__recipient")
    device = get_object_or_404(seen, public_id=public_id)
    request.actor.must(Permission.DEVICE_CASE_TELL)
    if not _ours(request.actor).filter(pk=device.pk).exists():
        messages.info(request, _("Gawai ini sudah dilaporkan, atau tidak lagi di sekolah Anda."))
        return redirect("verification:device_case_list")
    form = TellForm(device, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = tell_device_case(device=device, actor=request.actor, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Terkirim. Suku Dinas akan memeriksanya dan memutuskan akibatnya."))
            return redirect("verification:device_case_detail", case.public_id)
    context = {"device": device, "form": form, "who": device.allocation.need.recipient.shown_name}  # type: ignore[union-attr]
    return render(request, "verification/device_case_tell.html", context)


def _seen(request: ActorRequest, public_id: UUID) -> DeviceCase:
    cases = DeviceCase.objects.visible_to(request.actor).select_related(
        "school__district", "device__allocation__need", "device__allocation__handover"
    )
    return get_object_or_404(cases, public_id=public_id)


@require_GET
def device_case_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    case = _seen(request, public_id)
    decides = request.actor.may(Permission.DEVICE_CASE_DECIDE)
    context = {
        "case": case,
        "decides": decides and case.state == DeviceCaseState.OPEN,
        "why_not": why_not_decide(case, request.actor) if decides else None,
        "history": history_of([case], request.actor),
        "own": case.school.organisation_id == request.actor.organisation_id,
    }
    return render(request, "verification/device_case_detail.html", context)


@require_http_methods(["GET", "POST"])
def device_case_decide(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The form, then what will happen, then the deed."""
    case = _seen(request, public_id)
    request.actor.must(Permission.DEVICE_CASE_DECIDE)
    if had_part(case, request.actor):
        raise Forbidden("four eyes")
    if reason := why_not_decide(case, request.actor):
        messages.info(request, reason)
        return redirect("verification:device_case_detail", case.public_id)
    form = DecideForm(case, request.POST or None)
    shows = request.method == "POST" and form.is_valid() and "ubah" not in request.POST
    if shows and _decided(request, case, form):
        messages.success(request, _("Putusan tercatat dan sekolah diberi tahu."))
        return redirect("verification:device_case_detail", case.public_id)
    shows = shows and not form.errors
    context = {"case": case, "form": form, "shows": shows, "chosen": form.cleaned_data if shows else {}}
    return render(request, "verification/device_case_decide.html", context | _labels(context["chosen"]))


def _decided(request: ActorRequest, case: DeviceCase, form: DecideForm) -> bool:
    """Whether it is done; before it was confirmed only whether it could be."""
    told = {name: form.cleaned_data[name] for name in ("outcome", "replacement", "finding")}
    is_confirmed = form.cleaned_data["confirmed"]
    try:
        refuse_if(why_not_outcome(case, **told))
        if is_confirmed:
            decide_device_case(case=case, actor=request.actor, **told)
    except Refused as no:
        form.add_error(None, no.reason)
    except (StaleState, IllegalMove):
        form.add_error(None, _("Perkara ini baru saja diputuskan rekan Anda. Muat ulang halaman."))
    return is_confirmed and not form.errors


def _labels(chosen: object) -> dict[str, str]:
    if not isinstance(chosen, dict) or not chosen:
        return {}
    return {
        "outcome_label": str(DeviceCase.Outcome(chosen["outcome"]).label),
        "replacement_label": str(DeviceCase.Replacement(chosen["replacement"]).label),
    }
