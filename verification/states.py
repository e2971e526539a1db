"""The machine of a report."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ksbb.common.states import Moves


class ReportState(models.TextChoices):
    SUBMITTED = "submitted", _("menunggu verifikasi")
    VERIFIED = "verified", _("terverifikasi")
    RETURNED = "returned", _("dikembalikan")
    REJECTED = "rejected", _("ditolak")


REPORT_MOVES: Moves = {
    ReportState.SUBMITTED: frozenset({ReportState.VERIFIED, ReportState.RETURNED, ReportState.REJECTED}),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED}),
    ReportState.VERIFIED: frozenset(),
    ReportState.REJECTED: frozenset(),
}
