"""A file on its way in: read, rehearsed, applied. The generic part knows rows, the app knows meaning."""

from __future__ import annotations

import json
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.imports.states import HeldState, ImportPurpose, ImportSource, ImportStage, ImportState
from ksbb.territories.models import within

PERMISSION_OF: dict[ImportPurpose, Permission] = {
    ImportPurpose.DEVICES: Permission.STOCK_KEEP,
    ImportPurpose.ALLOWANCES: Permission.ALLOWANCE_SET,
}


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor: Actor) -> Self:
        """The runs of the own school; officers over the ground see that they happened."""
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        seen = Q(organisation_id=actor.organisation_id) | within("region", actor.oversees)
        return self.filter(seen, purpose=ImportPurpose.REGISTER)

    def of(self, purpose: ImportPurpose, actor: Actor) -> Self:
        """The own organisation's files of another purpose than the register."""
        if purpose == ImportPurpose.REGISTER or not actor.may(PERMISSION_OF[purpose]):
            return self.none()
        return self.filter(purpose=purpose, organisation_id=actor.organisation_id)

    def light(self) -> Self:
        """Without the file, which may be megabytes."""
        return self.defer("sealed_file")

    def unfinished(self) -> Self:
        """What a worker has to do or is doing."""
        return self.filter(state__in=[ImportState.READ, ImportState.APPLYING])


