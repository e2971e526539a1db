"""What the school tells after an upload: device and internet at home, and consent, for many people at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from recipients.actions.assess import assess
from recipients.models import Circumstances, Consent, Recipient
from recipients.models.circumstances import registration_only

TICKED = ("device_access", "household_devices", "household_learners", "internet")
_DEFAULTS: dict[str, Any] = {"medium": Consent.Medium.PAPER, "purposes": registration_only}

Answer = Mapping[str, Any]


@transaction.atomic
def record_circumstances(*, answers: Mapping[int, Answer], actor: Actor) -> int:
    """Recipient id → some of TICKED, and "consent": what is told of it, or None to take it back.

    A consent holds `relation`, `given_on` and, where they are told, `medium`, `purposes` and `giver` (a name, kept sealed);
    what is not told of it stays. "was" in an answer maps columns (and "consent_given") to what the sender saw: what somebody
    else has changed since then stays as it is. Only registered people whom the actor sees are touched, and of them only the
    columns that are told; they are assessed anew. Returns how many people it was.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    people = Recipient.objects.visible_to(actor).registered().filter(pk__in=list(answers))
    recipients = list(people.select_for_update(of=("self",)).order_by("pk"))
    circumstances = {c.recipient_id: c for c in Circumstances.objects.filter(recipient__in=recipients)}
    told = {pk: _unseen(answers[pk], circumstances[pk]) for pk in circumstances}
    changed = {name for pk, answer in told.items() for name in _set(circumstances[pk], answer)}
    if changed:
        Circumstances.objects.bulk_update(circumstances.values(), sorted(changed), batch_size=500)
    _write_consents({pk: answer["consent"] for pk, answer in told.items() if "consent" in answer}, recipients, actor)
    trail.record_many("recipient.circumstances_recorded", recipients, actor=actor)
    assess(recipient_ids=[recipient.pk for recipient in recipients])
    return len(recipients)


def _unseen(answer: Answer, now: Circumstances) -> dict[str, Any]:
    """The answer without what somebody else changed after the sender had looked."""
    was = answer.get("was", {})
    stale = {name for name, value in was.items() if getattr(now, name) != value}
    if "consent_given" in stale:
        stale.add("consent")
    return {name: value for name, value in answer.items() if name not in stale | {"was"}}


def _set(circumstances: Circumstances, answer: Answer) -> Iterator[str]:
    """Sets what is told; gives the names of the columns in which that is something new."""
    told = {name: answer[name] for name in TICKED if name in answer}
    if "consent" in answer:
        told["consent_given"] = answer["consent"] is not None
        if answer["consent"] is None and circumstances.consent_given:
            told["consent_withdrawn_on"] = timezone.localdate()
    for name, value in told.items():
        if getattr(circumstances, name) != value:
            setattr(circumstances, name, value)
            yield name


def _write_consents(told: Mapping[int, Answer | None], recipients: Sequence[Recipient], actor: Actor) -> None:
    regions = {r.pk: r.region for r in recipients}
    taken_back = [pk for pk, consent in told.items() if consent is None]
    if taken_back:
        Consent.objects.filter(recipient__in=taken_back).delete()
    given = {pk: consent for pk, consent in told.items() if consent is not None}
    known = {c.recipient_id: c for c in Consent.objects.filter(recipient__in=list(given))} if given else {}
    Consent.objects.bulk_create(
        [
            Consent(
                recipient_id=pk, region=regions[pk], recorded_by_id=actor.user_id, **_columns(consent, known.get(pk))
            )
            for pk, consent in given.items()
        ],
        update_conflicts=True,
        unique_fields=["recipient"],
        update_fields=[
            "relation", "medium", "given_on", "giver_sealed", "purposes", "recorded_by_id", "updated_at",
        ],
    )  # fmt: skip


def _columns(consent: Answer, known: Consent | None) -> dict[str, Any]:
    """All columns of one consent: as told, else as known, else as usual."""
    columns: dict[str, Any] = {"relation": consent["relation"], "given_on": consent["given_on"]}
    for name, default in _DEFAULTS.items():
        usual = default() if callable(default) else default
        columns[name] = consent.get(name) or (getattr(known, name) if known else usual)
    columns["giver_sealed"] = sealing.seal(consent["giver"]) if "giver" in consent else _giver(known)
    return columns


def _giver(known: Consent | None) -> bytes:
    return bytes(known.giver_sealed) if known else b""
