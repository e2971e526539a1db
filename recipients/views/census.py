"""The census: who has a device to learn with, for the offices over their own ground. Never a public page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.spreadsheet_out import csv_lines
from recipients.census import Census, census, census_by_both
from recipients.forms.census import CensusFilter

# A bar's full width in its own units.
WIDTH = 1000
KINDS = ("none", "shared", "own", "unknown")


@dataclass(frozen=True)
class Row:
    """One line of the table with its bar. `parts`: (kind, start, width) in the bar's units; `code` leads to the area."""

    name: str
    counts: Census
    parts: list[tuple[str, float, float]]
    code: str = ""


@require_GET
def census_page(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.CENSUS_VIEW)
    form = CensusFilter(request.GET, actor=request.actor)
    counted = census(form.codes, kind=form.kind, form=form.form, by_city=form.by_city)
    names = {code: area.short_name for code, area in form.areas.items()}
    context = {
        "form": form,
        "total": counted.total,
        "whole": Row("", counted.total, _parts(counted.total)),
        "forms": [Row(name, counts, _parts(counts)) for name, counts in counted.forms],
        "areas": [Row(names.get(code, code), counts, _parts(counts), code) for code, counts in counted.areas],
    }
    return render(request, "recipients/census.html", context)


def _parts(counts: Census) -> list[tuple[str, float, float]]:
    """The pieces of the bar, side by side; together they are as long as the bar."""
    parts, start = [], 0.0
    for kind, count in zip(KINDS, counts.counts, strict=True):
        width = WIDTH * count / counts.total if counts.total else 0.0
        parts.append((kind, round(start, 1), round(width, 1)))
        start += width
    return [part for part in parts if part[2]]


@require_GET
def census_file(request: ActorRequest) -> StreamingHttpResponse:
    """The same as a CSV file, kecamatan by kind of school."""
    request.actor.must(Permission.CENSUS_VIEW)
    form = CensusFilter(request.GET, actor=request.actor)
    headers = saved_as(f"sensus-gawai-{timezone.localdate():%Y%m%d}.csv")
    return StreamingHttpResponse(csv_lines(_lines(form)), headers=headers)


def _lines(form: CensusFilter) -> Iterator[tuple[object, ...]]:
    head = (
        _("Kode"),
        _("Kecamatan"),
        _("Jenjang"),
        _("Tidak punya"),
        _("Berbagi"),
        _("Punya sendiri"),
        _("Belum diisi"),
    )
    yield (*head, _("Jumlah"))
    for code, school_form, counts in census_by_both(form.codes, kind=form.kind):
        if not form.form or school_form == form.form:
            area = form.areas.get(code)
            yield (code, area.short_name if area else "", school_form, *counts.counts, counts.total)
