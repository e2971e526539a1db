"""The principal answers for all devices of all rounds that are due: a page of devices, kept as it is typed, sent in one go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of
from ksbb.common.photos import glance_at_photo
from ksbb.common.refusals import Refused
from schools.models import School
from verification.actions.answer_use import answer_use
from verification.actions.keep_use_answers import keep_use_answers
from verification.actions.keep_use_photo import keep_use_photo
from verification.forms_use import UseRowForm
from verification.models import UseAnswer, UseRound
from verification.use_answers import devices_of, due_rounds, instrument_of, rows_of

PAGE_SIZE = 100
SEND, NEXT = "kirim", "lanjut"


@never_cache
@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.LIST)
def use_answer(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.USE_REPORT)
    school = get_object_or_404(School, organisation_id=request.actor.organisation_id)
    rounds = list(due_rounds(school).select_related("handover").order_by("due_on", "pk"))
    if not rounds:
        messages.info(request, _("Tidak ada laporan pemakaian yang menunggu jawaban."))
        return redirect("verification:use_list")
    page = _page(rounds, request.GET.get(PARAMETER, ""))
    forms = _forms(request, rounds, page)
    problem = ""
    if request.method == "POST":
        problem = _kept(school, forms, request.actor)
        if not problem and all(form.is_valid() for form in forms):
            answer = _onwards(request, school, page)
            if isinstance(answer, HttpResponse):
                return answer
            problem = answer
    return render(request, "verification/use_answer.html", _context(request, rounds, page, forms, problem))


def _page(rounds: Sequence[UseRound], after: str) -> Page[Any]:
    found = devices_of(rounds).select_related("allocation__need__recipient")
    return page_of(found, "id", after=after, size=PAGE_SIZE)


def _forms(request: ActorRequest, rounds: Sequence[UseRound], page: Page[Any]) -> list[UseRowForm]:
    instrument = instrument_of(rounds)
    questions = instrument.questions if instrument else []
    sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if sent else (None, None)
    final = sent and "simpan" not in request.POST
    return [UseRowForm(row, questions, data, files, is_final=final) for row in rows_of(rounds, page.rows)]


def _kept(school: School, forms: Sequence[UseRowForm], actor: Actor) -> str:
    """Everything good is kept, whatever else is wrong; a photo that is no good is told at its device."""
    for form in forms:
        form.full_clean()
    try:
        keep_use_answers(school=school, said={form.row.device.pk: form.said for form in forms}, actor=actor)
    except Refused as no:
        return no.reason
    for form in forms:
        upload = form.files.get(form.add_prefix("photo"))
        if upload is not None and "photo" in form.fields:
            _keep_photo(school, form, upload, actor)
    return ""


def _keep_photo(school: School, form: UseRowForm, upload: UploadedFile, actor: Actor) -> None:
    most = settings.UPLOAD_MAX_PHOTO_BYTES
    try:
        data = upload.read(most + 1)
        glance_at_photo(data, max_bytes=most, max_pixels=settings.UPLOAD_MAX_PHOTO_PIXELS)
        kept = keep_use_photo(school=school, device=form.row.device.pk, data=data, actor=actor)
    except Refused as no:
        form.add_error("photo", no.reason)
        return
    for answer in form.row.answers:
        for one in kept:
            if one.answer_id == answer.pk:
                answer.photo = one


def _onwards(request: ActorRequest, school: School, page: Page[Any]) -> HttpResponse | str:
    """To the next page, to the end, or back with the reason why not yet."""
    if "simpan" in request.POST:
        messages.success(request, _("Tersimpan. Laporan belum dikirim; lanjutkan kapan saja."))
        return redirect(request.get_full_path())
    if NEXT in request.POST and page.after:
        return redirect(f"{request.path}?{PARAMETER}={page.after}")
    try:
        answer_use(school=school, actor=request.actor)
    except Refused as no:
        return no.reason
    messages.success(request, _("Laporan pemakaian terkirim. Terima kasih."))
    return redirect("verification:use_list")


def _context(
    request: ActorRequest, rounds: Sequence[UseRound], page: Page[Any], forms: Sequence[UseRowForm], problem: str
) -> dict[str, object]:
    answers = UseAnswer.objects.filter(round__in=rounds)
    bad = [form for form in forms if form.is_bound and form.errors]
    return {
        "rounds": rounds,
        "page": page,
        "forms": [(form, _whose(form)) for form in forms],
        "bad": bad,
        "problem": problem,
        "devices": answers.values("device").distinct().count(),
        "unsaid": answers.filter(says="").values("device").distinct().count(),
        "is_first": not request.GET.get(PARAMETER),
        "is_late": any(one.state == "late" for one in rounds),
        "due_on": min(one.due_on for one in rounds),
    }


def _whose(form: UseRowForm) -> str:
    """The school knows its own people by name."""
    allocation = form.row.device.allocation
    return allocation.need.recipient.shown_name if allocation else ""
