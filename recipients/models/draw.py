"""The draw among equal ranks: the seed is committed to beforehand, revealed after, and anybody can repeat it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.common.constraints import stamped_when, state_known
from ksbb.common.models import Dated
from recipients.states import DrawState


class DrawQuerySet(models.QuerySet["Draw"]):
    def visible_to(self, actor: Actor) -> Self:
        """Everybody: a draw that not all can see is none. The sealed seed is shown by nothing."""
        return self.all()


class Draw(Dated):
    """`commitment` is the SHA-256 of the seed in hexadecimal digits. A need's lot is the first 15 hexadecimal digits of
    SHA-256("seed:ticket"); its ticket is the need's public id. The lowest lot comes first among equal ranks."""

    state = models.CharField(max_length=10, choices=DrawState.choices, default=DrawState.COMMITTED)
    commitment = models.CharField(max_length=64)
    seed_sealed = models.BinaryField(editable=False)
    seed = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField()
    committed_by_id = models.BigIntegerField()
    # Every ticket that existed at the draw took part; those drawn are listed by their number.
    tickets = models.PositiveIntegerField(default=0)
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by_id = models.BigIntegerField(null=True, blank=True)

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("undian")
        verbose_name_plural = _("undian")
        constraints = [
            state_known(DrawState.values, name="draw_state_known"),
            stamped_when(DrawState.DRAWN, "drawn_at", "drawn_by_id", name="draw_drawn_stamp"),
            models.CheckConstraint(condition=Q(state="committed", seed="") | ~Q(seed=""), name="draw_seed_after"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="committed"), name="draw_one_waiting"),
        ]

    def __str__(self) -> str:
        return self.commitment[:12]
