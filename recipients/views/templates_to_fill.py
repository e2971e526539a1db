"""Our own workbooks to fill in, for a school without a Dapodik export."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from recipients.template import COLUMNS, template_of


@require_GET
def import_template(request: ActorRequest, kind: str) -> HttpResponse:
    """`murid` or `guru`; nothing in it is about anybody."""
    request.actor.must(Permission.RECIPIENT_IMPORT)
    if kind not in COLUMNS:
        raise Http404
    return HttpResponse(template_of(kind), headers=saved_as(f"templat-{kind}-ksbb.xlsx"))
