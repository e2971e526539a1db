"""The school's own list as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from recipients.actions.export_recipients import export_recipients
from recipients.forms.exporting import ExportForm
from recipients.models import Recipient
from recipients.resources import FORMATS
from schools.models import School


@never_cache
@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.EXPORT)
def recipient_export(request: ActorRequest) -> HttpResponse:
    """GET tells what will be in the file, POST gives it: a download is an act, and recorded."""
    actor = request.actor
    actor.must(Permission.RECIPIENT_EXPORT)
    school = get_object_or_404(School.objects.visible_to(actor), organisation_id=actor.organisation_id)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        wanted = form.cleaned_data["file_format"]
        data = export_recipients(school=school, actor=actor, **form.cleaned_data)
        answer = HttpResponse(data, content_type=FORMATS[wanted]().get_content_type())
        name = f"penerima-{school.npsn}-{timezone.localdate():%Y-%m-%d}.{wanted}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    count = Recipient.objects.visible_to(actor).registered().filter(school=school).count()
    return render(request, "recipients/export.html", {"form": form, "school": school, "count": count})
