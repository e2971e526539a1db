"""Why this rank, told to the school and printed for the parents."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.refusals import Refused
from recipients.actions.issue_rank_letter import issue_rank_letter
from recipients.explaining import rank_of
from recipients.forms.ranking import LettersForm
from recipients.models import Appeal, RankLetter, Recipient
from recipients.rank_policies import letter_ends_at


@require_GET
@people_shown(Read.Kind.PERSON)
def recipient_rank(request: ActorRequest, public_id: UUID) -> HttpResponse:
    people = Recipient.objects.visible_to(request.actor).select_related("school")
    recipient = get_object_or_404(people, public_id=public_id)
    letters = RankLetter.objects.visible_to(request.actor).filter(recipient=recipient).order_by("-id")[:3]
    context = {
        "recipient": recipient,
        "rank": rank_of(recipient),
        "appeals": Appeal.objects.visible_to(request.actor).filter(recipient=recipient).order_by("-id")[:5],
        "letters": [(letter, letter_ends_at(letter)) for letter in letters],
    }
    return render(request, "recipients/rank.html", context)


@never_cache
@require_POST
@people_shown(Read.Kind.PAPER)
def rank_letter(request: ActorRequest, public_id: UUID) -> HttpResponse:
    recipient = get_object_or_404(Recipient.objects.visible_to(request.actor), public_id=public_id)
    try:
        pdf = issue_rank_letter(recipients=[recipient], actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("recipients:recipient_rank", public_id)
    return _paper(pdf)


@never_cache
@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PAPER)
def rank_letters(request: ActorRequest) -> HttpResponse:
    """The letters of a class, or of the whole school, in one file."""
    request.actor.must(Permission.APPEAL_FILE)
    form = LettersForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            return _paper(issue_rank_letter(recipients=list(form.chosen()), actor=request.actor))
        except Refused as no:
            form.add_error(None, no.reason)
    return render(request, "recipients/rank_letters.html", {"form": form})


def _paper(pdf: bytes) -> HttpResponse:
    """The file's name tells the day and nothing of a person."""
    name = _("surat-penilaian") + f"-{timezone.localdate():%Y%m%d}.pdf"
    return HttpResponse(pdf, headers=saved_as(name))
