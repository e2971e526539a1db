"""Through whom one can give: public facts of licensed collectors."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from donations.models import Aggregator, Licence, LicenceEvent
from donations.policies_books import why_not_take_in
from ksbb.accounts.requests import ActorRequest
from ksbb.common.page_cache import public_page
from ksbb.common.paging import PARAMETER, page_of

LICENCES = Prefetch("licences", Licence.objects.order_by("-valid_until", "-pk"))


@require_GET
@public_page
def aggregator_list(request: ActorRequest) -> HttpResponse:
    """Those in force; the others by name only, with the reason why nothing is given through them now."""
    known = Aggregator.objects.known().select_related("organisation").prefetch_related(LICENCES)
    listed = Aggregator.objects.listed().values("pk")
    page = page_of(known.filter(pk__in=listed), "organisation__name", "id", after=request.GET.get(PARAMETER, ""))
    others = list(known.exclude(pk__in=listed).order_by("organisation__name", "pk")[:50])
    context = {"page": page, "others": [(one, why_not_take_in(one)) for one in others]}
    return render(request, "donations/aggregator_list.html", context)


@require_GET
@public_page
def aggregator_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Profile and licences with their whole history: an office's facts, no person."""
    found = get_object_or_404(
        Aggregator.objects.known().select_related("organisation").prefetch_related(LICENCES), public_id=public_id
    )
    events = LicenceEvent.objects.filter(licence__aggregator=found).select_related("licence").order_by("-on", "-pk")
    context = {"aggregator": found, "events": events[:100], "reason": why_not_take_in(found)}
    return render(request, "donations/aggregator_detail.html", context)
