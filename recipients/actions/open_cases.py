"""A school claims people whose numbers another school has registered: a case each, for the Sudin to decide."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden
from recipients.case_policies import due_on
from recipients.models import DuplicateCase, Identity
from recipients.registration import Registration, packed
from recipients.states import RecipientState
from schools.models import School

PURPOSES = ("nik", "nisn", "nuptk")

# A claim that waits already is found again and takes the newest typing: it is a correction.
_OPEN = """
INSERT INTO recipients_duplicatecase
    (public_id, created_at, updated_at, kind, state, holder_id, holder_region, claimant_school_id, region, claim_sealed,
     evidence, due_on, opened_by_id, outcome, ground, note_sealed)
SELECT gen_random_uuid(), %(now)s, %(now)s, 'number', 'open', r.id, r.region, %(school)s, %(region)s, c.claim,
       c.evidence, %(due)s, %(user)s, '', '', ''
FROM unnest(%(holders)s::bigint[], %(claims)s::bytea[], %(evidence)s::jsonb[]) AS c(holder, claim, evidence)
JOIN recipients_recipient r ON r.id = c.holder AND r.state = 'registered'
ORDER BY r.id
ON CONFLICT (holder_id, claimant_school_id) WHERE state = 'open' AND kind = 'number'
DO UPDATE SET claim_sealed = EXCLUDED.claim_sealed, evidence = EXCLUDED.evidence, updated_at = EXCLUDED.updated_at
RETURNING id, holder_id, xmax = 0
"""

# Before the case: who withdraws one of these people waits from now on and finds it; a withdrawal that was quicker leaves nothing
# to decide. The case's own keys to its people would not do: they are looked at when the transaction ends.
HOLD = "SELECT 1 FROM recipients_recipient WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


@dataclass(frozen=True, slots=True)
class Claim:
    """`number`: the caller's own, a row of a file or any for a form."""

    number: int
    person: Registration


@transaction.atomic
def open_cases(
    *, school: School, claims: Sequence[Claim], actor: Actor, import_run_id: int | None = None
) -> dict[int, int]:
    """Claim number → the open case, for those claims whose NIK, NISN or NUPTK is registered at another school.

    Claims of people who are registered nowhere, or at `school` itself, are left out. The same claim finds the same case. Always
    the same few statements, whichever number it is and wherever the person is.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    if not actor.is_system and actor.organisation_id != school.organisation_id:
        raise Forbidden("only the own school")
    held = _held_elsewhere(school, claims)
    cases, new = _write(school, held, actor)
    trail.record_many(
        "case.opened",
        list(DuplicateCase.objects.filter(pk__in=new).order_by("pk")),
        actor=actor,
        kind=DuplicateCase.Kind.NUMBER.value,
        import_run=import_run_id,
    )
    return {claim.number: cases[holder] for claim, holder, _by in held if holder in cases}


def _held_elsewhere(school: School, claims: Sequence[Claim]) -> list[tuple[Claim, int, str]]:
    """(claim, holder, by which number). Where two numbers belong to two people, the NIK tells."""
    digests = {digest for claim in claims for digest in claim.person.digests.values()}
    rows = Identity.objects.of(digests).filter(recipient__state=RecipientState.REGISTERED)
    rows = rows.exclude(recipient__school=school)
    owners: Mapping[tuple[str, bytes], int] = {
        (purpose, bytes(digest)): holder
        for purpose, digest, holder in rows.values_list("purpose", "digest", "recipient")
    }
    held = []
    for claim in claims:
        known = claim.person.digests
        by = next((purpose for purpose in PURPOSES if (purpose, known.get(purpose, b"")) in owners), None)
        if by is not None:
            held.append((claim, owners[by, known[by]], by))
    return held


def _write(school: School, held: Sequence[tuple[Claim, int, str]], actor: Actor) -> tuple[dict[int, int], list[int]]:
    """Holder → case, and the cases that are new. Of two claims of one person the later one counts."""
    by_holder = {holder: (claim, by) for claim, holder, by in held}
    values: dict[str, Any] = {
        "now": timezone.now(),
        "school": school.pk,
        "region": school.region,
        "due": due_on(),
        "user": actor.user_id,
        "holders": list(by_holder),
        "claims": [sealing.seal(packed(claim.person)) for claim, _by in by_holder.values()],
        "evidence": [json.dumps({"number": by}) for _claim, by in by_holder.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [values["holders"]])
        cursor.execute(_OPEN, values)
        written = cursor.fetchall()
    return {holder: case for case, holder, _is_new in written}, [case for case, _holder, is_new in written if is_new]
