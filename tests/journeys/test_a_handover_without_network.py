"""At the school there is no network: the principal writes on the phone, and it arrives later, once. A guardian confirms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from donations.actions.issue_certificates import issue_certificates
from donations.models import Confirmed, Handover, OfflineRecord, ReceiptSlip
from donations.slips import in_groups
from ksbb.accounts.acting import actor_of
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.roles import Role
from ksbb.common import sealing
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.donations import appoint, donor_of, offer, on_the_day, people_at, promise, record_all
from tests.journeys import steps
from tests.journeys.network import network_comes, network_goes
from tests.journeys.steps import Door, Mail
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

# Everything that the browser keeps of this site, as text; files by their size. The page that says there is no network is the same
# for everybody and comes back with the next page (tests/journeys/test_the_app.py looks into it).
KEPT = """async () => {
  const found = { caches: (await caches.keys()).filter((name) => !name.startsWith("ksbb-aplikasi-")), bases: {} };
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = base.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      found.bases[store] = rows.map((row) => ({ ...row, photo: row.photo?.size ?? 0 }));
    }
    base.close();
  }
  return JSON.stringify(found);
}"""


def rara() -> Actor:
    """A person who gives."""
    organisation = OrganisationFactory.create(kind="donor", name="Rara Rahasia")
    user = UserFactory.create(email="rara@uji.example", full_name="Rara Rahasia")
    actor = actor_of(MembershipFactory.create(user=user, organisation=organisation, role=Role.DONOR))
    donor_of(actor)
    return actor


def prepared(school: School, giver: Actor) -> Handover:
    """Two tablets stand on the papers, for today."""
    people_at(school, pupils=2)
    handover = appoint(promise(giver, school, offer(2)))
    record_all(handover)
    issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")
    return on_the_day(handover)


def write(page: Page, handover: Handover, count: int) -> None:
    page.get_by_label("Serah terima", exact=True).select_option(str(handover.public_id))
    page.get_by_label("Jumlah gawai yang diterima").fill(str(count))


def test_a_handover_without_network(school: School, photo: Path, person: Door, mail: Mail) -> None:
    staff = steps.staff_of(school)
    giver = rara()
    handover = prepared(school, giver)

    # Once with network: the phone keeps the form and the list, and nobody's name.
    principal = person()
    principal.signs_in(staff.principal.email, PASSWORD)
    page = principal.goes_to("/luring/")
    expect(page.get_by_text("Siap dipakai tanpa jaringan.")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan catatan")).to_be_visible()
    kept = page.evaluate(KEPT)
    assert str(handover.public_id) in kept
    assert "Rahasia" not in kept
    assert staff.principal.full_name not in kept

    # At the school's door the network is gone. The page opens all the same.
    network_goes(page)
    page.reload()
    expect(page.get_by_text("Tidak ada jaringan")).to_be_visible()
    write(page, handover, 2)
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Ambil foto BAST")).to_be_visible()
    page.get_by_label("Foto BAST donatur → sekolah").set_input_files(str(photo))
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("menunggu jaringan", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("menunggu jaringan", exact=True)).to_be_visible()
    assert json.loads(page.evaluate(KEPT))["bases"]["queue"][0]["photo"] > 0
    assert OfflineRecord.objects.count() == 0

    # On the way home it is back: the record goes by itself, once, and the photo leaves the phone.
    network_comes(page)
    expect(page.get_by_text("terkirim dan tercatat")).to_be_visible()
    handover.refresh_from_db()
    assert (handover.state, handover.confirmed_how) == ("done", Confirmed.PAPER)
    assert OfflineRecord.objects.get().refused_reason == ""
    assert json.loads(page.evaluate(KEPT))["bases"]["queue"][0]["photo"] == 0
    mail("rara@uji.example", "")

    # A second one, with a code that nobody opened, is refused in words that help.
    second = prepared(school, giver)
    page.get_by_role("button", name="Perbarui daftar").click()
    expect(page.get_by_label("Serah terima", exact=True).locator("option")).to_have_count(2)
    write(page, second, 2)
    page.get_by_label("Kode enam angka dari pemberi").check()
    page.get_by_label("Kode enam angka", exact=True).fill("123456")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Minta pemberi membuka kode baru", exact=False)).to_be_visible()
    assert second.offline_records.get().refused_reason

    # Somebody whose session ended keeps the record and is told to sign in.
    principal.context.clear_cookies()
    page.get_by_role("button", name="Perbaiki").click()
    page.get_by_label("Foto BAST yang ditandatangani").check()
    page.get_by_label("Foto BAST donatur → sekolah").set_input_files(str(photo))
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Anda belum masuk sebagai kepala sekolah")).to_be_visible()
    expect(page.get_by_text("menunggu jaringan", exact=True)).to_be_visible()

    # Signing out on a shared phone takes everything along, after a warning.
    principal.signs_in(staff.principal.email, PASSWORD)
    page = principal.goes_to("/akun/keluar/")
    expect(page.get_by_text("belum terkirim di HP ini", exact=False)).to_be_visible()
    page.get_by_role("button", name="Keluar").last.click()
    page.wait_for_url(lambda url: "/keluar/" not in url)
    wait_until(lambda: page.evaluate(KEPT) == '{"caches":[],"bases":{}}', "the phone is empty")

    # The guardian, on a phone of her own, follows the QR of the slip.
    slip = ReceiptSlip.objects.filter(allocation__handover=handover).order_by("pk")[0]
    code = sealing.unseal(slip.code_sealed)
    guardian = person(width=360)
    page = guardian.goes_to(f"/terima/#{code}")
    expect(page.get_by_label("Kode pada slip")).to_have_value(in_groups(code))
    assert code not in page.url
    expect(page.locator("main").get_by_text("GRATIS")).to_be_visible()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_role("group", name="Apakah gawai sudah Anda terima?").get_by_label("Ya").check()
    page.get_by_role("group", name="Apakah Anda diminta membayar?").get_by_label("Tidak").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    slip.refresh_from_db()
    assert (slip.arrived, slip.was_charged) == (True, False)
