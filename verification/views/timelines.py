"""The whole history of a promise, a person and a school, page by page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from donations.models import Handover, Pledge
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.audit.timelines import Fields, Things, timeline_of
from ksbb.common.paging import PARAMETER
from recipients.models import Recipient
from schools.models import School
from verification.timelines import PERSON_FIELDS, PLEDGE_FIELDS, SCHOOL_FIELDS, of_person, of_pledge, of_school


@never_cache
@require_GET
def pledge_timeline(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """For the giver without a word of the children; who only gives reads no changed columns of others either."""
    found = get_object_or_404(Pledge.objects.visible_to(request.actor).select_related("school"), public_id=public_id)
    seen = Handover.objects.visible_to(request.actor).filter(pledge=found)
    things = of_pledge(found, list(seen.values_list("pk", flat=True)))
    back = reverse("donations:pledge_detail", args=[public_id])
    return _page(request, things, PLEDGE_FIELDS, _("Komitmen untuk %(name)s") % {"name": found.school.name}, back)


@never_cache
@require_GET
@people_shown(Read.Kind.PERSON)
def person_timeline(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(Recipient.objects.visible_to(request.actor), public_id=public_id)
    back = reverse("recipients:recipient_detail", args=[public_id])
    return _page(request, of_person(found), PERSON_FIELDS, found.shown_name, back)


@never_cache
@require_GET
def school_timeline(request: ActorRequest, npsn: str) -> HttpResponse:
    seen = School.objects.visible_to(request.actor).select_related("organisation")
    found = get_object_or_404(seen, npsn=npsn)
    back = reverse("schools:school_detail", args=[npsn])
    return _page(request, of_school(found), SCHOOL_FIELDS, found.name, back)


def _page(request: ActorRequest, things: Things, fields: Fields, name: str, back_url: str) -> HttpResponse:
    timeline = timeline_of(things, request.actor, after=request.GET.get(PARAMETER, ""), fields=fields)
    context = {"timeline": timeline, "name": name, "back_url": back_url}
    return render(request, "verification/timeline.html", context)
