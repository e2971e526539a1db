"""The register: a list for the school and those who watch over its ground, and one person's page."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import Entry, history_of
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from recipients.forms.leaving import UnmaskForm
from recipients.forms.listing import RecipientFilter, conceal, reveal
from recipients.models import Assessment, Need, Recipient
from recipients.models.recipient import RecipientQuerySet
from recipients.ranking import place_in_school
from recipients.states import NeedState, RecipientState
from recipients.views import telling
from recipients.views.doubles import doubles_of
from recipients.views.facts import told_of

PAGE_SIZE = 30


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.LIST)
def recipient_list(request: ActorRequest) -> HttpResponse:
    """A POST only turns what was asked for into an address without names in it."""
    actor = request.actor
    actor.must(Permission.RECIPIENT_VIEW)
    if request.method == "POST":
        return redirect(
            f"{reverse('recipients:recipient_list')}?{RecipientFilter(request.POST, actor=actor).address()}"
        )
    form = RecipientFilter.of_address(request.GET, actor=actor)
    order = ("area", "id") if actor.oversees else ("full_name", "id")
    people = with_verdicts(form.filtered(Recipient.objects.visible_to(actor)))
    page = page_of(people, *order, after=reveal(request.GET.get(PARAMETER, "")), size=PAGE_SIZE)
    context = {"form": form, "people": page.rows, "after": conceal(page.after) if page.after else ""}
    context["all_shown"] = not page.after and PARAMETER not in request.GET
    return render(request, "recipients/recipient_list.html", context)


def with_verdicts(people: RecipientQuerySet) -> RecipientQuerySet:
    """With everything that a row shows: school, facts, consent, newest verdict (`verdicts`) and living need (`living`)."""
    living = Need.objects.exclude(state=NeedState.CLOSED)
    return people.select_related("school", "circumstances", "consent").prefetch_related(
        Prefetch("assessments", Assessment.objects.newest().select_related("criteria"), to_attr="verdicts"),
        Prefetch("needs", living, to_attr="living"),
    )


@require_GET
@people_shown(Read.Kind.PERSON)
def recipient_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    people = with_verdicts(Recipient.objects.visible_to(request.actor))
    recipient = get_object_or_404(people, public_id=public_id)
    verdict = recipient.verdicts[0] if recipient.verdicts else None  # type: ignore[attr-defined]
    need = recipient.living[0] if recipient.living else None  # type: ignore[attr-defined]
    is_own = recipient.school.organisation_id == request.actor.organisation_id
    context = {
        "recipient": recipient,
        "is_own": is_own,
        "is_registered": recipient.state == RecipientState.REGISTERED,
        "consent": telling.consent(recipient, is_own=is_own),
        "person": telling.person(recipient),
        "situation": telling.situation(recipient),
        "assessment": verdict,
        "need": need,
        "rank": place_in_school(need) if need else None,
        "history": [*_beginning(recipient), *history_of(recipient, request.actor)],
        "ended": telling.ended(recipient),
        "unmask": UnmaskForm(),
        **told_of(recipient),
        **doubles_of(recipient, request.actor),
    }
    return render(request, "recipients/recipient_detail.html", context)


def _beginning(recipient: Recipient) -> list[Entry]:
    """A person from a file has no event of the own: the file's run has one for all of them."""
    if recipient.import_run_id is None:
        return []
    return [Entry(recipient.created_at, _("Terdaftar lewat unggahan berkas"), "")]
