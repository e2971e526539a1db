"""What the figures' pages show, as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ksbb.common.page_cache import public_page
from verification.complaint_statistics import figures as complaint_figures
from verification.figure_tables import complaints_table, use_table, waiting_table
from verification.open_data import Table, areas_table, months_table, needs_table
from verification.views.figures import kept_cube, kept_flows, kept_use, kept_waiting, names_of


def _areas() -> Table:
    return areas_table(kept_cube(), names_of(kept_cube()), timezone.localdate())


def _needs() -> Table:
    return needs_table(kept_cube(), names_of(kept_cube()), timezone.localdate())


def _months() -> Table:
    return months_table(kept_flows(), timezone.localdate())


def _waiting() -> Table:
    return waiting_table(kept_waiting(), names_of(kept_cube()), timezone.localdate())


def _use() -> Table:
    return use_table(kept_use(), timezone.localdate())


def _complaints() -> Table:
    return complaints_table(complaint_figures(), timezone.localdate())


TABLES: Mapping[str, Callable[[], Table]] = {
    "wilayah": _areas,
    "kebutuhan": _needs,
    "bulan": _months,
    "lama": _waiting,
    "pemakaian": _use,
    "pengaduan": _complaints,
}


@require_GET
@public_page
def figures_file(request: HttpRequest, name: str) -> HttpResponse:
    """Of this moment; what stays as it is lies under /data/."""
    if name not in TABLES:
        raise Http404
    file = f"ksbb-{name}-{timezone.localdate()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(TABLES[name]().csv(), content_type="text/csv; charset=utf-8", headers=headers)