class ImportRun(Dated):
    """One uploaded file. The file is sealed while it waits and deleted once it is read; rows keep only the needed columns."""

    purpose = models.CharField(max_length=10, choices=ImportPurpose.choices, default=ImportPurpose.REGISTER)
    kind = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="imports")
    region = models.CharField(max_length=13)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sealed_file = models.BinaryField(default=b"")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READ)
    # Counts per row status, and warnings about the file as a whole.
    counts = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    # Progress that tells the truth: the worker writes it, any page reads it.
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=500, blank=True)
    # What the worker is doing now; with rows_done and `stage_at` a page can tell how long it will still take.
    stage = models.CharField(max_length=10, choices=ImportStage.choices, default=ImportStage.WAITING)
    stage_at = models.DateTimeField(null=True, blank=True)
    # Title and header rows as uploaded, sealed: what the workbook of the rows to repair begins with.
    head_sealed = models.BinaryField(default=b"")
    # Where it came from, and the key under which another system may send it again without a second run.
    source = models.CharField(max_length=4, choices=ImportSource.choices, default=ImportSource.FILE)
    idempotency_key = models.CharField(max_length=80, blank=True)
    read_at = models.DateTimeField()
    read_by_id = models.BigIntegerField()
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    applying_at = models.DateTimeField(null=True, blank=True)
    applying_by_id = models.BigIntegerField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.BigIntegerField(null=True, blank=True)
    # When the cells of its rows were deleted: they wait for a repair for some weeks, never longer.
    wiped_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("impor")
        verbose_name_plural = _("impor")
        constraints = [
            state_known(ImportState.values, name="importrun_state_known"),
            one_of("purpose", ["register", "devices", "allowances"], name="importrun_purpose_known"),
            stamped_when(["rehearsed", "applying", "applied"], "rehearsed_at", name="importrun_rehearsed_stamp"),
            stamped_when(["applying", "applied"], "applying_at", "applying_by_id", name="importrun_applying_stamp"),
            stamped_when(ImportState.APPLIED, "applied_at", name="importrun_applied_stamp"),
            stamped_when(ImportState.REFUSED, "refused_at", name="importrun_refused_stamp"),
            stamped_when(ImportState.WITHDRAWN, "withdrawn_at", "withdrawn_by_id", name="importrun_withdrawn_stamp"),
            models.UniqueConstraint(
                fields=["organisation", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="importrun_key_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="importrun_organisation"),
            models.Index(fields=["id"], condition=Q(state__in=["read", "applying"]), name="importrun_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def to_repair(self) -> int:
        """Rows that are wrong or wait for an answer."""
        return int(self.counts.get("problem", 0) + self.counts.get("question", 0))


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rows name people who are not registered yet: only the school that uploaded them sees them."""
        if not actor.may(Permission.RECIPIENT_IMPORT):
            return self.none()
        return self.filter(run__organisation_id=actor.organisation_id)

    def to_repair(self) -> Self:
        """What goes back to the school in the workbook of repairs."""
        return self.filter(status__in=[ImportRow.Status.PROBLEM, ImportRow.Status.QUESTION])

    def about(self, code: str) -> Self:
        """Rows with this problem or question; none for what cannot be a code."""
        if not code.isidentifier():
            return self.none()
        told = [{"code": code}]
        return self.filter(Q(problems__contains=told) | Q(questions__contains=told))

    def light(self) -> Self:
        """Without what only an action opens."""
        return self.defer("facts_sealed", "before_sealed", "cells_sealed")


class ImportRow(models.Model):
    """One row of the file: its number there, what it would do, what is wrong with it; its facts are sealed."""

    class Status(models.TextChoices):
        NEW = "new", _("baru")
        CHANGED = "changed", _("berubah")
        UNCHANGED = "unchanged", _("sama")
        QUESTION = "question", _("perlu jawaban")
        PROBLEM = "problem", _("perlu diperbaiki")
        ELSEWHERE = "elsewhere", _("terdaftar di tempat lain")
        MISSING = "missing", _("tidak ada di berkas")
        SKIPPED = "skipped", _("dilewati")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices)
    # What the list shows: the name only; numbers stay sealed.
    label_sealed = models.BinaryField(default=b"")
    facts_sealed = models.BinaryField(default=b"")
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    # [{"column", "code", "message", "field"}]: what the file leaves open, to be answered with yes or left for a repair.
    questions = models.JSONField(default=list)
    # Ticked by a person: a question answered with yes, a missing person to be withdrawn.
    chosen = models.BooleanField(default=False)
    # Why a missing person leaves, as the app words it; "" while nobody said so.
    reason = models.CharField(max_length=10, blank=True)
    recipient_id = models.BigIntegerField(null=True, blank=True)
    case_number = models.BigIntegerField(null=True, blank=True)
    # Sealed JSON: [[label, old, new], …]; the person before the change (for undoing it); the cells as uploaded.
    changes_sealed = models.BinaryField(default=b"")
    before_sealed = models.BinaryField(default=b"")
    cells_sealed = models.BinaryField(default=b"")

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("baris impor")
        verbose_name_plural = _("baris impor")
        constraints = [
            one_of(
                "status",
                ["new", "changed", "unchanged", "question", "problem", "elsewhere", "missing", "skipped"],
                name="importrow_status_known",
            ),
            models.UniqueConstraint(fields=["run", "number"], name="importrow_once"),
        ]
        indexes = [models.Index(fields=["run", "status", "number"], name="importrow_status")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.number}"

    @property
    def label(self) -> str:
        """The person's name as the file writes it."""
        return sealing.unseal(self.label_sealed)

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(what, old, new) in words; numbers are masked in it."""
        return [tuple(change) for change in json.loads(sealing.unseal(self.changes_sealed) or "[]")]


class HeldFileQuerySet(models.QuerySet["HeldFile"]):
    def visible_to(self, actor: Actor) -> Self:
        """That they are there is the auditor's to know; nobody opens one."""
        return self.all() if actor.may(Permission.CASE_OPEN) else self.none()

    def waiting(self) -> Self:
        """What the scanner has yet to see."""
        return self.filter(state=HeldState.HELD)


class HeldFile(Dated):
    """A file in quarantine: the virus scanner did not answer when it came, or found something in it. Sealed on the disk.

    One that turns out to be clean is known by its digest for a day, so that it passes when it is sent again; then it is gone.
    """

    class Purpose(models.TextChoices):
        COMPLAINT = "complaint", _("lampiran pengaduan")
        PROOF = "proof", _("bukti pembukuan atau izin")
        SIGNED_PAPER = "signed_paper", _("BAST yang ditandatangani")
        GIFT = "gift", _("foto gawai yang diberikan")
        INSPECTION = "inspection", _("foto pemeriksaan gawai")
        SHEET = "sheet", _("berkas impor atau batas")

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    state = models.CharField(max_length=8, choices=HeldState.choices, default=HeldState.HELD)
    file = models.FileField(upload_to="quarantine/", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    region = models.CharField(max_length=13, blank=True)
    sent_by_id = models.BigIntegerField(null=True, blank=True)
    virus = models.CharField(max_length=80, blank=True)
    # Until when a worker has it, or waits before the next try.
    next_try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # The thing that goes on without it and takes it up when it is clean (of `purpose`); empty: the sender sends it again.
    wanted_by = models.BigIntegerField(null=True, blank=True)

    objects = HeldFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("berkas tertahan")
        verbose_name_plural = _("berkas tertahan")
        constraints = [
            state_known(HeldState.values, name="heldfile_state_known"),
            one_of(
                "purpose",
                ["complaint", "proof", "signed_paper", "gift", "inspection", "sheet"],
                name="heldfile_purpose_known",
            ),
            models.CheckConstraint(condition=~Q(state="infected") | ~Q(virus=""), name="heldfile_infected_by"),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="heldfile_sha256"),
            models.Index(fields=["id"], condition=Q(state="held"), name="heldfile_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"
