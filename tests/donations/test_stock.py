"""Devices before they are given: kept by hand, assigned to a promise, each once, back when the promise falls through."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from donations.actions.assign_stock import assign_stock
from donations.actions.edit_pledge import edit_pledge
from donations.actions.keep_device import keep_device
from donations.actions.promise_stock import promise_stock
from donations.actions.remove_device import remove_device
from donations.actions.return_to_stock import return_to_stock
from donations.actions.take_from_stock import take_from_stock
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.inventory import kinds_in_hand
from donations.known_devices import DeviceKnown
from donations.models import Allocation, BasketItem, Device, Pledge
from ksbb.common.refusals import Forbidden, Refused
from tests.donations.parallel import at_once, kinds
from tests.factories.devices import stocked
from tests.factories.donations import appoint, donor_of, inspect, new_imei, offer, people_at, promise, school_at

LAPTOP = "laptop"


def used_laptops(count: int):
    return offer(count, LAPTOP, condition="used")


@pytest.mark.django_db
class TestOneDevice:
    def test_it_is_typed_found_changed_and_taken_out(self, client_as, donor):
        browser = client_as(donor)
        told = {"device_type": "phone", "condition": "used", "brand": "Contoh", "model": "C5", "imei": new_imei()}
        browser.post(reverse("donations:stock_add"), told)
        device = Device.objects.get()
        assert (device.stock_of_id, device.state, device.region) == (donor.organisation_id, "promised", "")
        browser.post(reverse("donations:stock_edit", args=[device.public_id]), told | {"model": "Ponsel Enam"})
        device.refresh_from_db()
        assert device.model == "Ponsel Enam"
        browser.post(reverse("donations:stock_remove", args=[device.public_id]))
        device.refresh_from_db()
        assert device.state == "retired"
        assert "Ponsel Enam" not in browser.get(reverse("donations:stock_list")).content.decode()

    def test_a_phone_without_an_imei_and_a_wrong_imei_are_refused_in_words(self, client_as, donor):
        browser, address = client_as(donor), reverse("donations:stock_add")
        told = {"device_type": "phone", "condition": "new", "brand": "Contoh", "model": "C5", "serial_number": "1"}
        assert "HP selalu punya IMEI" in browser.post(address, told).content.decode()
        assert "IMEI harus 15 angka" in browser.post(address, told | {"imei": "490154203237519"}).content.decode()
        assert not Device.objects.exists()

    def test_a_number_that_somebody_else_recorded_is_refused_without_saying_whose(self, client_as, acting, donor):
        known = stocked(acting("donor"), serial_number="SAMA-1")
        told = {"device_type": LAPTOP, "condition": "new", "brand": "rekaan", "model": "x", "serial_number": "sama-1"}
        page = client_as(donor).post(reverse("donations:stock_add"), told).content.decode()
        assert "sudah tercatat untuk gawai lain" in page
        assert known.stock_of is not None
        assert known.stock_of.name not in page

    def test_a_colleague_finds_it_and_a_stranger_does_not(self, client_as, acting, donor):
        device = stocked(donor)
        colleague = acting("donor", organisation=device.stock_of)
        pages = [reverse(f"donations:{name}", args=[device.public_id]) for name in ("stock_device", "stock_edit")]
        assert {client_as(colleague).get(page).status_code for page in pages} == {200}
        assert {client_as(acting("donor")).get(page).status_code for page in pages} == {404}
        with pytest.raises(Forbidden):
            remove_device(device=device, actor=acting("donor"))
        with pytest.raises(Forbidden):
            keep_device(actor=acting("donor"), device=device, device_type=LAPTOP, brand="a", model="b", imei="")

    def test_a_used_device_that_turns_out_to_be_another_one_is_inspected_again(self, donor):
        device = stocked(donor)
        inspect(device)
        facts = {"device_type": LAPTOP, "condition": "used", "brand": "Rekaan", "model": "Buku 14"}
        same = keep_device(actor=donor, device=device, **facts, serial_number=device.serial_number, accessories="Tas")
        assert same.state == "inspected"
        other = keep_device(actor=donor, device=device, **facts, serial_number="LAIN-1")
        assert (other.state, other.inspected_at) == ("promised", None)

    def test_the_list_filters_and_asks_the_same_number_of_queries(
        self, client_as, donor, django_assert_max_num_queries
    ):
        for number in range(30):
            stocked(donor, grade="ABC"[number % 3])
        browser = client_as(donor)
        with django_assert_max_num_queries(14):
            page = browser.get(reverse("donations:stock_list"), {"mutu": "A"})
        assert len(page.context["page"].rows) == 10
        assert browser.get(reverse("donations:stock_list"), {"jenis": "nonsense'", "letak": "\x00"}).status_code == 200


@pytest.mark.django_db
class TestAssigning:
    def test_a_promise_takes_the_best_of_the_stock_first(self, donor, school):
        bad, good = stocked(donor, grade="C"), stocked(donor, grade="A")
        unknown = stocked(donor)
        made = promise(donor, school, used_laptops(2))
        assert set(Device.objects.filter(allocation__isnull=False)) == {good, bad}
        assert take_from_stock_refused(made, donor)
        good.refresh_from_db()
        assert (good.region, good.custody) == (school.region, "lent_by_school")
        unknown.refresh_from_db()
        assert unknown.allocation_id is None

    def test_another_kind_brand_or_school_is_left_alone(self, donor, school):
        elsewhere = school_at(name="SMP Lain")
        stocked(donor, device_type="tablet")
        stocked(donor, condition="new")
        stocked(donor, meant_for=elsewhere)
        made = promise(donor, school, used_laptops(1))
        made.lines.update(brand="Contoh")
        stocked(donor, brand="Rekaan")
        assert take_from_stock_refused(made, donor)
        fitting = stocked(donor, brand="contoh")
        assert take_from_stock(pledge=made, actor=donor) == 1
        fitting.refresh_from_db()
        assert fitting.allocation is not None

    def test_a_new_device_is_ready_at_once(self, donor, school):
        device = stocked(donor, condition="new", device_type="tablet", imei=new_imei())
        appoint(promise(donor, school))
        device.refresh_from_db()
        assert device.state == "inspected"
        assert device.allocation is not None

    def test_what_is_withdrawn_comes_back_and_can_be_given_again(self, donor, school):
        device = stocked(donor)
        inspect(device)
        made = promise(donor, school, used_laptops(1))
        withdraw_pledge(pledge=made, actor=donor, reason="Tidak jadi.")
        device.refresh_from_db()
        assert (device.allocation, device.state, device.region) == (None, "inspected", "")
        promise(donor, school, used_laptops(1))
        device.refresh_from_db()
        assert device.allocation is not None

    def test_one_device_is_taken_off_by_hand_while_no_appointment_stands(self, client_as, acting, donor, school):
        device = stocked(donor)
        inspect(device)
        made = promise(donor, school, used_laptops(1))
        address = reverse("donations:stock_return", args=[device.public_id])
        assert client_as(acting("donor")).post(address).status_code == 404
        client_as(donor).post(address)
        device.refresh_from_db()
        assert device.allocation is None
        take_from_stock(pledge=made, actor=donor)
        appoint(made)
        with pytest.raises(Refused, match="sudah dijadwalkan"):
            return_to_stock(device=device, actor=donor)

    def test_only_the_giver_takes_from_the_stock(self, acting, donor, principal, school):
        made = promise(donor, school, used_laptops(1))
        for other in (acting("donor"), principal):
            with pytest.raises(Forbidden):
                take_from_stock(pledge=made, actor=other)

    def test_a_hundred_devices_take_no_more_statements_than_one(self, donor, django_assert_max_num_queries):
        school = school_at()
        people_at(school, teachers=40)
        made = promise(donor, school, used_laptops(40))
        for _number in range(40):
            stocked(donor)
        with django_assert_max_num_queries(12):
            assert take_from_stock(pledge=made, actor=donor) == 40


def take_from_stock_refused(pledge: Pledge, actor) -> bool:
    with pytest.raises(Refused, match="Tidak ada gawai di stok"):
        take_from_stock(pledge=pledge, actor=actor)
    return True


@pytest.mark.django_db
class TestPromisingTheStock:
    def test_what_is_not_spoken_for_goes_into_the_basket_once(self, donor, school):
        for _number in range(3):
            stocked(donor)
        promise(donor, school, offer(1, "tablet"))
        facts = {"donor": donor_of(donor), "actor": donor, "target": "neediest"}
        assert promise_stock(**facts).devices == 3
        assert promise_stock(**facts).devices == 0
        item = BasketItem.objects.get()
        assert (item.quantity, item.device_type, item.condition, item.target) == (3, LAPTOP, "used", "neediest")
        assert [kind.left for kind in kinds_in_hand(donor.organisation_id)] == [0]

    def test_the_named_schools_get_theirs_and_no_more_than_they_need(self, donor, school):
        other = school_at(name="SMP Kedua")
        people_at(other, teachers=5)
        for aim in (school, school, school, other, None):
            stocked(donor, meant_for=aim)
        done = promise_stock(donor=donor_of(donor), actor=donor, target="school", need_class="teacher_computer")
        assert done.devices == 3, "two teachers wait at the first school, one device is meant for the second"
        assert "Tinggal 2" in done.troubles[0]
        assert {item.school_id: item.quantity for item in BasketItem.objects.all()} == {school.pk: 2, other.pk: 1}

    def test_the_page_leads_into_the_basket(self, client_as, donor, school):
        stocked(donor)
        page = client_as(donor).post(reverse("donations:stock_promise"), {"target": "area"})
        assert "Pilih wilayahnya" in page.content.decode()
        answer = client_as(donor).post(reverse("donations:stock_promise"), {"target": "neediest"})
        assert answer.url == reverse("donations:basket_detail")

    def test_a_stock_that_is_all_promised_says_so_and_offers_nothing(self, client_as, donor, school):
        stocked(donor)
        browser, pages = client_as(donor), (reverse("donations:stock_list"), reverse("donations:stock_promise"))
        assert pages[1] in browser.get(pages[0]).content.decode()
        promise(donor, school, used_laptops(1))
        shown, asked = (browser.get(page).content.decode() for page in pages)
        assert "Tidak ada lagi yang bisa dijanjikan" in shown
        assert pages[1] not in shown
        assert "Tidak ada gawai yang bisa dijanjikan" in asked
        assert "Masukkan ke keranjang" not in asked


@pytest.mark.django_db
def test_units_added_to_a_promise_take_their_devices_from_the_stock(donor, school):
    made = promise(donor, school, used_laptops(1))
    first, second = stocked(donor), stocked(donor)
    line = made.lines.get()
    edit_pledge(pledge=made, actor=donor, details={line.pk: {"specification": "layar 14 inci"}})
    assert not Allocation.objects.filter(device__isnull=False).exists(), "nothing was added"
    edit_pledge(pledge=made, actor=donor, quantities={line.pk: 2})
    assert set(Allocation.objects.live().values_list("device", flat=True)) == {first.pk, second.pk}


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_promises_that_reach_for_the_same_stock_never_share_a_device(self, acting):
        school = school_at()
        people_at(school, teachers=16)
        giver = acting("donor")
        pledges = [promise(giver, school, used_laptops(2)) for _number in range(8)]
        for _number in range(10):
            stocked(giver)
        answers = at_once([partial(take_from_stock, pledge=one, actor=giver) for one in pledges])
        taken = sum(answer for answer in answers if isinstance(answer, int))
        assert taken == Allocation.objects.filter(device__isnull=False).count() == 10
        assert Device.objects.filter(allocation__isnull=True).count() == 0

    def test_one_promise_that_is_filled_eight_times_is_filled_once(self, acting, school):
        giver = acting("donor")
        made = promise(giver, school, used_laptops(2))
        for _number in range(6):
            stocked(giver)
        answers = at_once([partial(take_from_stock, pledge=made, actor=giver)] * 8)
        assert kinds(answers) == {"Refused": 7, "int": 1}
        assert Device.objects.filter(allocation__isnull=True).count() == 4

    def test_a_double_click_promises_the_free_devices_once(self, acting):
        giver = acting("donor")
        for _number in range(5):
            stocked(giver)
        step = partial(promise_stock, donor=donor_of(giver), actor=giver, target="neediest")
        assert sorted(one.devices for one in at_once([step] * 6)) == [0, 0, 0, 0, 0, 5]
        assert BasketItem.objects.get().quantity == 5

    def test_the_same_number_typed_by_many_is_kept_once(self, acting):
        givers = [acting("donor") for _number in range(4)]
        answers = at_once([partial(stocked, giver, serial_number="SAMA") for giver in givers])
        assert kinds(answers) == {"Device": 1, "DeviceKnown": 3}
        assert isinstance(next(one for one in answers if isinstance(one, DeviceKnown)), Refused)


@pytest.mark.django_db
def test_a_giver_without_stock_pays_one_question(donor, school, django_assert_num_queries):
    made = promise(donor, school)
    assert made.state == "committed"
    with django_assert_num_queries(1):
        assert assign_stock(pledge=made, actor=donor) == 0
