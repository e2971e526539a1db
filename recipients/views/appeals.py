"""Appeals inside the portal: a school files one, the Sudin's queue, the decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from recipients.actions.decide_appeal import decide_appeal
from recipients.actions.file_appeal import file_appeal
from recipients.actions.open_appeal import open_appeal
from recipients.explaining import steps_of
from recipients.forms.appeals import AppealFilter, AppealForm, DecisionForm
from recipients.models import Appeal, Assessment, Recipient
from recipients.models.appeal import AppealQuerySet
from recipients.rank_policies import why_not_decide_appeal, why_not_file_appeal, why_not_issue_letter
from recipients.states import AppealState
from recipients.views import telling

PAGE_SIZE = 30


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def appeal_file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    recipient = get_object_or_404(Recipient.objects.visible_to(request.actor), public_id=public_id)
    request.actor.must(Permission.APPEAL_FILE)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            appeal = file_appeal(
                recipient=recipient, actor=request.actor, ground=told["ground"], message=told["message"]
            )
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Sanggahan terkirim ke Suku Dinas Pendidikan."))
            return redirect("recipients:appeal_detail", appeal.public_id)
    reason = "" if form.is_bound else _why_not_file(recipient)
    return render(request, "recipients/appeal_file.html", {"form": form, "recipient": recipient, "reason": reason})


def _why_not_file(recipient: Recipient) -> str | None:
    """Told before somebody writes a thousand letters."""
    verdict = Assessment.objects.newest().filter(recipient=recipient).first()
    return why_not_issue_letter(recipient, verdict) or (
        why_not_file_appeal(recipient, verdict.assessed_at) if verdict else None
    )


@require_GET
@people_shown(Read.Kind.LIST)
def appeal_list(request: ActorRequest) -> HttpResponse:
    """The queue: counts first, what is due first comes first."""
    actor = request.actor
    actor.must(Permission.RECIPIENT_VIEW)
    form = AppealFilter(request.GET, actor=actor)
    seen = Appeal.objects.visible_to(actor)
    found = form.filtered(seen).select_related("recipient__school", "criteria")
    context = {
        "form": form,
        "counts": _counts(actor),
        "page": page_of(found, "due_on", "id", after=request.GET.get(PARAMETER, ""), size=PAGE_SIZE),
        "today": timezone.localdate(),
    }
    return render(request, "recipients/appeal_list.html", context)


def _counts(actor: Actor) -> dict[str, int]:
    """Open, late and decided, in one statement."""
    late = Q(state=AppealState.OPEN, due_on__lt=timezone.localdate())
    return Appeal.objects.visible_to(actor).aggregate(
        open=Count("pk", filter=Q(state=AppealState.OPEN)),
        late=Count("pk", filter=late),
        upheld=Count("pk", filter=Q(state=AppealState.UPHELD)),
        rejected=Count("pk", filter=Q(state=AppealState.REJECTED)),
    )


@never_cache
@require_GET
@people_shown(Read.Kind.PERSON)
def appeal_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    appeal = get_object_or_404(_seen(request), public_id=public_id)
    request.actor.must(Permission.RECIPIENT_VIEW)
    context = {
        "appeal": appeal,
        "said": open_appeal(appeal=appeal, actor=request.actor),
        "is_late": appeal.state == AppealState.OPEN and appeal.due_on < timezone.localdate(),
        "then": _verdict_then(appeal),
        "now": Assessment.objects.newest().filter(recipient=appeal.recipient_id).select_related("criteria").first(),
        "situation": telling.situation(appeal.recipient),
        "history": history_of(appeal, request.actor),
    }
    return render(request, "recipients/appeal_detail.html", context)


def _seen(request: ActorRequest) -> AppealQuerySet:
    appeals = Appeal.objects.visible_to(request.actor)
    return appeals.select_related("criteria", "recipient__school", "recipient__circumstances", "recipient__consent")


def _verdict_then(appeal: Appeal) -> dict[str, object] | None:
    """The verdict that is appealed against, clause by clause."""
    verdicts = Assessment.objects.filter(
        recipient=appeal.recipient_id,
        criteria=appeal.criteria_id,
        points=appeal.points,
        is_eligible=appeal.is_eligible,
        assessed_at__lte=appeal.filed_at,
    )
    verdict = verdicts.select_related("criteria").order_by("-assessed_at").first()
    return {"verdict": verdict, "steps": steps_of(verdict)} if verdict else None


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def appeal_decide(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """First the decision and its answer, then what will happen, and only then it is decided."""
    appeal = get_object_or_404(_seen(request), public_id=public_id)
    request.actor.must(Permission.APPEAL_DECIDE)
    form = DecisionForm(request.POST or None)
    if form.is_valid() and form.cleaned_data["confirmed"]:
        told = form.cleaned_data
        try:
            decide_appeal(appeal=appeal, decision=told["decision"], answer=told["answer"], actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        except (StaleState, IllegalMove):
            form.add_error(None, _("Sanggahan ini baru saja diputuskan petugas lain; muat ulang halamannya."))
        else:
            messages.success(
                request, _("Putusan tersimpan. Sekolah diberi tahu, orang tua membacanya dengan kode suratnya.")
            )
            return redirect("recipients:appeal_detail", public_id)
    context = {"appeal": appeal, "form": form, "reason": why_not_decide_appeal(appeal)}
    return render(request, "recipients/appeal_decide.html", context)
