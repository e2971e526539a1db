"""Everything that tells who somebody was goes; what counts and what proves stays, without a name."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Func, Q
from django.db.models.functions import TruncYear
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRow
from recipients.actions.settle_requests import settle_requests
from recipients.models import (
    Appeal,
    Assessment,
    CheckLine,
    Circumstances,
    Consent,
    DataRequest,
    DuplicateCase,
    Identity,
    IncomeBand,
    OfficialFact,
    RankLetter,
    Recipient,
)

# What there is nothing left to ask for. A copy that was asked for is given before (`why_not_erase`, `erase_expired`).
_SETTLED = [kind for kind in DataRequest.Kind.values if kind != DataRequest.Kind.COPY]
_NOTHING = b""
# As many as the version has clauses, so that the verdict can still be read along with it.
_ZEROS = Func(F("parts"), template="array_fill(0::smallint, ARRAY[cardinality(%(expressions)s)])")


@transaction.atomic
def wipe_people(*, recipient_ids: Sequence[int], actor: Actor) -> int:
    """Wipe these people, who have left the register, one statement per table; returns how many. Callers have checked why not.

    Of a birth date the year stays. Verdicts keep their points but no longer tell for what; device and internet at home stay,
    for the census. The trail keeps its events: they never held a name.
    """
    gone = Recipient.objects.filter(pk__in=list(recipient_ids), erased_at__isnull=True)
    people = list(gone.only("pk", "region").select_for_update(of=("self",)).order_by("pk"))
    ids = [person.pk for person in people]
    theirs = {"recipient__in": ids}
    for model in (Identity, Consent, RankLetter, OfficialFact, CheckLine):
        model._default_manager.filter(**theirs).delete()
    Circumstances.objects.filter(**theirs).update(
        consent_given=False, is_orphan=False, has_disability=False, has_kip=False, has_kjp=False, has_kps=False,
        dtsen_decile=None, income_band=IncomeBand.UNKNOWN,
    )  # fmt: skip
    Assessment.objects.filter(**theirs).update(parts=_ZEROS)
    Appeal.objects.filter(**theirs).update(message_sealed=_NOTHING, contact_sealed=_NOTHING, answer_sealed=_NOTHING)
    DuplicateCase.objects.filter(Q(holder__in=ids) | Q(claimant__in=ids)).update(
        claim_sealed=_NOTHING, note_sealed=_NOTHING
    )
    _wipe_rows(ids)
    Recipient.objects.filter(pk__in=ids).update(
        full_name="", name_key="", birth_date=TruncYear("birth_date"), class_group="", grade=None, village="",
        mother_digest=_NOTHING, household_digest=_NOTHING, nik_sealed=_NOTHING, nisn_sealed=_NOTHING,
        nuptk_sealed=_NOTHING, phone_sealed=_NOTHING, erased_at=timezone.now(), erased_by_id=actor.user_id,
    )  # fmt: skip
    trail.record_many("recipient.erased", people, actor=actor)
    settle_requests(recipient_ids=ids, kinds=_SETTLED, actor=actor)
    return len(ids)


def _wipe_rows(ids: Sequence[int]) -> None:
    """Their rows in uploaded files; looked for among the runs of their schools, which an index finds."""
    schools = Recipient.objects.filter(pk__in=ids).values("school__organisation")
    ImportRow.objects.filter(run__organisation__in=schools, recipient_id__in=ids).update(
        label_sealed=_NOTHING,
        facts_sealed=_NOTHING,
        changes_sealed=_NOTHING,
        before_sealed=_NOTHING,
        cells_sealed=_NOTHING,
    )
