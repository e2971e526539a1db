"""Say to those who must answer that a term ends, and to the office that it has ended."""

from __future__ import annotations

from django.db import transaction

from ksbb.notifications import outbox
from recipients.models import DataRequest
from recipients.request_letters import due_soon, too_late, who_answers, who_watches

MOST = 500


@transaction.atomic
def remind_requests() -> int:
    """One letter a person and request, however often it runs; returns how many requests were told of. It takes no actor: the
    clock decides. Before the end whoever must answer; after it also the office that watches over the ground.
    """
    soon = list(DataRequest.objects.within_a_day().order_by("due_at", "id")[:MOST])
    late = list(DataRequest.objects.late().order_by("-due_at", "-id")[:MOST])
    to = who_answers([*soon, *late])
    letters = [due_soon(one, to[one.pk]) for one in soon]
    letters += [too_late(one, to[one.pk] | who_watches(one)) for one in late]
    outbox.post_all(letters)
    return len(letters)
