"""How ready a school is: the questions in force, and what it said the last time."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from schools.models import School
from verification.actions.install_first_instruments import install_first_instruments
from verification.actions.reply_instrument import reply_instrument
from verification.forms_instruments import ReplyForm
from verification.models import Instrument, InstrumentReply
from verification.questions import spoken


@require_http_methods(["GET", "POST"])
def readiness_answer(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.USE_REPORT)
    school = get_object_or_404(School, organisation_id=request.actor.organisation_id)
    install_first_instruments()
    asked = get_object_or_404(Instrument, purpose=Instrument.Purpose.SCHOOL_READINESS, state="published")
    replies = InstrumentReply.objects.visible_to(request.actor).filter(instrument__purpose=asked.purpose, school=school)
    last = replies.select_related("instrument").order_by("-id").first()
    form = ReplyForm(asked.questions, request.POST or None, initial=last.answers if last else None)
    if request.method == "POST" and form.is_valid():
        try:
            reply_instrument(instrument=asked, school=school, answers=form.cleaned_data, actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Jawaban tersimpan. Anda dapat memperbaruinya kapan saja."))
            return redirect("verification:readiness_answer")
    told = spoken(last.instrument.questions, last.answers) if last else []
    context = {"instrument": asked, "form": form, "last": last, "told": told, "school": school}
    return render(request, "verification/readiness.html", context)
