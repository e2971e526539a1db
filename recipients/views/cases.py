"""The Sudin's queue of people who may be registered twice, and one case with both sides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from recipients.actions.decide_case import decide_case
from recipients.case_policies import covers, may_decide, why_not_decide
from recipients.case_sheet import sheet_of
from recipients.forms.cases import DecisionForm
from recipients.models import DuplicateCase
from recipients.models.case import CaseQuerySet
from recipients.states import CaseState

PAGE_SIZE = 30
OPEN, OVERDUE, DECIDED, DROPPED = "menunggu", "lewat", "diputus", "gugur"
# name in the address → label, order; what waits longest comes first, what was decided last comes first
TABS = {
    OPEN: (gettext_lazy("Menunggu"), ("due_on", "id")),
    OVERDUE: (gettext_lazy("Lewat tenggat"), ("due_on", "id")),
    DECIDED: (gettext_lazy("Diputuskan"), ("-id",)),
    DROPPED: (gettext_lazy("Gugur"), ("-id",)),
}


@require_GET
@people_shown(Read.Kind.LIST)
def case_list(request: ActorRequest) -> HttpResponse:
    """`?tampil=` one of TABS, `?jenis=` number or likeness."""
    request.actor.must(Permission.CASE_DECIDE)
    tab = request.GET.get("tampil", OPEN)
    tab = tab if tab in TABS else OPEN
    kind = request.GET.get("jenis", "")
    seen = DuplicateCase.objects.visible_to(request.actor)
    cases = seen.filter(kind=kind) if kind in DuplicateCase.Kind.values else seen
    shown = cases.filter(_tab(tab)).select_related("claimant_school", "holder__school")
    after = request.GET.get(PARAMETER, "")
    page = page_of(shown, *TABS[tab][1], after=after, size=PAGE_SIZE)
    context = {
        "tabs": [
            (name, label, count) for (name, (label, _order)), count in zip(TABS.items(), _counts(cases), strict=True)
        ],
        "tab": tab,
        "kind": kind,
        "kinds": [("", _("Semua")), *DuplicateCase.Kind.choices],
        "page": page,
        "rows": [(case, may_decide(case, request.actor)) for case in page.rows],
        "after": after,
        "today": timezone.localdate(),
    }
    return render(request, "recipients/case_list.html", context)


def _tab(tab: str) -> Q:
    late = Q(state=CaseState.OPEN, due_on__lt=timezone.localdate())
    states = {OPEN: CaseState.OPEN, DECIDED: CaseState.DECIDED, DROPPED: CaseState.DROPPED}
    return late if tab == OVERDUE else Q(state=states[tab])


def _counts(cases: CaseQuerySet) -> list[int]:
    """How many in each of TABS, in one statement."""
    found = cases.aggregate(**{tab: Count("pk", filter=_tab(tab)) for tab in TABS})
    return [found[tab] for tab in TABS]


def _seen(request: ActorRequest, public_id: UUID) -> DuplicateCase:
    cases = DuplicateCase.objects.visible_to(request.actor).select_related(
        "holder__school", "claimant__school", "claimant_school"
    )
    return get_object_or_404(cases, public_id=public_id)


@require_GET
@people_shown(Read.Kind.PERSON)
def case_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    case = _seen(request, public_id)
    return _sheet(request, case, DecisionForm(case=case))


@require_POST
@people_shown(Read.Kind.PERSON)
def case_decide(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """First the page that says what will happen, then, confirmed there, the decision."""
    case = _seen(request, public_id)
    if not may_decide(case, request.actor):
        raise Forbidden("only the Sudin over the second school")
    form = DecisionForm(request.POST, case=case)
    if not form.is_valid():
        return _sheet(request, case, form)
    told = {name: form.cleaned_data[name] for name in ("outcome", "ground", "note")}
    if not form.cleaned_data["confirmed"] and not why_not_decide(case, request.actor):
        chosen = {name: dict(form.fields[name].choices)[told[name]] for name in ("outcome", "ground")}  # type: ignore[attr-defined]
        return render(request, "recipients/case_decide.html", {"case": case, "told": told, "chosen": chosen})
    try:
        decide_case(case=case, actor=request.actor, **told)
    except Refused as no:
        messages.warning(request, no.reason)
    except StaleState:
        messages.warning(request, _("Kasus ini baru saja diputuskan petugas lain. Inilah putusannya."))
    else:
        messages.success(request, _("Putusan tersimpan. Kedua sekolah diberi tahu tanpa nama."))
    return redirect("recipients:case_detail", case.public_id)


def _sheet(request: ActorRequest, case: DuplicateCase, form: DecisionForm) -> HttpResponse:
    actor = request.actor
    context = {
        "case": case,
        "sheet": sheet_of(case, actor),
        "form": form,
        "decides": may_decide(case, actor),
        "why_not": why_not_decide(case, actor),
        "is_late": case.state == CaseState.OPEN and case.due_on < timezone.localdate(),
        "note": sealing.unseal(case.note_sealed),
        "history": history_of(case, actor),
        "other_office": not covers(actor.oversees, case.region),
    }
    return render(request, "recipients/case_detail.html", context)
