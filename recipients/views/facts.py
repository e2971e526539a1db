"""What offices said of people: whom a school must look at, and on the page of one person who said what, as of when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from recipients.actions.review_facts import review_facts
from recipients.models import OfficialFact, Recipient


@require_GET
@people_shown(Read.Kind.LIST)
def fact_list(request: ActorRequest) -> HttpResponse:
    """Oldest first: who waits longest for a look stands on top."""
    request.actor.must(Permission.RECIPIENT_VIEW)
    facts = OfficialFact.objects.visible_to(request.actor).alarming().select_related("recipient__school")
    page = page_of(facts, "id", after=request.GET.get(PARAMETER, ""))
    context = {"facts": page.rows, "after": page.after}
    return render(request, "recipients/fact_list.html", context)


@require_POST
def fact_review(request: ActorRequest, public_id: UUID) -> HttpResponse:
    people = Recipient.objects.visible_to(request.actor).select_related("school")
    recipient = get_object_or_404(people, public_id=public_id)
    if review_facts(recipient=recipient, actor=request.actor):
        messages.success(request, _("Tercatat: sekolah sudah memeriksa, orangnya masih di sini."))
    return redirect("recipients:recipient_detail", public_id)


def told_of(recipient: Recipient) -> dict[str, list[Any]]:
    """For the person's page: `told`, newest day first; of these `alarms`, at which the school is to look; and `asked`, the
    lists on which the person stands without an answer: to whom the data may have gone (UU 27/2022 art. 7)."""
    told = list(recipient.official_facts.order_by("-as_of", "-pk")[:20])
    alarms = list(recipient.official_facts.alarming()) if told else []
    lines = recipient.check_lines.filter(is_answered=False).select_related("batch").order_by("-pk")[:20]
    return {"told": told, "alarms": alarms, "asked": [line.batch for line in lines]}
