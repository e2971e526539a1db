"""What a verified report says of devices that never came: whose number is free, whose is looked for, and whose loan is over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from donations.actions.find_device import find_device
from donations.actions.keep_device import keep_device
from donations.actions.settle import Missing
from donations.fate import fate_of_entry
from donations.known_devices import DeviceKnown
from donations.models import Device, DeviceNumber, Handover, LedgerEntry, Loan, WantedDevice
from donations.wanted import DeviceWanted
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from tests.donations.parallel import at_once, kinds
from tests.donations.test_shortfalls import place_three
from tests.factories.devices import stocked
from tests.factories.donations import appoint, complete, confirm, offer, people_at, promise
from tests.factories.verification import judged, member, report_on
from tests.house.test_machines import differences
from tests.verification.conftest import Scene
from verification.models import Report
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]


def two(scene: Scene, device_type: str = "tablet") -> Handover:
    people_at(scene.school, pupils=2, teachers=2)
    return complete(appoint(promise(scene.donor, scene.school, offer(2, device_type))))


def first_of(handover: Handover) -> Device:
    return Device.objects.filter(allocation__handover=handover).order_by("pk")[0]


def told(handover: Handover, kind: str, *, actor: Actor) -> Report:
    unit = first_of(handover).allocation
    assert unit is not None
    return report_on(handover, actor=actor, missing={unit.public_id: Missing(kind, "Dibawa pulang oleh kurir.")})


def written_down(device: Device, giver: Actor) -> Device:
    return stocked(giver, device_type="tablet", condition="new", imei=device.imei, serial_number=device.serial_number)


@pytest.mark.parametrize("kind", ["refused", "returned", "not_brought"])
def test_what_went_back_may_be_written_down_again_once(scene: Scene, kind: str) -> None:
    handover = two(scene)
    device = first_of(handover)
    report = told(handover, kind, actor=scene.principal)
    with pytest.raises(DeviceKnown):
        written_down(device, scene.donor)
    judged(report)
    again = written_down(device, scene.donor)
    assert (again.imei, again.pk != device.pk) == (device.imei, True)
    with pytest.raises(DeviceKnown):
        written_down(device, scene.donor)
    assert not WantedDevice.objects.exists()
    assert differences() == ""


@pytest.mark.parametrize("decision", [ReportState.RETURNED, ReportState.REJECTED])
def test_a_report_that_proves_nothing_frees_no_number(scene: Scene, decision: str) -> None:
    handover = two(scene)
    judged(told(handover, "refused", actor=scene.principal), decision)
    with pytest.raises(DeviceKnown):
        written_down(first_of(handover), scene.donor)


def test_what_came_keeps_its_number(scene: Scene) -> None:
    handover = two(scene)
    judged(told(handover, "refused", actor=scene.principal))
    came = Device.objects.get(allocation__handover=handover, state="in_use")
    with pytest.raises(DeviceKnown):
        written_down(came, scene.donor)


def test_what_was_lost_is_looked_for_until_its_giver_finds_it(scene: Scene, outsider: Actor) -> None:
    handover = two(scene)
    device = first_of(handover)
    judged(told(handover, "lost", actor=scene.principal))
    assert set(WantedDevice.objects.values_list("device", "why", "region")) == {(device.pk, "lost", device.region)}
    with pytest.raises(DeviceWanted):
        written_down(device, scene.donor)
    for other in (outsider, scene.principal):
        with pytest.raises(Forbidden):
            find_device(device=device, reason="Ada di gudang kurir.", actor=other)
    assert find_device(device=device, reason="Ada di gudang kurir.", actor=scene.donor).state == "returned"
    assert not WantedDevice.objects.filter(lifted_at=None).exists()
    assert written_down(device, scene.donor)
    with pytest.raises(Refused, match="tidak tercatat hilang"):
        find_device(device=device, reason="Sekali lagi.", actor=scene.donor)
    assert differences() == ""


def test_a_receipt_in_part_is_called_so_and_not_a_refused_report(
    scene: Scene, client_as: ClientAs, client: Client
) -> None:
    handover = two(scene)
    judged(told(handover, "refused", actor=scene.principal))
    giver = client_as(scene.donor)
    pages = [
        giver.get(reverse("donations:pledge_detail", args=[handover.pledge.public_id])),
        giver.get(reverse("donations:handover_detail", args=[handover.public_id])),
        client.get(reverse("donations:receipt", args=[handover.pledge.receipt_code])),
    ]
    for page in pages:
        said = page.content.decode().lower()
        assert ("tidak sampai" in said, "ditolak validator" in said) == (True, False)


@pytest.mark.parametrize(("kind", "stage"), [("lost", "lost"), ("refused", "returned")])
def test_the_fate_of_a_lot_counts_what_never_came(scene: Scene, kind: str, stage: str) -> None:
    people_at(scene.school, pupils=3)
    handover = confirm(place_three(member("aggregator"), scene.school))
    judged(told(handover, kind, actor=scene.principal))
    fate = fate_of_entry(LedgerEntry.objects.get(kind="devices_in"))
    assert +fate.stages == {"verified": 2, "stock": 2, stage: 1}


@pytest.mark.parametrize(("kind", "how"), [("lost", "lost"), ("returned", "returned")])
def test_nobody_borrows_what_never_came(scene: Scene, kind: str, how: str) -> None:
    handover = two(scene, "laptop")
    judged(told(handover, kind, actor=scene.principal))
    gone = Loan.objects.get(device=first_of(handover))
    assert (gone.ended_how, Loan.objects.open().count()) == (how, 1)
    assert differences() == ""


@pytest.mark.django_db(transaction=True)
def test_while_the_report_is_verified_eight_write_the_number_down_and_one_has_it(scene: Scene) -> None:
    """On the real database: the number is in custody once at every moment, whoever is first."""
    handover = two(scene)
    device = first_of(handover)
    report = told(handover, "returned", actor=scene.principal)
    givers = [member("donor") for _number in range(8)]
    write = [
        partial(keep_device, actor=giver, device_type="tablet", condition="new", brand="C", model="T", imei=device.imei)
        for giver in givers
    ]
    at_once([partial(judged, report), *write])
    assert Device.objects.get(pk=device.pk).state == "returned"
    kinds(at_once(write))
    assert Device.objects.filter(imei=device.imei).exclude(state="returned").count() == 1
    assert DeviceNumber.objects.filter(value=device.imei).count() == 1
