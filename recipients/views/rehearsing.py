"""The page of one upload: how far it is, what each row would do, questions and departures, and the rows to repair."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from ksbb.accounts.requests import ActorRequest
from ksbb.audit import reads
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.common.downloads import saved_as
from ksbb.common.paging import PARAMETER, Page, page_of
from ksbb.common.refusals import Refused
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.running import codes_of, seconds_left
from ksbb.imports.states import ImportState
from recipients.absences import NUMBERS
from recipients.actions.answer_questions import answer_questions
from recipients.actions.choose_departures import REASONS, choose_departures
from recipients.actions.download_repairs import download_repairs
from recipients.actions.take_back_answer import take_back_answer
from recipients.import_policies import plan_of, why_not_apply, why_not_repair
from recipients.problem_words import word_of
from schools.models import School

PAGE_SIZE = 50
# What the address of the page may carry: status, code of a problem, row number, cursor.
_FILTERS = ("baris", "kode", "nomor", PARAMETER)
_Status = ImportRow.Status


@vary_on_headers("HX-Request")
@require_GET
@people_shown(Read.Kind.FILE)
def import_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.actor).light(), public_id=public_id)
    working = run.state in (ImportState.READ, ImportState.APPLYING)
    if request.htmx and not working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context: dict[str, Any] = {
        "run": run,
        "working": working,
        "is_own": run.organisation_id == request.actor.organisation_id,
    }
    if working:
        template = "imports/partials/_progress.html" if request.htmx else "imports/run.html"
        return render(request, template, context | {"left": _time_left(run)})
    return render(request, "imports/run.html", context | _rehearsal(request, run))


def _rehearsal(request: ActorRequest, run: ImportRun) -> dict[str, Any]:
    status, code, number = (request.GET.get(name, "") for name in _FILTERS[:3])
    rows = _rows(request, run, status, code, number)
    reads.notice_others(len(rows.rows), run.region)
    codes = _codes(run, status) if status in (_Status.PROBLEM, _Status.QUESTION) else []
    return {
        "tabs": _tabs(run, status),
        "codes": codes,
        "asked": codes if status == _Status.QUESTION else [],
        "status": status,
        "code": code,
        "number": number,
        "page": rows,
        "plan": plan_of(run),
        "reason": why_not_apply(run, request.actor),
        "may_repair": why_not_repair(run) is None,
        "kept_until": _kept_until(run),
        "beyond": NUMBERS,
        "reasons": [(reason.value, reason.label) for reason in REASONS],
        "here": request.GET.urlencode(),
    }


def _codes(run: ImportRun, status: str) -> list[tuple[str, str, int]]:
    """(code, words, rows) of what is wrong or asked in the rows of this status."""
    return [(code, word_of(code), count) for code, count in codes_of(run, status=status)]


def _rows(request: ActorRequest, run: ImportRun, status: str, code: str, number: str) -> Page[ImportRow]:
    rows = ImportRow.objects.visible_to(request.actor).filter(run=run).light()
    rows = rows.filter(status=status) if status in _Status.values else rows.filter(number__lt=NUMBERS)
    if code:
        rows = rows.about(code)
    if number.isascii() and number.isdecimal():
        rows = rows.filter(number=int(number[:9]))
    return page_of(rows, "number", after=request.GET.get(PARAMETER, ""), size=PAGE_SIZE)


def _tabs(run: ImportRun, chosen: str) -> list[dict[str, object]]:
    """The counts, each leading to its rows; only what there is. Who is missing is no row of the file."""
    whole = sum(run.counts.values()) - run.counts.get("missing", 0)
    tabs: list[dict[str, object]] = [{"value": "", "label": _("Semua baris"), "count": whole}]
    for value, label in _Status.choices:
        if run.counts.get(value, 0) or value == chosen:
            tabs.append({"value": value, "label": label, "count": run.counts.get(value, 0)})
    return [tab | {"is_current": tab["value"] == chosen} for tab in tabs]


def _kept_until(run: ImportRun) -> Any:
    if run.wiped_at is not None or run.rehearsed_at is None:
        return None
    return timezone.localdate(run.rehearsed_at + timedelta(days=settings.IMPORT_ROWS_KEPT_DAYS))


def _time_left(run: ImportRun) -> str:
    seconds = seconds_left(run, timezone.now())
    if seconds is None:
        return ""
    if seconds < 60:
        return _("kurang dari semenit lagi")
    minutes = -(-seconds // 60)
    return ngettext("kira-kira %(minutes)s menit lagi", "kira-kira %(minutes)s menit lagi", minutes) % {
        "minutes": minutes
    }


@require_POST
def import_answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """`semua`: the code of a question, yes for all rows that ask it; `ya`, `urung`: row number and code of one, yes or not yet."""
    run, school = _own(request, public_id)
    if "urung" in request.POST:
        return _taken_back(request, run)
    code, numbers = request.POST.get("semua", ""), None
    if not code:
        code, numbers = _place(request.POST.get("ya", ""))
    try:
        answered = answer_questions(run=run, school=school, code=code, numbers=numbers, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    else:
        text = ngettext(
            "%(rows)s baris dijawab ya dan diperiksa lagi.", "%(rows)s baris dijawab ya dan diperiksa lagi.", answered
        )
        messages.success(request, text % {"rows": answered})
    return _back(request, run)


def _taken_back(request: ActorRequest, run: ImportRun) -> HttpResponse:
    code, numbers = _place(request.POST["urung"])
    try:
        if take_back_answer(run=run, code=code, numbers=numbers, actor=request.actor):
            messages.success(request, _("Jawaban ditarik kembali; barisnya menunggu jawaban lagi."))
    except Refused as no:
        messages.error(request, no.reason)
    return _back(request, run)


def _place(text: str) -> tuple[str, list[int]]:
    """`12.nik_mismatch` → the code, and the number as the only one."""
    number, _dot, code = text.partition(".")
    return code, [int(number)] if number.isascii() and number.isdecimal() and len(number) < 10 else []


@require_POST
def import_departures(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """`semua` with `alasan`: all missing people; else `alasan-<row>` for the rows of one page, "" to keep the person."""
    run, _school = _own(request, public_id)
    choices = {
        int(name[7:]): request.POST[name]
        for name in list(request.POST)[: PAGE_SIZE + 10]
        if name.startswith("alasan-") and name[7:].isascii() and name[7:].isdecimal() and len(name) < 20
    }
    everybody = "semua" in request.POST
    try:
        ticked = choose_departures(
            run=run, choices=None if everybody else choices, reason=request.POST.get("alasan", ""), actor=request.actor
        )
    except Refused as no:
        messages.error(request, no.reason)
    else:
        text = ngettext("%(people)s orang ditandai untuk ditarik.", "%(people)s orang ditandai untuk ditarik.", ticked)
        messages.success(request, text % {"people": ticked})
    return _back(request, run)


@never_cache
@require_GET
def import_repairs(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.actor).light(), public_id=public_id)
    try:
        data = download_repairs(run=run, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("recipients:import_detail", public_id)
    name = f"perbaikan-{timezone.localdate():%Y-%m-%d}-{run.public_id.hex[:6]}.xlsx"
    return HttpResponse(data, headers=saved_as(name))


def _own(request: ActorRequest, public_id: UUID) -> tuple[ImportRun, School]:
    run = get_object_or_404(ImportRun.objects.visible_to(request.actor).light(), public_id=public_id)
    return run, School.objects.get(organisation_id=run.organisation_id)


def _back(request: ActorRequest, run: ImportRun) -> HttpResponse:
    """To the page and the filter from which the answer came."""
    told = QueryDict(request.POST.get("kembali", "")[:500])
    kept = {name: told[name] for name in _FILTERS if told.get(name)}
    path = reverse("recipients:import_detail", args=[run.public_id])
    return redirect(f"{path}?{urlencode(kept)}#hasil" if kept else path)
