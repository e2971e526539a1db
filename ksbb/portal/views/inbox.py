"""The own messages, as they also went out by mail."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from ksbb.accounts.letters import BY_MAIL_ONLY
from ksbb.accounts.requests import ActorRequest
from ksbb.common.paging import PARAMETER, page_of
from ksbb.notifications.actions.mark_read import mark_read
from ksbb.notifications.models import Message
from ksbb.notifications.writing import letter


@dataclass(frozen=True)
class Line:
    """A message as the list shows it."""

    message: Message
    subject: str


@require_http_methods(["GET", "POST"])
def inbox(request: ActorRequest) -> HttpResponse:
    """Newest first. POST `message=<public id>` opens one, `all=1` marks all as read."""
    own = Message.objects.visible_to(request.actor).exclude(kind__in=BY_MAIL_ONLY)
    if request.method == "POST":
        return _read(request)
    page = page_of(own, "-id", after=request.GET.get(PARAMETER, ""))
    context = {
        "lines": [Line(message, letter(message, get_language())[0]) for message in page.rows],
        "unread": own.filter(read_at=None).exists(),
        "after": page.after,
        "is_first": PARAMETER not in request.GET,
    }
    return render(request, "portal/inbox.html", context)


def _read(request: ActorRequest) -> HttpResponse:
    own = Message.objects.visible_to(request.actor)
    if "all" in request.POST:
        mark_read(messages=own, actor=request.actor)
        return redirect("portal:inbox")
    try:
        public_id = UUID(request.POST.get("message", ""))
    except ValueError as error:
        raise Http404 from error
    message = get_object_or_404(own, public_id=public_id)
    mark_read(messages=own.filter(pk=message.pk), actor=request.actor)
    return redirect(message.path or "portal:inbox")
