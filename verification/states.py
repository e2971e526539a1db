"""The machines of proof: reports, appeals, photos, samples and visits, use afterwards, complaints."""

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
    # An appeal that the coordinator grants: the report is judged anew, by somebody else.
    ReportState.REJECTED: frozenset({ReportState.SUBMITTED}),
}


class AppealState(models.TextChoices):
    FILED = "filed", _("menunggu koordinator")
    GRANTED = "granted", _("dikabulkan")
    DENIED = "denied", _("tidak dikabulkan")


APPEAL_MOVES: Moves = {
    AppealState.FILED: frozenset({AppealState.GRANTED, AppealState.DENIED}),
    AppealState.GRANTED: frozenset(),
    AppealState.DENIED: frozenset(),
}


class PhotoState(models.TextChoices):
    RECEIVED = "received", _("sedang diperiksa sistem")
    CLEAN = "clean", _("siap")
    REFUSED = "refused", _("tidak dapat dipakai")
    QUARANTINED = "quarantined", _("ditahan pemindai virus")


# QUARANTINED: the scanner found something, or is configured and does not answer; it is tried again (promise 32).
PHOTO_MOVES: Moves = {
    PhotoState.RECEIVED: frozenset({PhotoState.CLEAN, PhotoState.REFUSED, PhotoState.QUARANTINED}),
    PhotoState.QUARANTINED: frozenset({PhotoState.CLEAN, PhotoState.REFUSED}),
    PhotoState.CLEAN: frozenset(),
    PhotoState.REFUSED: frozenset(),
}


class SampleDrawState(models.TextChoices):
    COMMITTED = "committed", _("benih dikunci")
    DRAWN = "drawn", _("sudah diundi")


SAMPLE_DRAW_MOVES: Moves = {
    SampleDrawState.COMMITTED: frozenset({SampleDrawState.DRAWN}),
    SampleDrawState.DRAWN: frozenset(),
}


class VisitState(models.TextChoices):
    PLANNED = "planned", _("akan dikunjungi")
    PASSED = "passed", _("sesuai")
    FAILED = "failed", _("tidak sesuai")
    CANCELLED = "cancelled", _("dibatalkan")


VISIT_MOVES: Moves = {
    VisitState.PLANNED: frozenset({VisitState.PASSED, VisitState.FAILED, VisitState.CANCELLED}),
    VisitState.PASSED: frozenset(),
    VisitState.FAILED: frozenset(),
    VisitState.CANCELLED: frozenset(),
}


class CaseState(models.TextChoices):
    OPEN = "open", _("diperiksa")
    FOUNDED = "founded", _("terbukti")
    UNFOUNDED = "unfounded", _("tidak terbukti")


CASE_MOVES: Moves = {
    CaseState.OPEN: frozenset({CaseState.FOUNDED, CaseState.UNFOUNDED}),
    CaseState.FOUNDED: frozenset(),
    CaseState.UNFOUNDED: frozenset(),
}


class InstrumentState(models.TextChoices):
    DRAFT = "draft", _("rancangan")
    PUBLISHED = "published", _("berlaku")
    RETIRED = "retired", _("tidak berlaku")


INSTRUMENT_MOVES: Moves = {
    InstrumentState.DRAFT: frozenset({InstrumentState.PUBLISHED}),
    InstrumentState.PUBLISHED: frozenset({InstrumentState.RETIRED}),
    InstrumentState.RETIRED: frozenset(),
}


class UseRoundState(models.TextChoices):
    WAITING = "waiting", _("belum waktunya")
    ASKED = "asked", _("menunggu jawaban sekolah")
    WARNED = "warned", _("sudah diperingatkan")
    LATE = "late", _("terlambat, penerimaan ditutup")
    ANSWERED = "answered", _("sudah dijawab")


# A late school's gate is closed until it answers; then it opens by itself.
USE_ROUND_MOVES: Moves = {
    UseRoundState.WAITING: frozenset({UseRoundState.ASKED}),
    UseRoundState.ASKED: frozenset({UseRoundState.WARNED, UseRoundState.ANSWERED}),
    UseRoundState.WARNED: frozenset({UseRoundState.LATE, UseRoundState.ANSWERED}),
    UseRoundState.LATE: frozenset({UseRoundState.ANSWERED}),
    # A device was shown in a photo that turned out to be of no use: another one is asked for.
    UseRoundState.ANSWERED: frozenset({UseRoundState.ASKED}),
}


class DeviceCaseState(models.TextChoices):
    OPEN = "open", _("ditangani")
    CLOSED = "closed", _("selesai")


DEVICE_CASE_MOVES: Moves = {
    DeviceCaseState.OPEN: frozenset({DeviceCaseState.CLOSED}),
    DeviceCaseState.CLOSED: frozenset(),
}


class ComplaintState(models.TextChoices):
    OPEN = "open", _("diterima")
    ASSIGNED = "assigned", _("ditangani")
    ANSWERED = "answered", _("dijawab")
    CLOSED = "closed", _("selesai")


# ANSWERED → ASSIGNED: the person who complained is not satisfied and said so, once.
COMPLAINT_MOVES: Moves = {
    ComplaintState.OPEN: frozenset({ComplaintState.ASSIGNED}),
    ComplaintState.ASSIGNED: frozenset({ComplaintState.ANSWERED}),
    ComplaintState.ANSWERED: frozenset({ComplaintState.CLOSED, ComplaintState.ASSIGNED}),
    ComplaintState.CLOSED: frozenset(),
}
