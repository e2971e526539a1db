"""Most guardians answer their slip, most of them that all is well; one says that money was asked for. All of it invented."""

from __future__ import annotations

from random import Random

from donations.actions.answer_slip import answer_slip
from donations.models import ReceiptSlip
from donations.slips import source_of
from donations.states import AllocationState
from ksbb.authority.actors import VISITOR

ANSWER = 0.7


def tell() -> None:
    """The slips of what changed hands, in the order in which they were made."""
    random = Random(80)  # noqa: S311 - the same at every run, and no secret
    handed = ReceiptSlip.objects.filter(allocation__state=AllocationState.HANDED_OVER).order_by("pk")
    for number, slip in enumerate(handed):
        if random.random() < ANSWER:
            source = source_of(f"192.0.2.{number % 250}", "contoh")
            answer_slip(slip=slip, arrived=number != 11, was_charged=number == 7, source=source, actor=VISITOR)
