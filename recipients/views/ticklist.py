"""The quick tick-list after an upload."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from recipients.actions.record_circumstances import record_circumstances
from recipients.forms.listing import conceal, reveal
from recipients.forms.ticking import TickList
from recipients.models import Recipient
from recipients.views.notice import after_notice

PAGE_SIZE = 25


@require_http_methods(["GET", "POST"])
@after_notice
def ticklist(request: ActorRequest) -> HttpResponse:
    """People of the own school who lack device or consent. The answer to a POST is the next page of those who still do."""
    request.actor.must(Permission.RECIPIENT_REGISTER)
    mine = Recipient.objects.visible_to(request.actor).filter(school__organisation=request.actor.organisation_id)
    open_ones = mine.incomplete().select_related("circumstances")
    if request.method == "POST":
        asked = open_ones.filter(public_id__in=request.POST.getlist("orang")[:PAGE_SIZE]).order_by("full_name", "id")
        ticks = TickList(list(asked), request.POST)
        if ticks.is_valid():
            _save(request, ticks)
            return redirect("recipients:ticklist")
        return _page(request, open_ones.count(), ticks, "")
    page = page_of(open_ones, "full_name", "id", after=reveal(request.GET.get(PARAMETER, "")), size=PAGE_SIZE)
    return _page(request, open_ones.count(), TickList(page.rows), conceal(page.after))


def _page(request: ActorRequest, left: int, ticks: TickList, after: str) -> HttpResponse:
    return render(request, "recipients/ticklist.html", {"left": left, "ticks": ticks, "after": after})


def _save(request: ActorRequest, ticks: TickList) -> None:
    answers = ticks.answers()
    if not answers:
        messages.info(request, _("Belum ada yang dicentang, jadi tidak ada yang disimpan."))
        return
    people = Recipient.objects.visible_to(request.actor).filter(pk__in=list(answers))
    before = people.eligible().count()
    saved = record_circumstances(answers=answers, actor=request.actor)
    eligible = people.eligible().count() - before
    text = ngettext("%(count)s orang disimpan.", "%(count)s orang disimpan.", saved) % {"count": saved}
    if eligible > 0:
        text += " " + _("%(count)s di antaranya kini layak dan kebutuhannya tercatat.") % {"count": eligible}
    messages.success(request, text)
