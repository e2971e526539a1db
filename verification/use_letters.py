"""What a school hears of its use reports: one letter for all rounds that took the same step on the same day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from ksbb.accounts.acting import people_of_each
from ksbb.authority.permissions import Permission
from ksbb.notifications import outbox
from verification.models import UseRound


def tell_schools(kind: str, rounds: Iterable[UseRound], *, day: date, due_on: date | None = None) -> None:
    """`kind` names a letter, `rounds` come with their schools. `day` makes a step nameable: the same one is told once."""
    schools = {one.school_id: one.school for one in rounds}
    if not schools:
        return
    people = people_of_each(*((school.organisation_id, Permission.USE_REPORT) for school in schools.values()))
    outbox.post_all(
        [
            outbox.Letter(
                kind,
                to,
                reverse("verification:use_answer"),
                f"{kind.partition('/')[2]}:{school}:{day.isoformat()}",
                {"due": f"{due_on:%d-%m-%Y}"} if due_on else {},
            )
            for school, to in zip(schools, people, strict=True)
        ]
    )
