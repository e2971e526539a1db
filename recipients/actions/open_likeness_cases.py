"""People who have just been registered and resemble somebody who is registered already: held, and a case for the Sudin."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from recipients.actions.assess import assess
from recipients.actions.open_cases import HOLD
from recipients.case_policies import due_on
from recipients.likeness import Claimant, Likeness, alike_among
from recipients.models import DuplicateCase, Recipient
from recipients.resemblance import Traits

# More of them would not help to decide.
_CASES_A_PERSON = 3

# A pair has one case for ever: what was decided once is not asked again.
_OPEN = """
INSERT INTO recipients_duplicatecase
    (public_id, created_at, updated_at, kind, state, holder_id, holder_region, claimant_id, claimant_school_id, region,
     claim_sealed, evidence, due_on, opened_by_id, outcome, ground, note_sealed)
SELECT gen_random_uuid(), %(now)s, %(now)s, 'likeness', 'open', h.id, h.region, c.id, c.school_id, c.region, '',
       p.evidence, %(due)s, %(user)s, '', '', ''
FROM unnest(%(holders)s::bigint[], %(claimants)s::bigint[], %(evidence)s::jsonb[]) AS p(holder, claimant, evidence)
JOIN recipients_recipient h ON h.id = p.holder AND h.state = 'registered'
JOIN recipients_recipient c ON c.id = p.claimant AND c.state = 'registered'
ORDER BY c.id, h.id
ON CONFLICT (holder_id, claimant_id) WHERE kind = 'likeness' DO NOTHING
RETURNING id
"""


@transaction.atomic
def open_likeness_cases(
    *, recipient_ids: Sequence[int], actor: Actor, known: Sequence[Traits] | None = None
) -> list[int]:
    """The new cases, none for most. The later registration of a pair is the claimant and is held; callers assess `recipient_ids`
    afterwards. `known`: their traits in the same order, where the caller has just written them.

    One statement looks for all of them, over all schools and among themselves.
    """
    people = zip(recipient_ids, known, strict=True) if known is not None else _registered(recipient_ids)
    pairs = _pairs(alike_among([Claimant(pk, traits, recipient_id=pk) for pk, traits in people]))
    if not pairs:
        return []
    values = {
        "now": timezone.now(),
        "due": due_on(),
        "user": actor.user_id,
        "holders": [holder for holder, _claimant in pairs],
        "claimants": [claimant for _holder, claimant in pairs],
        "evidence": [json.dumps(likeness.evidence) for likeness in pairs.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [sorted({one for pair in pairs for one in pair})])
        cursor.execute(_OPEN, values)
        opened = [row[0] for row in cursor.fetchall()]
    cases = list(DuplicateCase.objects.filter(pk__in=opened).order_by("pk"))
    Recipient.objects.filter(cases_claimed__in=cases).update(is_held=True, updated_at=timezone.now())
    trail.record_many("case.opened", cases, actor=actor, kind=DuplicateCase.Kind.LIKENESS.value)
    # Somebody registered at the same moment, and a little later: nobody else closes the need of this claimant.
    if theirs := {case.claimant_id for case in cases if case.claimant_id is not None}.difference(recipient_ids):
        assess(recipient_ids=sorted(theirs))
    return [case.pk for case in cases]


def _registered(recipient_ids: Sequence[int]) -> list[tuple[int, Traits]]:
    columns = ("name_key", "sex", "birth_date", "mother_digest", "household_digest", "village", "nik_sealed")
    people = Recipient.objects.registered().filter(pk__in=recipient_ids).order_by("pk")
    return [
        (pk, Traits(key, sex, born, bytes(mother), bytes(household), village, sealing.unseal(nik)))
        for pk, key, sex, born, mother, household, village, nik in people.values_list("pk", *columns)
    ]


def _pairs(found: Sequence[Likeness]) -> dict[tuple[int, int], Likeness]:
    """(holder, claimant) → likeness: the earlier and the later registration, each pair once, the likest few of a claimant."""
    pairs: dict[tuple[int, int], Likeness] = {}
    claimed: Counter[int] = Counter()
    for likeness in sorted(found, key=lambda one: -one.score):
        holder, claimant = sorted((likeness.number, likeness.recipient_id))
        if (holder, claimant) not in pairs and claimed[claimant] < _CASES_A_PERSON:
            pairs[holder, claimant] = likeness
            claimed[claimant] += 1
    return pairs
