"""How much each school may be promised, and whether it may receive now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.set_cap import set_cap
from donations.actions.set_gate import set_gate
from donations.allowances import standings_of
from donations.forms.allowances import CapForm, GateForm
from donations.models import AllowanceChange
from donations.views.answers import attempt
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import names_of
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from schools.models import School

CHANGES = 20


@require_GET
def allowance_list(request: ActorRequest) -> HttpResponse:
    """The schools with a cap or a closed gate; a few letters of a name, or an NPSN, find any school on the own ground.

    Whoever reads the trail reads it too: a cap and its reason must be found to be checked.
    """
    may_set = request.actor.may(Permission.ALLOWANCE_SET)
    if not may_set:
        request.actor.must(Permission.TRAIL_VIEW)
    words = request.GET.get("cari", "").strip()[:100]
    only_closed = request.GET.get("pintu") == "tertutup"
    schools = _found(School.objects.visible_to(request.actor), words, only_closed=only_closed)
    page = page_of(schools.select_related("district"), "name", "id", after=request.GET.get(PARAMETER, ""))
    context = {
        "rows": standings_of(page.rows),
        "after": page.after,
        "words": words,
        "only_closed": only_closed,
        "may_set": may_set,
    }
    return render(request, "donations/allowance_list.html", context)


def _found(schools: QuerySet[School], words: str, *, only_closed: bool) -> QuerySet[School]:
    if words:
        return schools.filter(Q(name__icontains=words) | Q(npsn=words.upper()))
    if only_closed:
        return schools.filter(gate__is_open=False)
    return schools.filter(Q(gate__is_open=False) | Q(allowances__cap__isnull=False)).distinct()


@require_http_methods(["GET", "POST"])
def allowance_detail(request: ActorRequest, npsn: str) -> HttpResponse:
    """The school reads its own; who sets caps changes them here. Every change stands below with its reason."""
    school = get_object_or_404(School.objects.visible_to(request.actor).select_related("district"), npsn=npsn)
    request.actor.must(Permission.PLEDGE_VIEW)
    typed = request.POST or None
    cap = CapForm(typed if "batas-reason" in request.POST else None, prefix="batas")
    gate = GateForm(typed if "pintu-reason" in request.POST else None, prefix="pintu")
    if request.method == "POST" and _changed(school, cap, gate, request):
        messages.success(request, _("Perubahan disimpan beserta alasannya."))
        return redirect("donations:allowance_detail", school.npsn)
    changes = page_of(
        AllowanceChange.objects.filter(school=school), "-id", after=request.GET.get(PARAMETER, ""), size=CHANGES
    )
    may_name = request.actor.may(Permission.TRAIL_VIEW)
    context = {
        "school": school,
        "standing": standings_of([school])[0],
        "cap": cap,
        "gate": gate,
        "changes": changes.rows,
        "after": changes.after,
        "names": names_of(change.by_id for change in changes.rows) if may_name else {},
        "may_set": request.actor.may(Permission.ALLOWANCE_SET),
    }
    return render(request, "donations/allowance_detail.html", context)


def _changed(school: School, cap: CapForm, gate: GateForm, request: ActorRequest) -> bool:
    """Carry out the form that was sent; what is wrong with it stands on it afterwards."""
    request.actor.must(Permission.ALLOWANCE_SET)
    if cap.is_bound and cap.is_valid():
        act: Callable[[], object] = partial(set_cap, school=school, actor=request.actor, **cap.cleaned_data)
        return attempt(cap, act) is not None
    if gate.is_bound and gate.is_valid():
        act = partial(set_gate, school=school, actor=request.actor, **gate.cleaned_data)
        return attempt(gate, act) is not None
    return False
