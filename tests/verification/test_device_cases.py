"""A device in trouble: the school tells, the Sudin decides, the person is helped again at most once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import Device, WantedDevice
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from recipients.actions.declare_needs import declare_needs
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import Need
from recipients.statistics import figures_of_schools
from tests.factories.accounts import MembershipFactory
from tests.factories.use import case_of, decided, proven
from tests.factories.verification import handed_over, judged, member, principal_of, report_on
from tests.verification.test_use_rounds import at_once
from verification.actions.decide_device_case import decide_device_case
from verification.actions.open_device_case import open_device_case
from verification.actions.tell_device_case import tell_device_case
from verification.models import DeviceCase, IntegrityCase


def device_in(handover_id: int) -> Device:
    return Device.objects.get(allocation__handover=handover_id)


def tell(device: Device, actor: Actor, kind: str = "stolen", **facts: object) -> DeviceCase:
    told: dict[str, object] = {"happened_on": timezone.localdate(), "text": "Kelas dibobol semalam."}
    return tell_device_case(device=device, kind=kind, actor=actor, **told | facts)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_school_tells_and_the_numbers_are_looked_for() -> None:
    handover = proven()
    principal = principal_of(handover.school)
    officer = member("city_supervisor")
    case = tell(device_in(handover.pk), principal, police_number="LP/12/X/2026")
    assert (case.state, case.kind, case.region) == ("open", "stolen", handover.region)
    device = device_in(handover.pk)
    assert device.state == "stolen"
    wanted = WantedDevice.objects.filter(device=device, lifted_at=None)
    assert {one.value for one in wanted} == {number.value for number in device.numbers.all()}
    assert {one.why for one in wanted} == {"stolen"}
    assert Message.objects.filter(kind="verification/device_case_opened", to_user_id=officer.user_id).count() == 1


@pytest.mark.django_db
def test_what_cannot_be_true_is_refused() -> None:
    handover = proven()
    principal, device = principal_of(handover.school), device_in(handover.pk)
    with pytest.raises(Refused, match="belum lewat"):
        tell(device, principal, happened_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused, match="belum diserahkan"):
        tell(device, principal, happened_on=timezone.localdate() - timedelta(days=400))
    tell(device, principal)
    with pytest.raises(Refused, match="sudah dilaporkan"):
        tell(device, principal)


@pytest.mark.django_db
def test_another_school_tells_nothing(outsider: Actor) -> None:
    device = device_in(proven().pk)
    with pytest.raises(Forbidden):
        tell(device, outsider)
    assert device_in(device.allocation.handover_id).state == "in_use"  # type: ignore[union-attr, arg-type]


@pytest.mark.django_db
def test_a_find_joins_the_open_case() -> None:
    handover = proven()
    case = case_of(handover, "stolen")
    again = open_device_case(device=case.device, kind="found", source="finder", actor=member("auditor"))
    assert again == case


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "outcome", "state"),
    [
        ("lost", "back", "in_use"),
        ("stolen", "gone", "stolen"),
        ("damaged", "repaired", "in_use"),
        ("damaged", "retired", "retired"),
        ("sold", "gone", "lost"),
        ("found", "back", "in_use"),
    ],
)
def test_the_device_follows_the_outcome(kind: str, outcome: str, state: str) -> None:
    handover = proven()
    case = decided(case_of(handover, kind), outcome, "none")
    assert (case.state, device_in(handover.pk).state) == ("closed", state)
    still_wanted = WantedDevice.objects.filter(device=case.device, lifted_at=None).exists()
    assert still_wanted is (kind in ("stolen", "sold"))


@pytest.mark.django_db
def test_the_need_opens_again_once_and_the_numbers_hold() -> None:
    handover = proven(3)
    before = figures_of_schools([handover.school_id])[handover.school_id, "student_device"]
    case = decided(case_of(handover))
    after = figures_of_schools([handover.school_id])[handover.school_id, "student_device"]
    assert (after.needed, after.open, after.met) == (before.needed, before.open + 1, before.met - 1)
    person = case.device.allocation.need.recipient_id  # type: ignore[union-attr]
    assert list(Need.objects.filter(recipient=person).order_by("pk").values_list("state", flat=True)) == [
        "closed",
        "open",
    ]
    declare_needs(recipient_ids=[person])
    assert Need.objects.filter(recipient=person).count() == 2
    found = open_device_case(device=case.device, kind="found", source="finder", actor=member("auditor"))
    with pytest.raises(Refused, match="sudah pernah dibuka lagi"):
        decided(found)


@pytest.mark.django_db
def test_who_left_the_register_is_not_put_in_line_again() -> None:
    handover = proven()
    case = case_of(handover)
    person = case.device.allocation.need.recipient  # type: ignore[union-attr]
    withdraw_recipient(recipient=person, reason="left", actor=principal_of(handover.school))
    with pytest.raises(Refused, match="tidak lagi terdaftar"):
        decided(case)
    case.refresh_from_db()
    assert (case.state, Need.objects.get(recipient=person).state) == ("open", "met")


@pytest.mark.django_db
def test_nobody_decides_what_they_told_or_for_their_own_school() -> None:
    handover = proven()
    officer = member("city_supervisor")
    case = case_of(handover, actor=officer)
    words = {"outcome": "gone", "replacement": "none", "finding": "Tidak ketemu di mana pun."}
    with pytest.raises(Forbidden):
        decide_device_case(case=case, actor=officer, **words)
    teacher = member("city_supervisor")
    MembershipFactory.create(
        user=Membership.objects.get(pk=teacher.membership_id).user, organisation=handover.school.organisation,
        role="school_operator",
    )  # fmt: skip
    with pytest.raises(Forbidden):
        decide_device_case(case=case, actor=teacher, **words)
    with pytest.raises(Forbidden):
        decide_device_case(case=case, actor=member("city_supervisor", codes=("31.74",)), **words)
    with pytest.raises(Forbidden):
        decide_device_case(case=case, actor=principal_of(handover.school), **words)


@pytest.mark.django_db
def test_before_the_proof_nothing_is_in_use_again_and_no_need_opens() -> None:
    handover = handed_over()
    case = case_of(handover)
    with pytest.raises(Refused, match="belum terverifikasi"):
        decided(case, "back", "none")
    with pytest.raises(Refused, match="belum terverifikasi"):
        decided(case)
    judged(report_on(handover))
    assert device_in(handover.pk).state == "lost"
    assert decided(case, "back", "none").state == "closed"


@pytest.mark.django_db
def test_what_is_used_again_is_not_replaced() -> None:
    case = case_of(proven())
    with pytest.raises(Refused, match="tidak perlu diganti"):
        decided(case, "back", "need_again")
    with pytest.raises(Refused, match="tidak cocok"):
        decided(case, "repaired", "none")


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_make_one_case_and_two_who_decide_one_verdict() -> None:
    handover = proven()
    device, principal, colleague = device_in(handover.pk), principal_of(handover.school), principal_of(handover.school)
    told = at_once(lambda: tell(device, principal, "lost"), lambda: tell(device, colleague, "lost"))
    assert sorted(map(bool, told)) == [False, True]
    case = DeviceCase.objects.get()
    officers = [member("city_supervisor"), member("city_supervisor")]
    words = {"outcome": "gone", "replacement": "need_again", "finding": "Tidak ketemu di mana pun."}
    told = at_once(
        *[lambda officer=officer: decide_device_case(case=case, actor=officer, **words) for officer in officers]
    )
    assert sorted(map(bool, told)) == [False, True]
    assert Need.objects.filter(recipient=device.allocation.need.recipient_id, state="open").count() == 1  # type: ignore[union-attr]


@pytest.mark.django_db
def test_aid_that_was_sold_opens_a_matter_of_integrity_by_itself_and_once() -> None:
    handover = proven()
    coordinator = member("coordinator", codes=("31",))
    device = device_in(handover.pk)
    case_of(handover, "lost")
    case_of(handover, "sold", source="use_round")
    case_of(handover, "sold", source="complaint")
    found = IntegrityCase.objects.get()
    assert (found.kind, found.device_id, found.region, found.opened_by_id) == ("sold", device.pk, handover.region, None)
    assert found.organisation_id == handover.school.organisation_id
    assert Message.objects.filter(kind="verification/case_opened", to_user_id=coordinator.user_id).count() == 1


@pytest.mark.django_db
def test_a_sold_device_cannot_come_back_as_a_gift_and_a_broken_one_is_no_matter_of_integrity() -> None:
    sold, broken = proven(), proven()
    case_of(sold, "sold")
    case_of(broken, "damaged")
    numbers = {number.value for number in device_in(sold.pk).numbers.all()}
    assert set(WantedDevice.objects.values_list("value", flat=True)) == numbers
    assert IntegrityCase.objects.get().device_id == device_in(sold.pk).pk
