"""Who had a part in a gift: nobody proves their own work, as a natural person, whatever account they used (promises 24, 25).

One question, `had_part(person)`, asked of one report before a verdict and of the whole queue before it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable

from donations.models import (
    Allocation,
    Device,
    HandoverCertificate,
    HandoverCode,
    Intake,
    LedgerEntry,
    MatchingLine,
    Shortfall,
)
from ksbb.accounts.models import Membership, User
from ksbb.audit.models import Event
from ksbb.imports.models import ImportRun
from recipients.models import Appeal, DuplicateCase
from verification.models import Evidence, Verdict, VerdictAppeal

_HANDOVER = OuterRef("handover_id")
_COLUMNS = (
    "submitted_by_id",
    "handover__planned_by_id",
    "handover__done_by_id",
    "handover__reported_by_id",
    "handover__giver_confirmed_by_id",
    "handover__officer_id",
    "handover__pledge__committed_by_id",
    "handover__pledge__accepted_by_id",
    "handover__pledge__split_from__committed_by_id",
    "handover__pledge__wish__promised_by_id",
    "handover__pledge__basket__created_by_id",
    "handover__pledge__basket__committed_by_id",
)


@dataclass(frozen=True)
class Person:
    """A natural person: all accounts with the same digest of the NIK, what they ever belonged to, what they brought in by file.

    `home` are the kelurahan that the accounts name. An invitation that was never accepted does not count: a school could shut
    out a validator by inviting them.
    """

    accounts: tuple[int, ...]
    digests: tuple[bytes, ...] = ()
    home: tuple[str, ...] = ()
    organisations: tuple[int, ...] = ()
    files: tuple[int, ...] = ()


def person_of(user_id: int) -> Person:
    """Four queries at most."""
    digest = User.objects.filter(pk=user_id).values_list("person_digest", flat=True).first()
    same = Q(pk=user_id) | Q(person_digest=digest) if digest else Q(pk=user_id)
    known = list(User.objects.filter(same).values_list("pk", "home_region"))
    accounts = tuple(sorted(pk for pk, _home in known))
    memberships = Membership.objects.filter(user_id__in=accounts, accepted_at__isnull=False)
    runs = ImportRun.objects.filter(Q(read_by_id__in=accounts) | Q(applying_by_id__in=accounts))
    return Person(
        accounts=accounts,
        digests=(bytes(digest),) if digest else (),
        home=tuple(sorted({home for _pk, home in known if home})),
        organisations=tuple(sorted(set(memberships.values_list("organisation_id", flat=True)))),
        files=tuple(runs.values_list("pk", flat=True)),
    )


def had_part(person: Person) -> Q:
    """For a queryset of reports: lives in the kelurahan, belonged to a side, or did one of the steps from register to report."""
    sides = Q(region__in=person.home) | Q(handover__school__organisation_id__in=person.organisations)
    sides |= Q(handover__pledge__donor__organisation_id__in=person.organisations)
    for column in _COLUMNS:
        sides |= Q(**{f"{column}__in": person.accounts})
    for part in (*_handed(person.accounts), *_people(person), *_told(person.accounts)):
        sides |= Q(part)
    return sides


def _units(condition: Q) -> Exists:
    return Exists(Allocation.objects.filter(condition, handover_id=_HANDOVER))


def _handed(accounts: tuple[int, ...]) -> list[Combinable]:
    """Papers, devices, books, matching, the code at the door, the photos."""
    papers = HandoverCertificate.objects.filter(handover_id=_HANDOVER)
    lines = MatchingLine.objects.filter(pledge_id=OuterRef("handover__pledge_id"))
    return [
        Exists(papers.filter(Q(issued_by_id__in=accounts) | Q(voided_by_id__in=accounts))),
        Exists(Intake.objects.filter(device__allocation__handover_id=_HANDOVER, checked_by_id__in=accounts)),
        Exists(LedgerEntry.objects.filter(handover_id=_HANDOVER, recorded_by_id__in=accounts)),
        Exists(HandoverCode.objects.filter(handover_id=_HANDOVER, opened_by_id__in=accounts)),
        Exists(Shortfall.objects.filter(handover_id=_HANDOVER, by_id__in=accounts)),
        Exists(lines.filter(Q(run__confirmed_by_id__in=accounts) | Q(run__asked_by_id__in=accounts))),
        Exists(Evidence.objects.filter(report_id=OuterRef("pk"), submitted_by_id__in=accounts)),
        _units(Q(device__inspected_by_id__in=accounts) | Q(device__lot__recorded_by_id__in=accounts)),
        _units(Q(line__lot__recorded_by_id__in=accounts) | Q(line__lot__consignment__received_by_id__in=accounts)),
    ]


def _people(person: Person) -> list[Combinable]:
    """The recipients: who registered, corrected or judged them, who brought them in by file, and they themselves."""
    recipients = Allocation.objects.filter(handover_id=OuterRef(_HANDOVER)).values("need__recipient_id")
    found: list[Combinable] = [
        _units(Q(need__recipient__registered_by_id__in=person.accounts)),
        _units(Q(line__lot__aggregator__organisation_id__in=person.organisations)),
        Exists(
            Appeal.objects.filter(
                Q(decided_by_id__in=person.accounts) | Q(filed_by_id__in=person.accounts), recipient_id__in=recipients
            )
        ),
        Exists(
            DuplicateCase.objects.filter(
                Q(holder_id__in=recipients) | Q(claimant_id__in=recipients),
                Q(decided_by_id__in=person.accounts) | Q(opened_by_id__in=person.accounts),
            )
        ),
    ]
    if person.files:
        found.append(_units(Q(need__recipient__import_run_id__in=person.files)))
        found.append(_units(Q(device__import_run_id__in=person.files)))
    if person.digests:
        theirs = Q(need__recipient__identities__purpose="nik", need__recipient__identities__digest__in=person.digests)
        found.append(_units(theirs))
    return found


def _told(accounts: tuple[int, ...]) -> list[Combinable]:
    """What the trail alone knows: corrections of recipients, devices, promises and appointments. And appeals against a verdict:
    whoever gave it, or let it be opened again, does not judge anew."""
    units = Allocation.objects.filter(handover_id=OuterRef(_HANDOVER))
    mine = Event.objects.filter(user_id__in=accounts)
    devices = Device.objects.filter(allocation__handover_id=OuterRef(_HANDOVER))
    appeals = VerdictAppeal.objects.filter(report_id=OuterRef("pk"))
    opened_again = Verdict.objects.filter(report_id=OuterRef("pk"), appeal__state="granted")
    return [
        Exists(mine.filter(thing="donations.pledge", thing_id=OuterRef("handover__pledge_id"))),
        Exists(mine.filter(thing="donations.handover", thing_id=_HANDOVER)),
        Exists(mine.filter(thing="recipients.recipient", thing_id__in=units.values("need__recipient_id"))),
        Exists(mine.filter(thing="donations.device", thing_id__in=devices.values("pk"))),
        Exists(appeals.filter(Q(filed_by_id__in=accounts) | Q(decided_by_id__in=accounts))),
        Exists(opened_again.filter(decided_by_id__in=accounts)),
    ]
