"""The machine of an import run."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ksbb.common.states import Moves


class ImportState(models.TextChoices):
    READ = "read", _("sedang diperiksa")
    REHEARSED = "rehearsed", _("siap diterapkan")
    APPLYING = "applying", _("sedang diterapkan")
    APPLIED = "applied", _("sudah diterapkan")
    REFUSED = "refused", _("ditolak")
    WITHDRAWN = "withdrawn", _("dibatalkan")


class ImportStage(models.TextChoices):
    """What a worker is doing with a run; only shown, nothing depends on it."""

    WAITING = "waiting", _("menunggu giliran")
    READING = "reading", _("membaca berkas")
    CHECKING = "checking", _("memeriksa baris")
    WRITING = "writing", _("menyimpan")
    DONE = "done", _("selesai")


class ImportSource(models.TextChoices):
    FILE = "file", _("berkas")
    API = "api", _("sistem lain")


# READ → REFUSED: the file itself cannot be read; REHEARSED → REFUSED: the person decides against it; APPLYING → REFUSED: what
# the rehearsal found possible is so no longer (the school was closed).
IMPORT_MOVES: Moves = {
    ImportState.READ: frozenset({ImportState.REHEARSED, ImportState.REFUSED}),
    ImportState.REHEARSED: frozenset({ImportState.APPLYING, ImportState.REFUSED}),
    ImportState.APPLYING: frozenset({ImportState.APPLIED, ImportState.REFUSED}),
    ImportState.APPLIED: frozenset({ImportState.WITHDRAWN}),
    ImportState.REFUSED: frozenset(),
    ImportState.WITHDRAWN: frozenset(),
}


class HeldState(models.TextChoices):
    HELD = "held", _("menunggu pemindai virus")
    CLEAN = "clean", _("bersih")
    INFECTED = "infected", _("berisi virus")


# A file in which the scanner found something stays where it is, for whoever looks into it.
HELD_MOVES: Moves = {
    HeldState.HELD: frozenset({HeldState.CLEAN, HeldState.INFECTED}),
    HeldState.CLEAN: frozenset(),
    HeldState.INFECTED: frozenset(),
}


class ImportPurpose(models.TextChoices):
    """What a file is for: each has its own reader, its own permission and its own worker's task."""

    REGISTER = "register", _("penerima")
    DEVICES = "devices", _("gawai")
    ALLOWANCES = "allowances", _("batas sekolah")
