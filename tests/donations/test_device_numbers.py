"""A number stands for one device, as its first or its second IMEI, also when many write at once; odd numbers are asked about."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from donations.actions.apply_stock_file import apply_stock_file
from donations.actions.record_device import record_device
from donations.actions.withdraw_stock_file import withdraw_stock_file
from donations.inventory_rows import COLUMNS
from donations.known_devices import DeviceKnown
from donations.models import Device, DeviceNumber
from donations.serials import SHAPES, odd_serial
from ksbb.common.refusals import Refused
from tests.donations.parallel import at_once, kinds
from tests.factories.devices import finished, stock_file, stock_row, stocked
from tests.factories.donations import appoint, new_imei, offer, people_at, promise, school_at

pytestmark = pytest.mark.django_db


def unit_of(donor, school):
    return appoint(promise(donor, school)).allocations.get()


def recorded(unit, actor, **numbers):
    return record_device(allocation=unit, brand="Contoh", model="Tab 10", actor=actor, **numbers)


class TestTwoNumbers:
    def test_both_stand_in_the_registry(self, donor, school):
        device = recorded(unit_of(donor, school), donor, imei=(first := new_imei()), imei2=(second := new_imei()))
        assert set(DeviceNumber.objects.filter(device=device).values_list("value", flat=True)) == {first, second}

    @pytest.mark.parametrize("place", ["imei", "imei2"])
    def test_the_second_of_one_is_never_any_of_another(self, donor, school, place):
        taken = new_imei()
        recorded(unit_of(donor, school), donor, imei=new_imei(), imei2=taken)
        with pytest.raises(DeviceKnown):
            recorded(unit_of(donor, school), donor, **{"imei": new_imei(), place: taken})
        assert Device.objects.count() == 1

    @pytest.mark.parametrize(
        "numbers",
        [
            {"imei": "490154203237518", "imei2": "490154203237519"},
            {"imei": "490154203237518", "imei2": "490154203237518"},
            {"imei": "", "serial_number": "ABC", "imei2": "490154203237518"},
        ],
        ids=["wrong check digit", "twice the same", "no first"],
    )
    def test_a_wrong_second_number_is_refused(self, donor, school, numbers):
        unit = unit_of(donor, school)
        with pytest.raises(Refused):
            recorded(unit, donor, **numbers)

    def test_they_may_change_places(self, donor, school):
        unit = unit_of(donor, school)
        first, second = new_imei(), new_imei()
        recorded(unit, donor, imei=first, imei2=second)
        device = recorded(unit, donor, imei=second, imei2=first)
        assert device.numbers.count() == 2

    def test_the_form_and_the_pages_show_it(self, donor, school, client_as, outsider):
        unit = unit_of(donor, school)
        address = reverse("donations:device_record", args=[unit.handover.public_id, unit.public_id])
        said = {"brand": "Contoh", "model": "Tab", "imei": new_imei(), "imei2": (second := new_imei())}
        assert client_as(outsider).post(address, said).status_code == 404
        assert client_as(donor).post(address, said).status_code == 302
        page = client_as(donor).get(reverse("donations:stock_device", args=[Device.objects.get().public_id]))
        assert second in page.content.decode()
        taken = {**said, "imei": new_imei()}
        other = unit_of(donor, school)
        answer = client_as(donor).post(
            reverse("donations:device_record", args=[other.handover.public_id, other.public_id]), taken
        )
        assert "sudah tercatat untuk gawai lain" in answer.content.decode()

    def test_a_stock_device_gets_its_second_number_later_and_keeps_it(self, donor, school):
        device = stocked(donor, device_type="tablet", condition="new", imei=(first := new_imei()), serial_number="")
        unit = promise(donor, school).lines.get().allocations.get()
        assert recorded(unit, donor, imei=first, imei2=new_imei()).pk == device.pk
        with pytest.raises(Refused):
            recorded(unit, donor, imei=first, imei2=new_imei())


class TestFile:
    def test_a_file_brings_both_and_another_file_meets_either(self, donor, acting):
        second = new_imei()
        run = stock_file(donor, [stock_row(kind="HP", imei=new_imei(), imei2=second)])
        finished(apply_stock_file(run=run, actor=donor))
        assert Device.objects.get().imei2 == second
        again = stock_file(acting("donor"), [stock_row(kind="HP", imei=second)])
        assert [one["code"] for one in again.rows.get().problems] == ["known"]

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"imei": "490154203237518", "imei2": "490154203237518"}, "second"),
            ({"imei": "490154203237518", "imei2": "490154203237519"}, "imei"),
            ({"imei": "", "imei2": "490154203237518"}, "second"),
        ],
    )
    def test_a_wrong_second_number_stays_out(self, donor, facts, code):
        run = stock_file(donor, [stock_row(**facts)])
        assert {"column": "IMEI 2", "code": code} == {
            key: value for key, value in run.rows.get().problems[0].items() if key != "message"
        }

    def test_a_file_without_the_column_is_read_as_before(self, donor):
        old = [name for name in COLUMNS if name != "IMEI 2"]
        data = f"{';'.join(old)}\nLaptop;Baru;C;T;ABC;;;;;;;\n".encode()
        assert stock_file(donor, [], data=data).counts["new"] == 1

    def test_a_later_file_adds_the_second_number_and_takes_it_back(self, donor):
        first, second = new_imei(), new_imei()
        stocked(donor, device_type="phone", imei=first, serial_number="")
        row = stock_row(
            kind="HP", condition="Bekas", brand="Rekaan", model="Buku 14", serial="", imei=first, imei2=second
        )
        run = finished(apply_stock_file(run=stock_file(donor, [row]), actor=donor))
        assert Device.objects.get().imei2 == second
        withdraw_stock_file(run=run, actor=donor)
        assert Device.objects.get().imei2 is None
        assert list(DeviceNumber.objects.values_list("value", flat=True)) == [first]


@pytest.mark.django_db(transaction=True)
def test_of_two_with_the_same_numbers_the_other_way_round_one_is_recorded(acting):
    """Sixteen times two at once on the real database: nobody waits for ever, and no number stands twice."""
    donor, school = acting("donor"), school_at()
    people_at(school, pupils=32)
    units = list(appoint(promise(donor, school, offer(32))).allocations.all())
    pairs = [(new_imei(), new_imei()) for _pair in range(16)]
    steps = []
    for place, (one, two) in enumerate(pairs):
        steps.append(partial(recorded, units[2 * place], donor, imei=one, imei2=two))
        steps.append(partial(recorded, units[2 * place + 1], donor, imei=two, imei2=one))
    assert kinds(at_once(steps)) == {"Device": 16, "DeviceKnown": 16}
    assert DeviceNumber.objects.count() == 32


@pytest.mark.django_db(transaction=True)
def test_one_number_told_as_first_and_as_second_at_once_is_one_device(acting):
    donor, school = acting("donor"), school_at()
    people_at(school, pupils=8)
    units = list(appoint(promise(donor, school, offer(8))).allocations.all())
    shared = new_imei()
    as_first = [partial(recorded, unit, donor, imei=shared) for unit in units[:4]]
    as_second = [partial(recorded, unit, donor, imei=new_imei(), imei2=shared) for unit in units[4:]]
    assert kinds(at_once([*as_first, *as_second])) == {"Device": 1, "DeviceKnown": 7}


class TestShapes:
    @pytest.mark.parametrize(
        ("brand", "number"),
        [("Apple", "F9FXK2ABCDEF"), ("iPad", "C02ABCDE12"), ("Samsung", "R58M123ABCD"), ("Dell Inc", "7XK2C63"),
         ("HP", "5CD1234ABC"), ("LENOVO", "PF1ABCDE"), ("Rekaan", "apa saja"), ("", "x"), ("Apple", "")],
    )  # fmt: skip
    def test_usual_numbers_and_unknown_makers_pass(self, brand, number):
        assert odd_serial(brand, number) == ""

    @pytest.mark.parametrize(
        ("brand", "number"), [("Apple", "F9FXK2ABCDEO"), ("Samsung", "R58M12"), ("Dell", "7XK2C63X"), ("HP", "123")]
    )
    def test_an_unusual_one_is_asked_about(self, brand, number):
        assert odd_serial(brand, number)

    @given(brand=st.one_of(st.text(max_size=30), st.sampled_from(sorted(SHAPES))), number=st.text(max_size=40))
    def test_whatever_is_typed_gets_an_answer(self, brand, number):
        assert isinstance(odd_serial(brand, number), str)

    def test_neither_the_stock_nor_a_file_refuses_an_unusual_one(self, donor, client_as):
        said = {
            "device_type": "laptop",
            "condition": "new",
            "brand": "Dell",
            "model": "Latitude",
            "serial_number": "ANEH-1",
        }
        asked = client_as(donor).post(reverse("donations:stock_add"), said).content.decode()
        assert 'name="serial_as_is"' in asked
        assert client_as(donor).post(reverse("donations:stock_add"), {**said, "serial_as_is": "on"}).status_code == 302
        run = stock_file(donor, [stock_row(brand="Dell", serial="ANEH-2")])
        assert run.rows.get().problems == []

    def test_the_person_has_the_last_word(self, donor, school, client_as):
        unit = unit_of(donor, school)
        address = reverse("donations:device_record", args=[unit.handover.public_id, unit.public_id])
        said = {"brand": "Dell", "model": "Latitude", "serial_number": "terlalu-panjang"}
        asked = client_as(donor).post(address, said).content.decode()
        assert 'name="serial_as_is"' in asked
        assert client_as(donor).post(address, {**said, "serial_as_is": "on"}).status_code == 302
        assert 'name="serial_as_is"' not in client_as(donor).get(address).content.decode()
