"""Lists for Disdukcapil and Dinsos over the demo's kecamatan: one answered by each, one that waits."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.common.spreadsheet_out import csv_bytes
from recipients.actions.answer_check import answer_check
from recipients.actions.apply_answer import apply_answer
from recipients.actions.export_check_list import export_check_list
from recipients.actions.fill_check_list import fill_check_list
from recipients.actions.receive_answer import receive_answer
from recipients.actions.rehearse_answer import rehearse_answer
from recipients.checking import layout_of
from recipients.exchange import askable
from recipients.models import CheckBatch, CheckLine

# What is said in turn; most people are as they should be, and deciles are of the lower half.
SAID = {
    "dinsos": ("2", "3", "1", "4", "kosong", "3", "5", "2"),
    "dukcapil": (*["sesuai"] * 40, "pindah", *["sesuai"] * 50, "tidak ditemukan"),
}


def exchange(region: str) -> None:
    """The Sudin asks both offices about the kecamatan `region`, and takes over what they said."""
    membership = Membership.objects.select_related("user", "organisation").get(user__email="sudin@demo.example")
    actor = actor_of(membership)
    if not askable(region).exists():
        return
    for source, days_ago in (("dinsos", 40), ("dukcapil", 12)):
        _asked_and_answered(source, region, days_ago, actor)
    _made(export_check_list(source="dukcapil", region=region, actor=actor), actor)


@transaction.atomic
def _asked_and_answered(source: str, region: str, days_ago: int, actor: Actor) -> None:
    batch = _made(export_check_list(source=source, region=region, actor=actor), actor)
    references = CheckLine.objects.filter(batch=batch).order_by("pk").values_list("reference", flat=True)
    rows = [["Kode", layout_of(source).answer], *map(list, zip(references, cycle(SAID[source]), strict=False))]
    answer = receive_answer(
        batch=batch,
        data=csv_bytes(rows),
        file_name=f"jawaban-{source}-contoh.csv",
        as_of=timezone.localdate() - timedelta(days=days_ago),
        actor=actor,
    )
    rehearse_answer(answer=answer, actor=actor)
    apply_answer(answer=answer, actor=actor)
    answer_check(answer=answer, actor=actor)


def _made(batch: CheckBatch, actor: Actor) -> CheckBatch:
    """What a worker does: the people of a kecamatan are one part."""
    return fill_check_list(batch=batch, actor=actor)
