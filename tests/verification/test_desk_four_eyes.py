"""Nobody proves their own work, as a natural person: through a second account, an import, a correction, a paper or a home."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from donations.models import Device, Handover, HandoverCertificate, HandoverCode, Intake, MatchingLine
from ksbb.accounts.actions.tell_person import tell_person
from ksbb.accounts.models import User
from ksbb.accounts.persons import ELSEWHERE, person_digest, why_not_nik
from ksbb.audit import trail
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.imports.models import ImportRun
from recipients.models import Identity, Recipient
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.giving import wish_of
from tests.factories.matching import run_of
from tests.factories.territories import area
from tests.factories.verification import member
from tests.verification.conftest import Scene
from verification.actions.claim_next import claim_next
from verification.actions.decide import decide
from verification.models import Report, Verdict
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]
NIK = "3173061509900001"
Part = Callable[[Scene, int], object]


def pupil(scene: Scene) -> Recipient:
    return Recipient.objects.get(needs__allocations__handover=scene.handover)


def _file_of(scene: Scene, user: int) -> int:
    """A file that `user` brought in."""
    run = ImportRun.objects.create(
        kind="murid",
        organisation=scene.school.organisation,
        region=scene.handover.region,
        file_name="daftar.xlsx",
        sha256="0" * 64,
        read_at=timezone.now(),
        read_by_id=user,
    )
    return int(run.pk)


PARTS: dict[str, Part] = {
    "lives there": lambda scene, user: User.objects.filter(pk=user).update(home_region=scene.handover.region),
    "planned": lambda scene, user: Handover.objects.update(planned_by_id=user),
    "went along": lambda scene, user: Handover.objects.update(officer_id=user),
    "paper": lambda scene, user: HandoverCertificate.objects.filter(device__isnull=False).update(issued_by_id=user),
    "device": lambda scene, user: Device.objects.update(inspected_by_id=user),
    "registered": lambda scene, user: Recipient.objects.filter(pk=pupil(scene).pk).update(registered_by_id=user),
    "file of people": lambda scene, user: Recipient.objects.filter(pk=pupil(scene).pk).update(
        import_run_id=_file_of(scene, user)
    ),
    "file of devices": lambda scene, user: Device.objects.update(import_run_id=_file_of(scene, user)),
    "code": lambda scene, user: HandoverCode.objects.create(
        handover=scene.handover,
        digest=b"x",
        opened_at=timezone.now(),
        opened_by_id=user,
        expires_at=timezone.now(),
        ended_at=timezone.now(),
    ),
    "receives it": lambda scene, user: Identity.objects.create(
        purpose="nik",
        digest=bytes(User.objects.get(pk=user).person_digest or b""),
        recipient=pupil(scene),
        region=scene.handover.region,
    ),
}


def second_account(actor: Actor) -> int:
    """Another sign-in of the same natural person, without any role."""
    digest = User.objects.get(pk=actor.user_id).person_digest
    return int(UserFactory.create(person_digest=digest).pk)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_at_any_stage_shuts_out(scene: Scene, report: Report, part: str) -> None:
    PARTS[part](scene, scene.validator.user_id or 0)
    assert claim_next(actor=scene.validator) is None
    with pytest.raises(Forbidden, match="pernah terlibat"):
        decide(report=report, decision=ReportState.VERIFIED, actor=scene.validator)
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("part", [name for name in PARTS if name != "receives it"])
def test_a_part_under_another_account_shuts_out_as_well(scene: Scene, report: Report, part: str) -> None:
    PARTS[part](scene, second_account(scene.validator))
    assert claim_next(actor=scene.validator) is None
    with pytest.raises(Forbidden):
        decide(report=report, decision=ReportState.VERIFIED, actor=scene.validator)


@pytest.mark.parametrize("part", PARTS)
def test_somebody_else_s_part_shuts_out_nobody(scene: Scene, report: Report, part: str) -> None:
    PARTS[part](scene, member("validator", codes=("31.72",)).user_id or 0)
    assert claim_next(actor=scene.validator) == report


@pytest.mark.parametrize("side", ["school", "donor"])
def test_a_second_account_at_the_school_or_the_giver_shuts_out(scene: Scene, report: Report, side: str) -> None:
    sides = {
        "school": ("school_operator", scene.school.organisation),
        "donor": ("donor", scene.handover.pledge.donor.organisation),
    }
    role, organisation = sides[side]
    MembershipFactory.create(user_id=second_account(scene.validator), role=role, organisation=organisation)
    assert claim_next(actor=scene.validator) is None


def test_a_correction_that_only_the_trail_knows_shuts_out(scene: Scene, report: Report) -> None:
    clerk = member("school_operator")
    person = User.objects.get(pk=scene.validator.user_id)
    User.objects.filter(pk=clerk.user_id).update(person_digest=person.person_digest)
    trail.record("recipient.updated", pupil(scene), actor=clerk)
    assert claim_next(actor=scene.validator) is None


def test_who_confirmed_the_matching_shuts_out(scene: Scene, report: Report) -> None:
    wish_of(scene.donor, region=scene.handover.region[:5])
    run = run_of(member("coordinator"))
    MatchingLine.objects.filter(run=run).update(pledge=scene.handover.pledge)
    type(run).objects.update(confirmed_by_id=scene.validator.user_id)
    assert claim_next(actor=scene.validator) is None


def test_who_inspected_the_used_device_shuts_out(scene: Scene, report: Report) -> None:
    device = scene.handover.allocations.get().device
    Intake.objects.create(
        device=device,
        place="donor",
        outcome="repair",
        region=scene.handover.region,
        checked_at=timezone.now(),
        checked_by_id=scene.validator.user_id,
    )
    assert claim_next(actor=scene.validator) is None


def test_two_people_without_a_number_are_two_people(scene: Scene, report: Report) -> None:
    stranger = UserFactory.create()
    Handover.objects.update(planned_by_id=stranger.pk)
    assert claim_next(actor=scene.validator) == report


# --- Who one is ------------------------------------------------------------------------------------


@pytest.fixture
def newcomer(scene: Scene) -> Actor:
    """A validator who has not told who they are."""
    actor = member("validator", codes=("31.73",))
    User.objects.filter(pk=actor.user_id).update(person_digest=None, home_region="")
    return actor


def test_before_the_first_judgement_one_tells_who_one_is(report: Report, newcomer: Actor, client_as: ClientAs) -> None:
    client = client_as(newcomer)
    page = client.get(reverse("verification:report_detail", args=[report.public_id])).content.decode()
    assert reverse("accounts:person_tell") in page
    assert 'value="verified"' not in page
    assert reverse("accounts:person_tell") in client.get("/laporan/").content.decode()
    assert client.post(reverse("verification:desk_next"))["Location"] == reverse("accounts:person_tell")
    with pytest.raises(Refused, match="siapa Anda"):
        decide(report=report, decision=ReportState.VERIFIED, actor=newcomer)
    assert Report.objects.get().claimed_by_id is None


def test_the_number_is_told_once_and_kept_as_a_digest(report: Report, newcomer: Actor, client_as: ClientAs) -> None:
    client, address = client_as(newcomer), reverse("accounts:person_tell")
    area("31.73.06.1002")
    answer = client.post(address, {"nik": "3173 0615 0990 0001", "home": "31.73.06.1002"})
    assert answer["Location"] == reverse("verification:report_list")
    user = User.objects.get(pk=newcomer.user_id)
    assert bytes(user.person_digest or b"") == person_digest(NIK)
    assert user.home_region == "31.73.06.1002"
    assert NIK not in str(list(Event.objects.values()))
    client.post(address, {"nik": "3173061509900002", "home": ELSEWHERE})
    assert bytes(User.objects.get(pk=newcomer.user_id).person_digest or b"") == person_digest(NIK)


@pytest.mark.parametrize("nik", ["", "123", "317306150990000A", "3173069909900001", "3173060013900001"])
def test_a_number_that_cannot_be_one_is_not_taken(newcomer: Actor, client_as: ClientAs, nik: str) -> None:
    client_as(newcomer).post(reverse("accounts:person_tell"), {"nik": nik, "home": ELSEWHERE})
    assert User.objects.get(pk=newcomer.user_id).person_digest is None


def test_a_woman_s_number_has_forty_more_days() -> None:
    assert why_not_nik("3173065509900001") is None


def test_nobody_tells_it_of_somebody_else(scene: Scene, newcomer: Actor) -> None:
    with pytest.raises(Forbidden):
        tell_person(user=User.objects.get(pk=newcomer.user_id), nik=NIK, home_region=ELSEWHERE, actor=scene.validator)


def test_the_operators_link_accounts(scene: Scene, report: Report) -> None:
    other = UserFactory.create()
    Handover.objects.update(planned_by_id=other.pk)
    email = User.objects.get(pk=scene.validator.user_id).email
    call_command("link_accounts", email, other.email)
    assert claim_next(actor=scene.validator) is None


def test_accounts_that_told_different_numbers_are_not_linked(scene: Scene) -> None:
    emails = [User.objects.get(pk=one.user_id).email for one in (scene.validator, member("validator"))]
    with pytest.raises(CommandError):
        call_command("link_accounts", *emails)
