"""Used devices: nothing unready can be scheduled, and what an inspection found stays as it was found."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from donations.actions.inspect_device import inspect_device
from donations.actions.issue_certificates import issue_certificates
from donations.actions.record_device import record_device
from donations.actions.schedule_handover import schedule_handover
from donations.models import Device, Intake
from donations.policies import ready_units, unready_units
from donations.readiness import MANDATORY
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from tests.factories.devices import stocked
from tests.factories.donations import appoint, findings, inspect, issue_all, new_imei, offer, promise, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(donor, school):
    """A promise of two used tablets and a new one."""
    return promise(donor, school, offer(2, condition="used"), offer(1))


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (200, 300), "navy").save(out, "JPEG", exif=b"Exif\x00\x00secret-place")
    return SimpleUploadedFile("IMG_rumah_pemilik.jpg", out.getvalue())


def ticked(**more: object) -> dict[str, object]:
    today = timezone.localdate().isoformat()
    points = {f"point_{point}": "on" for point in MANDATORY}
    return {
        "place": "donor", "grade": "B", "battery_percent": "90", "system_version": "Contoh OS 14", "wiped_by": "Rara Uji",
        "wipe_method": "Setelan pabrik", "wiped_on": today, "imei_checked_by": "Rara Uji", "imei_checked_on": today,
        "outcome": "ready", "photo_file": picture(), **points, **more,
    }  # fmt: skip


def schedule(pledge):
    when = timezone.now() + timedelta(days=2)
    return schedule_handover(pledge=pledge, scheduled_for=when, place="Ruang guru", actor=SYSTEM)


def first_used(pledge):
    return unready_units(pledge).order_by("pk")[0]


def test_only_what_is_ready_is_scheduled_and_the_rest_stays_reserved(used):
    inspect(record(first_used(used)))
    handover = schedule(used)
    assert handover.allocations.count() == 2
    assert (ready_units(used).count(), unready_units(used).count()) == (0, 1)
    with pytest.raises(Refused, match="belum lulus pemeriksaan"):
        schedule(used)


def test_the_page_of_the_appointment_says_what_is_missing(client_as, principal, used):
    page = client_as(principal).get(reverse("donations:handover_schedule", args=[used.public_id])).content.decode()
    assert "2 gawai bekas belum lulus pemeriksaan" in page
    page = client_as(principal).get(reverse("donations:pledge_devices", args=[used.public_id])).content.decode()
    assert "perlu dicatat dan diperiksa" in page


def test_from_the_promise_to_a_ready_device_on_the_pages(client_as, donor, school):
    made = promise(donor, school, offer(1, condition="used"))
    browser, unit = client_as(donor), first_used(made)
    facts = {"brand": "Contoh", "model": "Tab 10", "imei": new_imei()}
    browser.post(reverse("donations:pledge_device", args=[made.public_id, unit.public_id]), facts)
    device = Device.objects.get()
    assert device.state == "promised"
    page = browser.get(reverse("donations:device_inspect", args=[device.public_id])).content.decode()
    assert "imei.kemenperin.go.id" in page
    answer = browser.post(reverse("donations:device_inspect", args=[device.public_id]), ticked())
    assert answer.status_code == 302, answer.context["form"].errors
    device.refresh_from_db()
    assert (device.state, device.grade) == ("inspected", "B")
    intake = Intake.objects.get()
    assert "rumah" not in str(intake.about_photo.name)
    photo = browser.get(reverse("donations:intake_photo", args=[intake.public_id]))
    assert photo["Cache-Control"] == "private, no-store"
    assert b"secret-place" not in photo.content


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"point_wiped": ""}, "Data pemilik lama sudah dihapus"),
        ({"point_unlocked": ""}, "Kunci akun"),
        ({"grade": ""}, "Pilih mutu"),
        ({"wiped_by": ""}, "siapa yang menghapus"),
        ({"imei_checked_by": ""}, "mengecek IMEI"),
        ({"wiped_on": "2999-01-01"}, "masa depan"),
        ({"battery_percent": ""}, "baterai"),
        ({"system_version": ""}, "versi sistem"),
        ({"photo_file": ""}, "foto layar"),
        ({"outcome": "repair"}, "Tulis di catatan"),
    ],
)
def test_a_device_is_ready_only_when_everything_is_told(client_as, donor, used, missing, words):
    device = record(first_used(used))
    page = client_as(donor).post(reverse("donations:device_inspect", args=[device.public_id]), ticked(**missing))
    assert words in page.content.decode()
    assert not Intake.objects.exists()


def test_a_computer_without_a_sim_needs_no_imei_check(donor):
    device = stocked(donor)
    inspect(device, imei_checked_by="", imei_checked_on=None, points={p: p != "registered" for p in MANDATORY})
    device.refresh_from_db()
    assert device.state == "inspected"


def test_a_repair_keeps_it_waiting_and_a_later_look_opens_the_way(used):
    device = record(first_used(used))
    inspect(device, outcome="repair", note="Layar retak.", points={})
    assert unready_units(used).count() == 2
    inspect(device)
    assert ready_units(used).filter(device=device).exists()
    inspect(device, outcome="repair", note="Baterai mengembung.", points={})
    device.refresh_from_db()
    assert (device.state, device.inspected_at) == ("promised", None)
    assert device.intakes.count() == 3


def test_what_is_recycled_makes_room_for_another_device(donor, used):
    unit = first_used(used)
    device = record(unit)
    inspect(device, outcome="recycle", note="Papan utama rusak.", points={})
    device.refresh_from_db()
    assert (device.state, device.allocation, device.stock_of_id) == ("retired", None, donor.organisation_id)
    again = record(type(unit).objects.get(pk=unit.pk))
    assert again.pk != device.pk


def test_another_device_than_the_one_that_was_inspected_waits_again(used):
    unit = first_used(used)
    device = record(unit)
    inspect(device)
    record_device(allocation=unit, brand="Contoh", model="Tab 10", imei=new_imei(), actor=SYSTEM)
    device.refresh_from_db()
    assert device.state == "promised"
    assert not ready_units(used).filter(device=device).exists()


def test_a_number_is_not_typed_over_a_device_of_the_stock(donor, school):
    device = stocked(donor)
    unit = promise(donor, school, offer(1, "laptop", condition="used")).lines.get().allocations.get()
    with pytest.raises(Refused, match="berasal dari stok"):
        record_device(allocation=unit, brand="Lain", model="Lain", serial_number="LAIN", actor=SYSTEM)
    device.refresh_from_db()
    assert device.brand == "Rekaan"


def test_papers_wait_for_the_inspection_and_hold_it_off(used, donor):
    device = record(first_used(used))
    inspect(device)
    handover = appoint(used)
    inspect(device, outcome="repair", note="Jatuh di jalan.", points={})
    with pytest.raises(Refused, match="belum diisi"):
        issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")
    inspect(device)
    issue_all(handover)
    with pytest.raises(Refused, match="BAST sudah diterbitkan"):
        inspect(device, outcome="repair", note="Terlambat.", points={})


def test_a_new_device_is_not_inspected(donor):
    with pytest.raises(Refused, match="Hanya gawai bekas"):
        inspect(stocked(donor, condition="new"))


def test_whoever_does_not_hold_it_does_not_judge_it(acting, client_as, donor, principal, used):
    device = record(first_used(used))
    address = reverse("donations:device_inspect", args=[device.public_id])
    officer = acting("district_supervisor", codes=[used.region[:8]])
    answers = {name: client_as(who).get(address).status_code for name, who in
               {"stranger": acting("donor"), "officer": officer, "school": principal, "giver": donor}.items()}  # fmt: skip
    assert answers == {"stranger": 404, "officer": 403, "school": 200, "giver": 200}
    with pytest.raises(Forbidden):
        inspect_device(device=device, found=findings(), actor=acting("donor"))


def test_nobody_claims_to_have_looked_where_they_are_not(donor, principal, used):
    device = record(first_used(used))
    for actor, place in ((donor, "school"), (donor, "aggregator"), (principal, "donor")):
        with pytest.raises(Forbidden):
            inspect(device, actor=actor, place=place)
    assert inspect(device, actor=principal, place="school").place == "school"


def test_an_inspection_is_never_changed(used):
    intake = inspect(record(first_used(used)))
    with pytest.raises(Exception, match="Cannot"):
        Intake.objects.filter(pk=intake.pk).update(outcome="repair")


def test_a_file_that_is_no_photo_is_refused(client_as, donor, used):
    device = record(first_used(used))
    bad = SimpleUploadedFile("tentang.jpg", b"<script>alert(1)</script>")
    page = client_as(donor).post(reverse("donations:device_inspect", args=[device.public_id]), ticked(photo_file=bad))
    assert page.context["form"].errors["photo_file"]
    assert not Intake.objects.exists()
