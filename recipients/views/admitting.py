"""The coordinator takes a school into the programme. On this floor, because its people are judged with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from recipients.actions.admit_school import admit_school
from recipients.models import Recipient
from schools.models import School
from schools.policies import why_not_accept


@require_http_methods(["GET", "POST"])
def school_admit(request: ActorRequest, npsn: str) -> HttpResponse:
    schools = School.objects.visible_to(request.actor).select_related("district__parent")
    school = get_object_or_404(schools, npsn=npsn)
    request.actor.must(Permission.SCHOOL_ACCEPT)
    reason = why_not_accept(school)
    if request.method == "POST":
        try:
            admit_school(school=school, actor=request.actor)
        except Refused as no:
            reason = no.reason
        else:
            messages.success(request, _("Sekolah ini sudah diterima dalam program, dan kabarnya dikirim ke sekolah."))
            return redirect("schools:school_detail", npsn)
    registered = Recipient.objects.registered().filter(school=school).count()
    return render(
        request, "recipients/school_admit.html", {"school": school, "reason": reason, "registered": registered}
    )
