"""The reports of a draw and their lots, as anybody can repeat them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.utils import timezone

from ksbb.common.spreadsheet_out import csv_lines
from recipients.draws import LotOf, lot_in_digits
from verification.models import Report, SampleDraw
from verification.states import ReportState

AT_ONCE = 5_000
BY_LOT = ("lot", "public_id")


def took_part(draw: SampleDraw, seed: str) -> QuerySet[Any]:
    """The reports verified in the period that nobody was to visit when it was drawn, each with its `lot`.

    After the draw the same ones are found: those whose visit is this draw's, or was laid later.
    """
    day = timezone.make_aware
    since, until = (day(datetime.combine(one, datetime.min.time())) for one in (draw.starts_on, draw.ends_on))
    verified = Report.objects.filter(state=ReportState.VERIFIED, verified_at__gte=since, verified_at__lt=until)
    rest = Q(visit=None)
    if draw.drawn_at is not None:
        rest |= Q(visit__draw=draw) | Q(visit__created_at__gt=draw.drawn_at)
    return verified.filter(rest).annotate(lot=LotOf(Value(seed), F("public_id")))


def lines_of(draw: SampleDraw, seed: str) -> Iterator[str]:
    """The published file: place, ticket, lot, and whether it is visited. A ticket is a report's random public id, nothing else."""
    return csv_lines(_rows(draw, seed))


def _rows(draw: SampleDraw, seed: str) -> Iterator[tuple[object, ...]]:
    yield "urutan", "tiket", "hasil", "dikunjungi"
    lots = took_part(draw, seed).order_by(*BY_LOT).values_list("public_id", "lot")
    for place, (ticket, lot) in enumerate(lots.iterator(chunk_size=AT_ONCE), start=1):
        yield place, str(ticket), lot_in_digits(lot), "ya" if place <= draw.size else "tidak"


def sha256_of_list(draw: SampleDraw, seed: str) -> str:
    """Of the published file, in hexadecimal digits."""
    found = hashlib.sha256()
    for line in lines_of(draw, seed):
        found.update(line.encode())
    return found.hexdigest()
