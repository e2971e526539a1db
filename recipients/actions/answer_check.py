"""What an office answered becomes facts of people, with source, day and list; who is concerned is judged anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.models import Membership
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS
from ksbb.common.states import move
from ksbb.imports.states import IMPORT_MOVES, ImportState
from ksbb.notifications import outbox
from recipients.actions.assess import assess
from recipients.actions.rehearse_answer import opened
from recipients.checking import Subject, layout_of
from recipients.exchange import subjects
from recipients.models import CheckAnswer, CheckBatch, OfficialFact
from recipients.states import CHECK_MOVES, CheckState

# People first, in order of id: as an assessment and a correction lock them.
_HOLD = """
SELECT 1 FROM recipients_recipient
WHERE id IN (SELECT l.recipient_id FROM recipients_checkline l JOIN told t USING (reference) WHERE l.batch_id = %s)
ORDER BY id FOR NO KEY UPDATE
"""
_FACTS = """
WITH answered AS (
    UPDATE recipients_checkline l SET is_answered = TRUE
    FROM told t, recipients_recipient r
    WHERE l.batch_id = %(batch)s AND l.reference = t.reference AND r.id = l.recipient_id AND r.erased_at IS NULL
    RETURNING r.id, r.region, t.value, t.as_of
)
INSERT INTO recipients_officialfact
    (recipient_id, region, source, name, value, as_of, batch_id, recorded_at, recorded_by_id)
SELECT id, region, %(source)s, %(name)s, value, as_of, %(batch)s, %(now)s, %(by)s FROM answered
"""
# The newest word counts, also where this list brings an older one than a list before it.
_DECILES = """
UPDATE recipients_circumstances c SET dtsen_decile = NULLIF(f.value, '')::smallint
FROM (
    SELECT DISTINCT ON (recipient_id) recipient_id, value FROM recipients_officialfact
    WHERE name = 'dtsen_decile'
      AND recipient_id IN (SELECT recipient_id FROM recipients_officialfact WHERE batch_id = %s AND name = 'dtsen_decile')
    ORDER BY recipient_id, as_of DESC, id DESC
) f
WHERE c.recipient_id = f.recipient_id AND c.dtsen_decile IS DISTINCT FROM NULLIF(f.value, '')::smallint
RETURNING c.recipient_id
"""


@transaction.atomic
def answer_check(*, answer: CheckAnswer, actor: Actor) -> CheckBatch:
    """APPLYING → APPLIED and the list EXPORTED → ANSWERED, in one transaction. Nobody is withdrawn: a death, a move or a NIK
    not found is told to the school, which looks. The caller holds the answer's row.
    """
    actor.must(Permission.CHECK_EXCHANGE)
    now = timezone.now()
    batch = CheckBatch.objects.select_for_update().get(pk=answer.batch_id)
    latest = _write_facts(answer, batch, actor)
    changed = _renew_deciles(batch)
    if changed:
        assess(recipient_ids=changed)
    told = dict(OfficialFact.objects.filter(batch=batch).values_list("value").annotate(n=Count("pk")).order_by())
    counts = answer.counts | {"values": told, "judged": len(changed)}
    move(answer, ImportState.APPLIED, IMPORT_MOVES, applied_at=now, sealed_file=b"", counts=counts)
    move(
        batch,
        CheckState.ANSWERED,
        CHECK_MOVES,
        answered_at=now,
        answered_by_id=answer.applying_by_id,
        as_of=latest or answer.as_of,
        counts=counts,
    )
    trail.record("check.answered", batch, actor=actor, people=sum(told.values()), judged=len(changed))
    _tell(answer, batch)
    return batch


def _write_facts(answer: CheckAnswer, batch: CheckBatch, actor: Actor) -> date | None:
    """COPY, hold, insert; returns the latest day of which a row speaks."""
    words: dict[str, Any] = {
        "batch": batch.pk,
        "source": batch.source,
        "name": layout_of(batch.source).fact,
        "now": timezone.now(),
        "by": answer.applying_by_id or actor.user_id,
    }
    people = list(subjects(batch, with_numbers=False))  # before the COPY: the connection answers nothing else during it
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE told (reference text, value text, as_of date) ON COMMIT DROP")
        with connection.wrap_database_errors, cursor.copy("COPY told FROM STDIN") as copy:
            for row in _told(answer, people):
                copy.write_row(row)
        cursor.execute("ANALYZE told")
        cursor.execute(_HOLD, [batch.pk])
        cursor.execute(_FACTS, words)
        cursor.execute("SELECT max(as_of) FROM told")
        latest: date | None = (cursor.fetchone() or [None])[0]
        cursor.execute("DROP TABLE told")
    return latest


def _told(answer: CheckAnswer, people: Sequence[Subject]) -> Iterator[tuple[str, str, date]]:
    for one in opened(answer).check(people):
        yield one.reference, one.value, one.as_of or answer.as_of


def _renew_deciles(batch: CheckBatch) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_DECILES, [batch.pk])
        return sorted(row[0] for row in cursor.fetchall())


def _tell(answer: CheckAnswer, batch: CheckBatch) -> None:
    """Those who asked, and the schools where the answer leaves something to look at."""
    outbox.post(
        "recipients/check_answered",
        to={answer.read_by_id, answer.applying_by_id or answer.read_by_id},
        path=reverse("recipients:check_detail", args=[batch.public_id]),
        once=f"check_answered:{batch.pk}",
        source=batch.source,
        people=batch.counts["matched"],
    )
    concerned = OfficialFact.objects.filter(batch=batch).alarming().values("recipient__school__organisation")
    roles = [role for role, granted in GRANTS.items() if Permission.RECIPIENT_REGISTER in granted]
    members = Membership.objects.active().filter(organisation__in=concerned, role__in=roles)
    people = set(members.values_list("user_id", flat=True))
    path = reverse("recipients:fact_list")
    outbox.post("recipients/check_alarm", to=people, path=path, once=f"check_alarm:{batch.pk}")
