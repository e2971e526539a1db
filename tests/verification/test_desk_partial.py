"""A receipt in part: the school says what did not come and why; verifying proves the rest and opens those needs again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from donations.actions.settle import Missing
from donations.models import Allocation, Device, Handover, Shortfall
from donations.states import AllocationState
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from recipients.statistics import figures
from tests.factories.donations import appoint, complete, offer, people_at, promise
from tests.factories.verification import judged, member, photo, report_on
from tests.house.test_machines import differences
from tests.verification.conftest import Scene
from tests.verification.sending import address, ticked, typed, upload
from verification.actions.submit_report import submit_report
from verification.models import Report
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]
LOST = Missing("lost", "Hilang di jalan.")


@pytest.fixture
def three(scene: Scene) -> Handover:
    """Three tablets changed hands."""
    people_at(scene.school, pupils=3)
    return complete(appoint(promise(scene.donor, scene.school, offer(3))))


def units(handover: Handover) -> list[Allocation]:
    return list(handover.allocations.order_by("pk"))


def short(handover: Handover, *, actor: Actor, missing: int = 1, said: Missing = LOST) -> Report:
    gone = {unit.public_id: said for unit in units(handover)[:missing]}
    return report_on(handover, actor=actor, missing=gone)


def test_the_form_has_all_ticked(scene: Scene, three: Handover, client: Client) -> None:
    page = client.get(address(three)).content.decode()
    assert page.count("-arrived") == 3 * 3
    assert page.count("checked") == 3


def test_a_tick_taken_off_asks_what_happened(scene: Scene, three: Handover, client: Client) -> None:
    data = {**ticked(three, units(three)[0], kind="", reason=" "), **typed(), "photos": [upload()]}
    page = client.post(address(three), data).content.decode()
    assert "Pilih apa yang terjadi dengan gawai ini." in page
    assert "Tuliskan singkat" in page
    assert not Report.objects.exists()


def test_the_count_follows_the_ticks(scene: Scene, three: Handover, client: Client) -> None:
    gone = units(three)[0]
    client.post(address(three), {**ticked(three, gone), **typed(), "photos": [upload()]})
    assert Report.objects.get().received_count == 2
    shortfall = Shortfall.objects.get()
    assert (shortfall.allocation, shortfall.stage, shortfall.kind) == (gone, "reported", "lost")
    assert shortfall.by_id == scene.principal.user_id


def test_verifying_proves_the_rest_and_opens_the_missing_need(scene: Scene, three: Handover) -> None:
    report = short(three, actor=scene.principal)
    before = figures()
    judged(report)
    after = figures()
    assert (after.met - before.met, after.open - before.open) == (2, 1)
    gone, *there = units(three)
    assert (gone.state, {unit.state for unit in there}) == (AllocationState.REFUTED, {AllocationState.HANDED_OVER})
    assert Device.objects.get(allocation=gone).state == "lost"
    assert differences() == ""


@pytest.mark.parametrize("kind", ["not_brought", "refused", "returned"])
def test_what_its_giver_has_again_is_not_lost(scene: Scene, three: Handover, kind: str) -> None:
    judged(short(three, actor=scene.principal, said=Missing(kind, "Dibawa pulang.")))
    assert Device.objects.get(allocation=units(three)[0]).state == "returned"


def test_returning_or_rejecting_moves_it_like_any_other(scene: Scene, three: Handover) -> None:
    report = short(three, actor=scene.principal)
    judged(report, ReportState.RETURNED)
    assert {unit.state for unit in units(three)} == {AllocationState.HANDED_OVER}
    judged(report_on(three, actor=scene.principal), ReportState.REJECTED)
    assert {unit.state for unit in units(three)} == {AllocationState.REFUTED}
    assert differences() == ""


def test_sent_again_it_keeps_what_was_missing_and_may_add(scene: Scene, three: Handover, client: Client) -> None:
    judged(short(three, actor=scene.principal), ReportState.RETURNED)
    first, second, third = units(three)
    page = client.get(address(three)).content.decode()
    assert "Sudah dilaporkan tidak sampai" in page
    assert f"gawai-{first.public_id}-arrived" not in page
    client.post(address(three), {**ticked(three, second), **typed()})
    assert Report.objects.get().received_count == 1
    judged(Report.objects.get())
    assert [unit.state for unit in units(three)] == ["refuted", "refuted", "handed_over"]
    assert third.pk == units(three)[-1].pk


def test_the_validator_sees_what_is_missing_and_why(scene: Scene, three: Handover, client_as: ClientAs) -> None:
    report = short(three, actor=scene.principal)
    where = reverse("verification:report_detail", args=[report.public_id])
    page = client_as(scene.validator).get(where).content.decode()
    assert "Tidak sampai (hilang di perjalanan): Hilang di jalan." in page
    assert page.count("Hilang di jalan.") == 1


def test_a_report_of_nothing_is_refused(scene: Scene, three: Handover) -> None:
    with pytest.raises(Refused, match="tidak satu gawai pun"):
        short(three, actor=scene.principal, missing=3)


def test_a_device_of_another_handover_cannot_be_missed(scene: Scene, three: Handover) -> None:
    foreign = {scene.handover.allocations.get().public_id: LOST}
    with pytest.raises(Refused, match="tidak lagi ada"):
        submit_report(
            handover=three,
            received_on=timezone.localdate(),
            photos=[photo()],
            missing=foreign,
            actor=scene.principal,
        )


@pytest.mark.parametrize("said", [Missing("stolen by aliens", "Ya."), Missing("lost", "  ")])
def test_a_kind_and_a_reason_are_needed(scene: Scene, three: Handover, said: Missing) -> None:
    with pytest.raises(Refused, match="Pilih apa yang terjadi"):
        short(three, actor=scene.principal, said=said)


def test_another_school_misses_nothing_here(three: Handover, client_as: ClientAs, outsider: Actor) -> None:
    data = {**ticked(three, units(three)[0]), **typed(), "photos": [upload()]}
    assert client_as(outsider).post(address(three), data).status_code == 404
    assert not Shortfall.objects.exists()


def test_what_was_said_stays(scene: Scene, three: Handover) -> None:
    short(three, actor=scene.principal)
    with pytest.raises(DatabaseError), transaction.atomic():
        Shortfall.objects.update(reason="Lain.")


def test_the_giver_reads_how_many_were_proven(scene: Scene, three: Handover) -> None:
    judged(short(three, actor=scene.principal), actor=member("validator"))
    assert three.pledge.donor.organisation_id == scene.donor.organisation_id
    assert Report.objects.get().verdicts.get().decision == ReportState.VERIFIED
