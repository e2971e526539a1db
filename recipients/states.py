"""The machines of the register: a recipient, a need, a version of the criteria."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ksbb.common.states import Moves


class RecipientState(models.TextChoices):
    REGISTERED = "registered", _("terdaftar")
    WITHDRAWN = "withdrawn", _("ditarik")
    MOVED = "moved", _("pindah")
    GRADUATED = "graduated", _("lulus")


# Back to REGISTERED: the file that took the person off the register is taken back itself (actions/return_recipients.py), and
# nobody has registered the same numbers since.
RECIPIENT_MOVES: Moves = {
    RecipientState.REGISTERED: frozenset({RecipientState.WITHDRAWN, RecipientState.MOVED, RecipientState.GRADUATED}),
    RecipientState.WITHDRAWN: frozenset({RecipientState.REGISTERED}),
    RecipientState.MOVED: frozenset({RecipientState.REGISTERED}),
    RecipientState.GRADUATED: frozenset({RecipientState.REGISTERED}),
}


class EndReason(models.TextChoices):
    """Why a person leaves the register: listed words, so that nobody writes about a person here."""

    LEFT = "left", _("berhenti atau tidak lagi di sekolah ini")
    MOVED = "moved", _("pindah ke sekolah lain")
    GRADUATED = "graduated", _("lulus")
    MISTAKE = "mistake", _("salah dimasukkan")
    DUPLICATE = "duplicate", _("terdaftar dua kali")
    ASKED = "asked", _("diminta orangnya atau walinya")


END_STATES: dict[str, str] = {
    EndReason.LEFT: RecipientState.WITHDRAWN,
    EndReason.MOVED: RecipientState.MOVED,
    EndReason.GRADUATED: RecipientState.GRADUATED,
    EndReason.MISTAKE: RecipientState.WITHDRAWN,
    EndReason.DUPLICATE: RecipientState.WITHDRAWN,
    EndReason.ASKED: RecipientState.WITHDRAWN,
}


class NeedState(models.TextChoices):
    OPEN = "open", _("belum terpenuhi")
    RESERVED = "reserved", _("dijanjikan")
    DELIVERED = "delivered", _("diserahkan")
    MET = "met", _("terverifikasi")
    CLOSED = "closed", _("ditutup")


NEED_MOVES: Moves = {
    NeedState.OPEN: frozenset({NeedState.RESERVED, NeedState.CLOSED}),
    NeedState.RESERVED: frozenset({NeedState.DELIVERED, NeedState.OPEN}),
    NeedState.DELIVERED: frozenset({NeedState.MET, NeedState.OPEN}),
    # What met it was lost or broken for good: it stays as it was met, and a new need of the same person opens.
    NeedState.MET: frozenset({NeedState.CLOSED}),
    # Only with a drawn lot (actions/declare_needs.py): whoever is eligible again comes back with the same ticket.
    NeedState.CLOSED: frozenset({NeedState.OPEN}),
}

# Where the need of a device that was handed over stands when its proof was good, also if the device was lost afterwards.
PROVEN = (NeedState.MET, NeedState.CLOSED)


class CriteriaState(models.TextChoices):
    DRAFT = "draft", _("rancangan")
    PROPOSED = "proposed", _("diusulkan")
    SCHEDULED = "scheduled", _("disetujui, belum berlaku")
    PUBLISHED = "published", _("berlaku")
    RETIRED = "retired", _("tidak berlaku")


CRITERIA_MOVES: Moves = {
    CriteriaState.DRAFT: frozenset({CriteriaState.PROPOSED}),
    CriteriaState.PROPOSED: frozenset({CriteriaState.PUBLISHED, CriteriaState.SCHEDULED, CriteriaState.DRAFT}),
    CriteriaState.SCHEDULED: frozenset({CriteriaState.PUBLISHED, CriteriaState.DRAFT}),
    CriteriaState.PUBLISHED: frozenset({CriteriaState.RETIRED}),
    CriteriaState.RETIRED: frozenset(),
}


class CaseState(models.TextChoices):
    OPEN = "open", _("menunggu pemeriksaan")
    DECIDED = "decided", _("sudah diputuskan")
    DROPPED = "dropped", _("gugur")


# DROPPED: what it was about is gone (one of the two left, the file was taken back) before anybody decided.
CASE_MOVES: Moves = {
    CaseState.OPEN: frozenset({CaseState.DECIDED, CaseState.DROPPED}),
    CaseState.DECIDED: frozenset(),
    CaseState.DROPPED: frozenset(),
}


class CheckState(models.TextChoices):
    MAKING = "making", _("sedang dibuat")
    EXPORTED = "exported", _("menunggu jawaban")
    ANSWERED = "answered", _("sudah dijawab")
    CANCELLED = "cancelled", _("dibatalkan")


# What came back once is not asked again under the same list: a correction is a new list, facts are added, never changed.
CHECK_MOVES: Moves = {
    CheckState.MAKING: frozenset({CheckState.EXPORTED, CheckState.CANCELLED}),
    CheckState.EXPORTED: frozenset({CheckState.ANSWERED, CheckState.CANCELLED}),
    CheckState.ANSWERED: frozenset(),
    CheckState.CANCELLED: frozenset(),
}


class AppealState(models.TextChoices):
    OPEN = "open", _("menunggu putusan")
    UPHELD = "upheld", _("diterima")
    REJECTED = "rejected", _("ditolak")


APPEAL_MOVES: Moves = {
    AppealState.OPEN: frozenset({AppealState.UPHELD, AppealState.REJECTED}),
    AppealState.UPHELD: frozenset(),
    AppealState.REJECTED: frozenset(),
}


class DrawState(models.TextChoices):
    COMMITTED = "committed", _("benih dikunci")
    DRAWN = "drawn", _("sudah diundi")


DRAW_MOVES: Moves = {
    DrawState.COMMITTED: frozenset({DrawState.DRAWN}),
    DrawState.DRAWN: frozenset(),
}


class RequestState(models.TextChoices):
    """What became of a request of somebody whose data is held."""

    FILED = "filed", pgettext_lazy("request", "diterima")
    TAKEN_UP = "taken_up", _("dikerjakan")
    ANSWERED = "answered", pgettext_lazy("request", "selesai")
    REFUSED = "refused", pgettext_lazy("request", "ditolak")
    TAKEN_BACK = "taken_back", pgettext_lazy("request", "dibatalkan yang meminta")
    JOINED = "joined", pgettext_lazy("request", "menjadi satu dengan yang lain")


# Straight from FILED: much is done at once, while the guardian stands at the desk.
REQUEST_MOVES: Moves = {
    RequestState.FILED: frozenset(
        {
            RequestState.TAKEN_UP,
            RequestState.ANSWERED,
            RequestState.REFUSED,
            RequestState.TAKEN_BACK,
            RequestState.JOINED,
        }
    ),
    # Back to FILED: the person goes on at another school, which has not begun yet.
    RequestState.TAKEN_UP: frozenset(
        {
            RequestState.FILED,
            RequestState.ANSWERED,
            RequestState.REFUSED,
            RequestState.TAKEN_BACK,
            RequestState.JOINED,
        }
    ),
    RequestState.ANSWERED: frozenset(),
    RequestState.REFUSED: frozenset(),
    RequestState.TAKEN_BACK: frozenset(),
    # The same was asked at the school to which the person has gone.
    RequestState.JOINED: frozenset(),
}

REQUEST_OPEN = (RequestState.FILED, RequestState.TAKEN_UP)
