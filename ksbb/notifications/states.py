"""A message's life."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ksbb.common.states import Moves


class MessageState(models.TextChoices):
    QUEUED = "queued", _("menunggu")
    SENT = "sent", _("terkirim")
    FAILED = "failed", _("gagal")


MOVES: Moves = {
    MessageState.QUEUED: frozenset({MessageState.SENT, MessageState.FAILED}),
    MessageState.SENT: frozenset(),
    MessageState.FAILED: frozenset({MessageState.QUEUED}),
}
