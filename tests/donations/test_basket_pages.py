"""Giving in steps, as a browser sees it: left, taken up again, sent once; without a script."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from donations.actions.edit_pledge import edit_pledge
from donations.actions.expire_holds import expire_holds
from donations.actions.expire_pledges import expire_pledges
from donations.models import Basket, BasketItem, Consignment, Pledge, PledgeLine, Wish
from donations.states import BasketState, PledgeState, WishState
from ksbb.common.sealing import unseal
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.donations import offer, promise
from tests.factories.giving import basket_of, later, line_for, listed_aggregator, wish_of

pytestmark = pytest.mark.django_db
PUPILS = NeedClass.STUDENT_DEVICE


@pytest.fixture
def browser(client_as, donor):
    return client_as(donor)


@pytest.fixture
def add_at(school):
    return f"/keranjang/tambah/{school.npsn}/"


def gift(**changes: object) -> dict[str, object]:
    return {"need_class": "student_device", "device_type": "tablet", "quantity": 2, "condition": "new", **changes}


def signed(**changes: object) -> dict[str, object]:
    return {"agreed": "on", "signed_name": "Rara Uji", "request_key": str(uuid.uuid4()), **changes}


def plan(browser) -> None:
    browser.post(
        "/keranjang/langkah/jadwal/", {"proposed_on": later().isoformat(), "delivery": "bring", "note": "Pagi."}
    )
    browser.post("/keranjang/langkah/pemberi/", {"shown_as": "nobody"})


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (200, 120), "teal").save(out, "PNG")
    return SimpleUploadedFile("IMG gawai.png", out.getvalue(), content_type="image/png")


# --- on the way in ---


def test_a_visitor_comes_back_with_the_choice_kept(client, school, add_at):
    chosen = f"{add_at}?gawai=phone&jumlah=3"
    answer = client.get(chosen)
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [chosen]}
    client.force_login(UserFactory.create(full_name="Rara Uji"))
    answer = client.get(chosen)
    assert urlsplit(answer["Location"]).path == "/donasi/daftar/"
    said = {"kind": "person", "name": "Rara Uji", "shown_as": "initials", "next": chosen}
    assert client.post(answer["Location"], said)["Location"] == chosen
    form = client.get(chosen).context["form"]
    assert (form["device_type"].value(), form["quantity"].value()) == ("phone", 3)


@pytest.mark.parametrize("strange", ["?gawai=<b>&jumlah=x&untuk=y", "?jumlah=99999999999999", "?jumlah=²"])
def test_a_strange_choice_in_the_address_is_ignored(browser, add_at, strange):
    assert browser.get(add_at + strange).status_code == 200


def test_a_visit_begins_no_basket(browser):
    assert "Keranjang masih kosong" in browser.get("/keranjang/").content.decode()
    assert browser.get("/keranjang/langkah/jadwal/")["Location"] == "/keranjang/"
    assert Basket.objects.count() == 0


# --- from the first line to the promise ---


def test_from_a_school_to_a_promise(browser, donor, school, add_at):
    assert (
        browser.post(add_at, gift(brand="Contoh", unit_value="Rp 2.500.000", value_basis="acquisition"))["Location"]
        == "/keranjang/"
    )
    page = browser.get("/keranjang/").content.decode()
    assert "2 Tablet" in page
    assert "dipesan sampai pukul" in page
    plan(browser)
    page = browser.get("/keranjang/langkah/ringkasan/").content.decode()
    assert "Janjikan semuanya" in page
    assert "Pagi." in page
    answer = browser.post("/keranjang/kirim/", signed(signature="M10 10L20 30"))
    made = Pledge.objects.get()
    assert answer["Location"] == f"/donasi/{made.public_id}/"
    line = made.lines.get()
    assert (line.brand, line.unit_value, line.value_basis) == ("Contoh", 2_500_000, "acquisition")
    assert (made.state, made.shown_as, made.note) == (PledgeState.COMMITTED, "nobody", "Pagi.")
    assert unseal(made.signature_sealed) == "M10 10L20 30"
    assert b"M10" not in bytes(made.signature_sealed)


def test_sent_twice_it_leads_to_the_same_page_and_one_letter(browser, school, add_at):
    browser.post(add_at, gift())
    plan(browser)
    said = signed()
    first, second = browser.post("/keranjang/kirim/", said), browser.post("/keranjang/kirim/", said)
    assert first["Location"] == second["Location"]
    assert Pledge.objects.count() == 1
    assert Message.objects.filter(kind="donations/basket_thanks").count() == 1


def test_other_targets_become_wishes_and_titipan(browser, acting, school):
    taker = listed_aggregator(acting("aggregator"))
    lost = listed_aggregator(acting("aggregator"))
    lost.aggregator.licences.update(state="revoked", revoked_at=timezone.now(), revoked_by_id=1)
    page = browser.get("/keranjang/tujuan/?ke=agregator").content.decode()
    assert f'value="{taker.pk}"' in page
    assert f'value="{lost.pk}"' not in page
    things = {key: value for key, value in gift().items() if key != "need_class"}
    for way, said in {
        "wilayah": things | {"area": "31.73.06", "form": "SMP", "need_class": ""},
        "terbutuh": things | {"device_type": "laptop", "need_class": ""},
        "agregator": things | {"aggregator": taker.pk},
        "uang": {"aggregator": taker.pk, "amount": "Rp 1.000.000.000"},
    }.items():
        assert browser.post(f"/keranjang/tujuan/?ke={way}", said)["Location"] == "/keranjang/", way
    assert "Rp 1.000.000.000" in browser.get("/keranjang/").content.decode()
    plan(browser)
    done = browser.post("/keranjang/kirim/", signed())["Location"]
    page = browser.get(done).content.decode()
    assert "Dipadankan oleh program" in page
    assert "Lewat agregator" in page
    assert (Wish.objects.count(), Consignment.objects.count(), Pledge.objects.count()) == (2, 2, 0)
    assert set(Consignment.objects.values_list("amount", flat=True)) == {0, 1_000_000_000}


MISTAKES = [
    (gift(quantity=0), "quantity"),
    (gift(quantity=9), "quantity"),
    (gift(device_type="pc"), "device_type"),
    (gift(need_class="x"), "need_class"),
    (gift(year=1990), "year"),
    (gift(year=2999), "year"),
    (gift(unit_value="banyak"), "unit_value"),
    (gift(unit_value="9" * 20), "unit_value"),
]


@pytest.mark.parametrize(("said", "where"), MISTAKES)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_held(browser, school, add_at, said, where):
    page = browser.post(add_at, said)
    assert where in page.context["form"].errors
    assert BasketItem.objects.count() == 0
    assert figures_of_school(school.pk)[PUPILS].reserved == 0


@pytest.mark.parametrize(
    "said",
    [
        {"agreed": ""},
        {"signed_name": ""},
        {"signature": "M1 1<script>"},
        {"signature": "L" * 50_000},
        {"request_key": "x"},
    ],
)
def test_what_is_not_signed_is_not_promised(browser, add_at, said):
    browser.post(add_at, gift())
    plan(browser)
    page = browser.post("/keranjang/kirim/", signed(**said))
    assert page.status_code == 200
    assert browser.get("/keranjang/kirim/").url == "/keranjang/langkah/ringkasan/", (
        "as after choosing the other language"
    )
    assert not Pledge.objects.filter(state=PledgeState.COMMITTED).exists()


# --- left and taken up again ---


def test_the_time_is_up_and_the_basket_says_what_shrank(browser, acting, donor, school, add_at):
    browser.post(add_at, gift(quantity=4, specification="layar 10 inci"))
    plan(browser)
    expire_holds(now=timezone.now() + timedelta(hours=1))
    page = browser.get("/keranjang/").content.decode()
    assert "belum dipesan untuk Anda" in page
    assert "layar 10 inci" in page
    promise(acting("donor"), school, offer(3))
    browser.post("/keranjang/pesan/")
    page = browser.get("/keranjang/").content.decode()
    assert "Dipesan 2 dari 4" in page
    page = browser.post("/keranjang/kirim/", signed()).content.decode()
    assert school.name in page
    assert "sudah penuh" in page
    assert "layar 10 inci" in page
    assert 'value="Rara Uji"' in page
    item = BasketItem.objects.get()
    assert browser.post(f"/keranjang/isi/{item.pk}/", gift(quantity=2))["Location"] == "/keranjang/"
    assert browser.post("/keranjang/kirim/", signed()).status_code == 302
    assert figures_of_school(school.pk)[PUPILS].open == 0


def test_a_line_is_taken_out_and_a_basket_given_up(browser, school, add_at):
    browser.post(add_at, gift())
    browser.post(add_at, gift(quantity=1))
    first = BasketItem.objects.order_by("pk")[0]
    browser.post(f"/keranjang/isi/{first.pk}/", {"hapus": "1"})
    assert figures_of_school(school.pk)[PUPILS].reserved == 1
    assert "Ya, batalkan keranjang" in browser.get("/keranjang/batal/").content.decode()
    browser.post("/keranjang/batal/")
    assert (Basket.objects.get().state, figures_of_school(school.pk)[PUPILS].reserved) == (BasketState.DROPPED, 0)


def test_the_basket_costs_the_same_for_many_lines(browser, donor, school, django_assert_max_num_queries):
    for _number in range(5):
        line_for(basket_of(donor), donor, school, 1)
    with django_assert_max_num_queries(12):
        browser.get("/keranjang/")


# --- the photo of a used device ---


def test_a_photo_is_encoded_anew_and_seen_by_both_sides_only(browser, client_as, acting, principal, donor, add_at):
    browser.post(add_at, gift(condition="used", photo_file=picture()))
    item = BasketItem.objects.get()
    name = str(item.photo.name)
    assert name.endswith(".jpg")
    assert "IMG" not in name
    answer = browser.get(f"/keranjang/isi/{item.pk}/foto/")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert client_as(acting("donor")).get(f"/keranjang/isi/{item.pk}/foto/").status_code == 404
    plan(browser)
    browser.post("/keranjang/kirim/", signed())
    line = PledgeLine.objects.get()
    address = f"/donasi/{line.pledge.public_id}/foto/{line.pk}/"
    assert client_as(principal).get(address).status_code == 200
    assert client_as(acting("donor")).get(address).status_code == 404


def test_what_is_no_photo_is_refused(browser, add_at):
    sent = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    assert "photo_file" in browser.post(add_at, gift(photo_file=sent)).context["form"].errors


# --- other people ---


def test_nobody_else_finds_a_basket(client_as, acting, donor, principal, school):
    item = line_for(basket_of(donor), donor, school, 1)
    for other in (acting("donor"), principal, acting("coordinator")):
        assert client_as(other).post(f"/keranjang/isi/{item.pk}/", {"hapus": "1"}).status_code == 404
    assert BasketItem.objects.count() == 1


# --- after the promise ---


def test_a_change_shows_its_effect_first(browser, donor, school):
    made = promise(donor, school, offer(3))
    line = made.lines.get()
    said = {f"jumlah-{line.pk}": 1, "proposed_on": later().isoformat(), "delivery": "bring", "note": ""}
    page = browser.post(f"/donasi/{made.public_id}/ubah/", said | {"lihat": "1"}).content.decode()
    assert "dari <b>2</b> menjadi" in page
    assert figures_of_school(school.pk)[PUPILS].open == 2
    assert browser.post(f"/donasi/{made.public_id}/ubah/", said | {"simpan": "1"}).status_code == 302
    assert figures_of_school(school.pk)[PUPILS].open == 4


def test_more_than_is_left_is_told_and_the_typing_stays(browser, donor, school):
    made = promise(donor, school, offer(3))
    line = made.lines.get()
    said = {
        f"jumlah-{line.pk}": 9,
        "proposed_on": later().isoformat(),
        "delivery": "fetch",
        "note": "Sore.",
        "simpan": "1",
    }
    page = browser.post(f"/donasi/{made.public_id}/ubah/", said).content.decode()
    assert "Tinggal 2 gawai" in page
    assert "Sore." in page


def test_more_than_is_left_is_told_before_anything_is_saved(browser, donor, school):
    made = promise(donor, school, offer(3))
    line = made.lines.get()
    said = {f"jumlah-{line.pk}": 9, "proposed_on": later().isoformat(), "delivery": "bring", "note": "", "lihat": "1"}
    page = browser.post(f"/donasi/{made.public_id}/ubah/", said).content.decode()
    assert "Tinggal 2 gawai" in page
    assert "Ya, simpan perubahan" not in page


def test_both_sides_read_how_the_devices_come(browser, client_as, donor, principal, school):
    made = promise(donor, school, offer(3))
    edit_pledge(pledge=made, actor=donor, delivery="fetch")
    for reader in (browser, client_as(principal)):
        assert "Donatur meminta gawainya dijemput" in reader.get(f"/donasi/{made.public_id}/").content.decode()


def test_a_part_gets_its_own_page(browser, donor, school):
    made = promise(donor, school, offer(3))
    line = made.lines.get()
    page = browser.get(f"/donasi/{made.public_id}/pecah/")
    said = {
        f"jumlah-{line.pk}": 1,
        "proposed_on": later(30).isoformat(),
        "request_key": page.context["form"]["request_key"].value(),
    }
    answer = browser.post(f"/donasi/{made.public_id}/pecah/", said)
    part = Pledge.objects.get(split_from=made)
    assert answer["Location"] == f"/donasi/{part.public_id}/"


def test_the_school_says_that_it_is_ready(client_as, donor, principal, school):
    made = promise(donor, school)
    browser = client_as(principal)
    assert f"/donasi/{made.public_id}/terima/" in browser.get(f"/donasi/{made.public_id}/").content.decode()
    assert browser.post(f"/donasi/{made.public_id}/terima/").status_code == 302
    made.refresh_from_db()
    assert made.accepted_at


def test_a_wish_is_followed_and_taken_back(browser, client_as, acting, donor):
    wish = wish_of(donor, 4, region="31.73.06")
    address = f"/donasi/keinginan/{wish.public_id}/"
    page = browser.get(address).content.decode()
    assert "Tarik yang belum dipadankan" in page
    assert f'href="/bukti/{wish.receipt_code}/"' in page
    assert client_as(acting("donor")).get(address).status_code == 404
    browser.post(f"{address}tarik/")
    wish.refresh_from_db()
    assert wish.state == WishState.WITHDRAWN


def test_the_way_is_kept_through_registering_and_confirming_the_address(client, add_at):
    """The session remembers it: the letter that confirms an address knows nothing of what was chosen."""
    client.get(f"{add_at}?gawai=phone")
    user = UserFactory.create()
    said = {"login": user.email, "password": PASSWORD}
    assert client.post("/akun/masuk/", said)["Location"] == f"{add_at}?gawai=phone"
    client.logout()
    assert client.post("/akun/masuk/", said)["Location"] != f"{add_at}?gawai=phone"


def test_taking_back_tells_its_effect_first_and_an_ended_promise_says_so(browser, donor, school):
    made = promise(donor, school, offer(2))
    assert "dari <b>3</b> menjadi" in browser.get(f"/donasi/{made.public_id}/tarik/").content.decode()
    Pledge.objects.update(proposed_on=later(-30))
    expire_pledges()
    assert "berakhir dengan sendirinya" in browser.get(f"/donasi/{made.public_id}/").content.decode()
    assert [one.pk for one in browser.get("/donasi/?keadaan=expired").context["page"].rows] == [made.pk]


def test_the_list_of_gifts_shows_what_waits_for_the_matching(browser, client_as, acting, donor):
    wish_of(donor, 4)
    assert "Menunggu pemadanan" in browser.get("/donasi/").content.decode()
    assert "Menunggu pemadanan" not in client_as(acting("donor")).get("/donasi/").content.decode()
