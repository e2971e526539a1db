"""Keep today's open data, once, and let go of what is older than is kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from donations.flows import flows_by_month
from ksbb.territories.models import Territory, short_name
from verification.figures import figure_cube, told_flows
from verification.models import DataFile
from verification.open_data import File, areas_table, files_of, months_table, needs_table


def keep_data() -> int:
    """Returns how many files were made: none when today's are there, or somebody else is just making them."""
    today = timezone.localdate()
    old = today - timedelta(days=settings.OPEN_DATA_KEPT_DAYS)
    DataFile.objects.filter(day__lt=old).exclude(day__day=1).delete()
    if DataFile.objects.filter(day=today).exists():
        return 0
    cube = figure_cube()
    found = Territory.objects.filter(pk__in=[code for code in cube.areas() if code]).values_list("pk", "name")
    names = {code: short_name(name) for code, name in found}
    tables = (
        needs_table(cube, names, today),
        areas_table(cube, names, today),
        months_table(told_flows(flows_by_month()), today),
    )
    rows = [_row(file, today) for file in files_of(tables, today)]
    try:
        with transaction.atomic():
            return len(DataFile.objects.bulk_create(rows))
    except IntegrityError:
        return 0


def _row(file: File, day: date) -> DataFile:
    return DataFile(
        day=day,
        name=file.name,
        media_type=file.media_type,
        body=file.body,
        size=len(file.body),
        sha256=file.sha256,
    )
