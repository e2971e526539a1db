"""Who acts for the own organisation, or on the own ground."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ksbb.accounts.models import Membership, Organisation
from ksbb.accounts.policies import invitable
from ksbb.accounts.requests import ActorRequest
from ksbb.accounts.support import viewable
from ksbb.audit import reads
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of


@require_GET
@people_shown(Read.Kind.MEMBERS)
def member_list(request: ActorRequest) -> HttpResponse:
    """Newest first; those whose role is over are left out."""
    request.actor.must(Permission.MEMBER_VIEW)
    members = Membership.objects.visible_to(request.actor).live().select_related("organisation", "user")
    page = page_of(members, "-id", after=request.GET.get(PARAMETER, ""))
    reads.notice_others(len(page.rows))
    endable = _endable(page.rows, request.actor)
    context = {
        "rows": [(member, member.pk in endable) for member in page.rows],
        "viewable": _viewable(page.rows, request.actor),
        "after": page.after,
        "is_first": PARAMETER not in request.GET,
    }
    return render(request, "accounts/member_list.html", context)


def _endable(members: list[Membership], actor: Actor) -> set[int]:
    """The keys of those whose role the actor may end, in one query for all of them."""
    if not actor.may(Permission.MEMBER_INVITE):
        return set()
    asked = {member.organisation_id for member in members}
    reach = set(Organisation.objects.visible_to(actor).filter(pk__in=asked).values_list("pk", flat=True))
    return {
        member.pk
        for member in members
        if member.organisation_id in reach
        and member.user_id != actor.user_id
        and member.role in invitable(member.organisation.kind, actor)
    }


def _viewable(members: list[Membership], actor: Actor) -> set[int]:
    """The keys of those whom the actor may look on as; no query for who may not."""
    if not actor.may(Permission.SUPPORT_VIEW):
        return set()
    return set(viewable(actor).filter(pk__in=[member.pk for member in members]).values_list("pk", flat=True))
