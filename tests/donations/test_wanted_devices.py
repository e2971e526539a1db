"""Nothing that carries a number of the list of lost and stolen devices passes any door, and every attempt leaves its trace."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.actions.apply_stock_file import apply_stock_file
from donations.actions.end_search import end_search
from donations.actions.lift_wanted import lift_wanted
from donations.actions.record_device import record_device
from donations.actions.schedule_handover import schedule_handover
from donations.actions.want_device import want_device
from donations.actions.want_devices import want_devices
from donations.models import Device, Handover, WantedDevice
from donations.wanted import DeviceWanted, refuse_wanted_devices
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from tests.donations.parallel import at_once
from tests.factories.devices import finished, stock_file, stock_row, stocked
from tests.factories.donations import appoint, complete, inspect, new_imei, offer, promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(acting):
    return acting("coordinator")


def told(actor, **numbers):
    return want_device(why="stolen", source="Laporan polisi LP/1/2026 (contoh)", actor=actor, **numbers)


def steps_met():
    return list(Event.objects.filter(action="wanted.met").order_by("pk").values_list("facts__step", flat=True))


class TestDoors:
    def test_recording_is_refused_and_remembered_without_the_number(self, donor, school, coordinator):
        unit = appoint(promise(donor, school)).allocations.get()
        [entry] = told(coordinator, imei=(number := new_imei()))
        with pytest.raises(DeviceWanted, match="koordinator"):
            record_device(allocation=unit, brand="C", model="T", imei=new_imei(), imei2=number, actor=donor)
        event = Event.objects.get(action="wanted.met")
        assert (event.thing_id, event.user_id, event.facts) == (entry.pk, donor.user_id, {"step": "record"})
        [letter] = Message.objects.filter(kind="donations/wanted_met")
        assert (letter.to_user_id, number in str(letter.context)) == (coordinator.user_id, False)
        assert not Device.objects.exists()

    def test_a_serial_number_is_known_within_its_brand(self, donor, coordinator):
        told(coordinator, brand="Rekaan", serial_number="sn 77")
        with pytest.raises(DeviceWanted):
            stocked(donor, brand="REKAAN", serial_number="SN 77")
        assert stocked(donor, brand="Lain", serial_number="SN 77")
        assert steps_met() == ["stock"]

    def test_an_inspection_of_a_device_that_is_wanted_by_now_is_refused(self, donor, coordinator):
        device = stocked(donor, serial_number="A-1")
        told(coordinator, brand="Rekaan", serial_number="A-1")
        with pytest.raises(DeviceWanted):
            inspect(device, donor)
        assert (steps_met(), device.intakes.count()) == (["inspect"], 0)

    def test_no_appointment_is_made_with_it(self, donor, school, coordinator):
        stocked(donor, device_type="tablet", condition="new", imei=(number := new_imei()), serial_number="")
        made = promise(donor, school, offer(2))
        told(coordinator, imei=number)
        with pytest.raises(DeviceWanted):
            schedule_handover(
                pledge=made, scheduled_for=timezone.now() + timedelta(days=3), place="Ruang guru", actor=donor
            )
        assert (steps_met(), Handover.objects.count()) == (["schedule"], 0)

    def test_a_file_leaves_out_just_that_row(self, donor, coordinator):
        told(coordinator, imei=(number := new_imei()))
        run = stock_file(donor, [stock_row(), stock_row(kind="HP", imei=new_imei(), imei2=number), stock_row()])
        assert [[one["code"] for one in row.problems] for row in run.rows.order_by("number")] == [[], ["wanted"], []]
        assert run.rows.get(number=3).problems[0]["column"] == "IMEI 2"
        finished(apply_stock_file(run=run, actor=donor))
        assert (Device.objects.count(), steps_met()) == (2, ["file"])

    def test_a_number_that_became_wanted_after_the_look_stops_the_file(self, donor, coordinator):
        run = stock_file(donor, [stock_row(kind="HP", imei=(number := new_imei()))])
        told(coordinator, imei=number)
        assert finished(apply_stock_file(run=run, actor=donor)).state == "refused"
        assert not Device.objects.exists()

    def test_after_it_was_lifted_it_may_be_recorded(self, donor, coordinator):
        [entry] = told(coordinator, imei=(number := new_imei()))
        lift_wanted(wanted=entry, reason="Pemilik menemukannya kembali.", actor=coordinator)
        assert stocked(donor, device_type="phone", imei=number, serial_number="").imei == number


class TestList:
    def test_told_twice_it_stands_once(self, coordinator, acting):
        number = new_imei()
        first = told(coordinator, imei=number)
        assert told(acting("auditor"), imei=number) == first
        assert WantedDevice.objects.count() == 1

    def test_a_found_device_of_ours_may_be_recorded_again(self, donor, school, principal):
        device = complete(appoint(promise(donor, school))).allocations.get().device
        assert want_devices({device.pk: "lost"}, source="KSBB", actor=principal) == device.numbers.count() == 2
        with pytest.raises(DeviceWanted):
            refuse_wanted_devices([device])
        end_search(device, reason="Ketemu di rumah.", actor=principal)
        refuse_wanted_devices([device])

    def test_lifted_twice_the_second_time_is_refused(self, coordinator, principal):
        [entry] = told(coordinator, imei=new_imei())
        with pytest.raises(Forbidden):
            lift_wanted(wanted=entry, reason="Ketemu.", actor=principal)
        lift_wanted(wanted=entry, reason="Ketemu.", actor=coordinator)
        with pytest.raises(Refused):
            lift_wanted(wanted=entry, reason="Ketemu.", actor=coordinator)

    def test_only_keepers_tell_of_foreign_numbers(self, principal, donor):
        for actor in (principal, donor):
            with pytest.raises(Forbidden):
                told(actor, imei=new_imei())

    @pytest.mark.parametrize(
        "numbers", [{"imei": "490154203237519"}, {"serial_number": "A"}, {}, {"brand": "C"}], ids=str
    )
    def test_what_names_no_device_is_refused(self, coordinator, numbers):
        with pytest.raises(Refused):
            told(coordinator, **numbers)

    def test_the_pages_lead_from_a_number_to_its_end(self, coordinator, client_as, outsider):
        client = client_as(coordinator)
        number = new_imei()
        said = {"why": "stolen", "imei": number, "source": "Surat 12", "told_on": "2026-01-05"}
        entry_page = client.post(reverse("donations:wanted_add"), said).url
        address = reverse("donations:wanted_list")
        assert number in client.get(address, {"nomor": number[-5:]}).content.decode()
        assert number not in client.get(address, {"nomor": "99999x"}).content.decode()
        lift = entry_page + "keluarkan/"
        assert client_as(outsider).get(lift).status_code == 404
        assert "dapat lagi dicatat" in client.get(lift).content.decode()
        assert client.post(lift, {"reason": ""}).status_code == 200
        client.post(lift, {"reason": "Sudah kembali ke pemiliknya."})
        assert number in client.get(address, {"daftar": "dicabut"}).content.decode()
        assert number not in client.get(address).content.decode()

    def test_another_province_keeps_its_own_list(self, coordinator, acting, client_as):
        [entry] = told(coordinator, imei=new_imei())
        elsewhere = acting("coordinator", codes=["32"])
        assert not WantedDevice.objects.visible_to(elsewhere).exists()
        address = reverse("donations:wanted_detail", args=[entry.public_id])
        assert client_as(elsewhere).get(address).status_code == 404

    def test_a_page_of_the_list_costs_the_same_however_long_it_is(
        self, coordinator, client_as, django_assert_max_num_queries
    ):
        client = client_as(coordinator)
        for _number in range(30):
            told(coordinator, imei=new_imei())
        with django_assert_max_num_queries(12):
            client.get(reverse("donations:wanted_list"))


@pytest.mark.django_db(transaction=True)
def test_told_by_many_at_once_it_stands_once(acting):
    coordinator, number = acting("coordinator"), new_imei()
    answers = at_once([partial(told, coordinator, imei=number)] * 8)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert WantedDevice.objects.count() == Event.objects.filter(action="wanted.added").count() == 1
    assert lift_wanted(wanted=WantedDevice.objects.get(), reason="Ketemu.", actor=SYSTEM)
