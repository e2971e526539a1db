"""Lists for Disdukcapil and Dinsos: which there are, a new one, one of them with its way out and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit import reads
from ksbb.audit.models import Read
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from ksbb.common.spreadsheet_out import OutCell, OutSheet, csv_lines, write_workbook
from ksbb.common.states import IllegalMove, StaleState
from ksbb.territories.models import Territory
from recipients.actions.cancel_check_list import cancel_check_list
from recipients.actions.download_check_list import download_check_list
from recipients.actions.export_check_list import export_check_list
from recipients.exchange import MOST_IN_A_WORKBOOK, due_checks, head_count, why_not_export
from recipients.forms.checking import CheckForm, DownloadForm
from recipients.models import CheckBatch, CheckSource
from recipients.views import answering


@require_GET
def check_list(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    actor.must(Permission.CHECK_EXCHANGE)
    batches = CheckBatch.objects.visible_to(actor)
    source = request.GET.get("instansi", "")
    if source in CheckSource.values:
        batches = batches.filter(source=source)
    page = page_of(batches, "-id", after=request.GET.get(PARAMETER, ""))
    names = dict(Territory.objects.filter(code__in={b.region for b in page.rows}).values_list("code", "name"))
    context = {
        "rows": [(batch, names.get(batch.region, batch.region)) for batch in page.rows],
        "after": page.after,
        "source": source,
        "sources": CheckSource.choices,
        "due": due_checks(actor.oversees),
    }
    return render(request, "recipients/check_list.html", context)


@require_http_methods(["GET", "POST"])
def check_create(request: ActorRequest) -> HttpResponse:
    """GET counts who would be on the list; POST makes it."""
    actor = request.actor
    actor.must(Permission.CHECK_EXCHANGE)
    asked = request.POST or request.GET
    form = CheckForm(asked if "region" in asked else None, actor=actor)
    count = None
    if form.is_valid():
        if request.method == "POST":
            try:
                batch = export_check_list(**form.cleaned_data, actor=actor)
            except Refused as no:
                form.add_error(None, no.reason)
            else:
                return redirect("recipients:check_detail", batch.public_id)
        count = head_count(form.cleaned_data["region"])
    reason = why_not_export(**form.cleaned_data) if count else None
    return render(request, "recipients/check_create.html", {"form": form, "count": count, "reason": reason})


@require_GET
def check_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    batch = get_object_or_404(CheckBatch.objects.visible_to(request.actor), public_id=public_id)
    return answering.detail(request, batch)


@require_POST
def check_download(request: ActorRequest, public_id: UUID) -> HttpResponseBase:
    batch = get_object_or_404(CheckBatch.objects.visible_to(request.actor), public_id=public_id)
    form = DownloadForm(request.POST, batch=batch)
    if not form.is_valid():
        return answering.detail(request, batch, download=form)
    try:
        rows = download_check_list(batch=batch, purpose=form.cleaned_data["purpose"], actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("recipients:check_detail", public_id)
    page = "recipients:check_download"
    reads.write_count(Read.Kind.EXPORT, batch.people, region=batch.region, page=page, actor=request.actor)
    return _file(batch, rows, form.cleaned_data["format"])


def _file(batch: CheckBatch, rows: Iterator[Sequence[str]], kind: str) -> HttpResponseBase:
    """Made as it is sent, and kept nowhere: not on our disk, not in a cache on the way."""
    is_workbook = kind == "xlsx" and batch.people <= MOST_IN_A_WORKBOOK
    day = timezone.localdate(batch.exported_at)
    headers = saved_as(f"periksa-{batch.source}-{batch.region}-{day:%Y%m%d}.{'xlsx' if is_workbook else 'csv'}")
    if is_workbook:
        sheet = OutSheet(batch.source, _bold(rows), widths=(16, 20, 32, 16, 18, 16), frozen="A2")
        return HttpResponse(write_workbook([sheet]), headers=headers)
    return StreamingHttpResponse((line.encode() for line in csv_lines(rows)), headers=headers)


def _bold(rows: Iterator[Sequence[str]]) -> Iterator[Sequence[object]]:
    """The header bold; an empty answer is left empty, so that digits typed there stay digits."""
    yield [OutCell(name, bold=True) for name in next(rows)]
    yield from ([value or None for value in row] for row in rows)


@require_POST
def check_cancel(request: ActorRequest, public_id: UUID) -> HttpResponse:
    batch = get_object_or_404(CheckBatch.objects.visible_to(request.actor), public_id=public_id)
    try:
        cancel_check_list(batch=batch, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    except (StaleState, IllegalMove):
        messages.info(request, _("Daftar ini sudah ditangani. Inilah keadaannya sekarang."))
    else:
        text = ngettext(
            "Daftar berisi %(people)s orang dibatalkan.", "Daftar berisi %(people)s orang dibatalkan.", batch.people
        )
        messages.success(request, text % {"people": batch.people})
    return redirect("recipients:check_detail", public_id)
