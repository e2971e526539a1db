"""Stickers: each device keeps the code of its first print; whoever finds one learns what it is, and of nobody whose."""

from __future__ import annotations

from datetime import date
from functools import partial
from io import BytesIO

import pytest
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from donations.actions.issue_certificates import issue_certificates
from donations.actions.print_labels import print_labels
from donations.actions.tell_inventory import tell_inventory
from donations.labels import A_SHEET, Label, clean_label, labels_pdf, spaced
from donations.models import Device
from donations.models.codes import new_code
from donations.receipts import SMALL_CELL
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from recipients.models import Recipient
from tests.donations.parallel import at_once
from tests.factories.custody import lent, owned
from tests.factories.donations import appoint, complete, issue_all, offer, people_at, promise, record_all, school_at

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


def text_of(pdf: bytes) -> str:
    """As a person reads it: without the signs at which long words may break."""
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\u200b", "")


def labelled(actor, device) -> str:
    return print_labels(devices=[device], of=device, actor=actor)[0].code


class TestSheet:
    def test_a_page_holds_twenty_four_and_the_same_labels_give_the_same_file(self):
        labels = [Label(new_code(), "Tablet") for _number in range(A_SHEET + 1)]
        pdf = labels_pdf(labels, DAY)
        assert len(PdfReader(BytesIO(pdf)).pages) == 2
        assert pdf == labels_pdf(labels, DAY)
        text = text_of(pdf)
        assert text.count("TIDAK UNTUK DIJUAL") == A_SHEET + 1
        assert all(spaced(one.code)[:9] in text for one in labels)

    def test_a_code_is_read_however_it_was_typed(self):
        code = new_code()
        typed = (spaced(code).lower(), f"https://portal.example/perangkat/{code}/", f" {code} ")
        assert {clean_label(one) for one in typed} == {code}
        assert clean_label("<script>") == clean_label("") == clean_label("A" * 30) == ""

    def test_both_sides_of_a_handover_print_it_and_an_officer_does_not(
        self, donor, principal, school, client_as, acting, outsider
    ):
        handover = appoint(promise(donor, school, offer(3)))
        record_all(handover)
        address = reverse("donations:handover_labels", args=[handover.public_id])
        first = client_as(donor).get(address)
        assert first["Content-Type"] == "application/pdf"
        assert client_as(principal).get(address).content == first.content
        assert client_as(acting("district_supervisor")).get(address).status_code == 403
        assert client_as(outsider).get(address).status_code == 404

    def test_without_a_recorded_device_there_is_nothing_to_print(self, donor, school, client_as):
        handover = appoint(promise(donor, school))
        answer = client_as(donor).get(reverse("donations:handover_labels", args=[handover.public_id]), follow=True)
        assert "belum ada label" in answer.content.decode()

    def test_a_whole_school_costs_a_handful_of_statements(
        self, donor, principal, school, django_assert_max_num_queries
    ):
        people_at(school, pupils=20)
        complete(appoint(promise(donor, school, offer(20))))
        devices = list(Device.objects.all())
        with django_assert_max_num_queries(8):
            print_labels(devices=devices, of=school, actor=principal)
        assert Device.objects.filter(label_code=None).count() == 0


class TestPublicPage:
    def test_a_stranger_reads_what_it_is_and_nothing_of_anybody(self, donor, principal, school, client):
        device = owned(donor, school)
        page = client.get(reverse("donations:device_label", args=[labelled(principal, device)]))
        text = page.content.decode()
        assert "tidak untuk dijual" in text
        assert "GRATIS" in text
        assert f"/lapor/?gawai={Device.objects.get().label_code}" in text
        secret = [school.name, school.npsn, device.imei, device.serial_number, school.district.short_name]
        secret += Recipient.objects.values_list("full_name", flat=True)
        assert [one for one in secret if one in text] == []
        assert "noindex" in page["X-Robots-Tag"]

    def test_the_kecamatan_is_named_where_five_were_given(self, donor, principal, school, client):
        assert SMALL_CELL == 5
        complete(appoint(promise(donor, school, offer(5))))
        device = Device.objects.order_by("pk")[0]
        text = client.get(reverse("donations:device_label", args=[labelled(principal, device)])).content.decode()
        assert school.district.short_name in text
        assert school.name not in text

    def test_an_unknown_code_is_told_so(self, client):
        assert client.get(reverse("donations:device_label", args=[new_code()])).status_code == 404
        assert client.get("/perangkat/%3Cscript%3E/").status_code == 404

    def test_a_code_typed_in_groups_leads_to_the_page(self, donor, principal, school, client):
        code = labelled(principal, owned(donor, school))
        assert client.get(f"/perangkat/{spaced(code).lower()}/").url == reverse("donations:device_label", args=[code])

    def test_who_tries_codes_is_slowed_down(self, client):
        answers = [client.get("/perangkat/X/").status_code for _try in range(61)]
        assert (answers[0], answers[-1]) == (404, 429)


class TestInventory:
    def test_the_school_names_what_it_lends_and_the_paper_says_it(self, donor, principal, school, acting, outsider):
        handover = appoint(promise(donor, school, offer(1, "laptop")))
        [device] = record_all(handover)
        Device.objects.filter(pk=device.pk).update(imei="490154203237518", imei2="490154203237526")
        for stranger in (donor, outsider, acting("city_supervisor")):
            with pytest.raises(Forbidden):
                tell_inventory(device=device, code="1", number="2", actor=stranger)
        tell_inventory(device=device, code="1.3.2.10.01", number="000 17", actor=principal)
        from_school, to_teacher = _papers(handover)
        assert "1.3.2.10.01" in to_teacher
        assert "000 17" in to_teacher
        assert "490154203237526" in from_school.replace(" ", "")
        assert "1.3.2.10.01" not in from_school

    def test_a_pupils_device_is_in_no_inventory(self, donor, principal, school):
        with pytest.raises(Refused):
            tell_inventory(device=owned(donor, school), code="1", number="", actor=principal)

    def test_the_workbook_holds_the_schools_own_devices_and_no_name(
        self, donor, principal, school, client_as, outsider
    ):
        [loan] = lent(donor, school)
        owned(donor, school)
        tell_inventory(device=loan.device, code="=1+1", number="17", actor=principal)
        answer = client_as(principal).get(reverse("donations:school_inventory"))
        sheet = load_workbook(BytesIO(answer.content)).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert len(cells) == 4
        assert cells[3][1] == "=1+1"
        assert sheet.cell(4, 2).data_type == "s"
        assert "Rahasia" not in str(cells)
        assert Event.objects.get(action="inventory.downloaded").facts == {"devices": 1}
        assert client_as(outsider).get(reverse("donations:school_inventory")).status_code == 403

    def test_the_page_of_the_school_leads_to_everything(
        self, donor, principal, school, client_as, django_assert_max_num_queries
    ):
        lent(donor, school, 2)
        client = client_as(principal)
        with django_assert_max_num_queries(16):
            text = client.get(reverse("donations:school_devices")).content.decode()
        assert "Rahasia" in text
        assert reverse("donations:school_labels") in text
        device = Device.objects.order_by("pk")[0]
        page = reverse("donations:device_inventory", args=[device.public_id])
        assert client.post(page, {"code": "1.3.2", "number": "5"}).status_code == 302
        assert "1.3.2" in client.get(reverse("donations:stock_device", args=[device.public_id])).content.decode()
        assert client.get(reverse("donations:school_labels"))["Content-Type"] == "application/pdf"


def _papers(handover) -> list[str]:
    """The text of the paper for the school and of the one for the teacher."""
    papers = issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")
    return [text_of(paper.pdf.open().read()) for paper in papers]


@pytest.mark.django_db(transaction=True)
def test_printed_by_many_at_once_a_device_has_one_code(acting):
    donor, school = acting("donor"), school_at()
    people_at(school, pupils=3)
    handover = issue_all(appoint(promise(donor, school, offer(3))))
    devices = list(Device.objects.order_by("pk"))
    answers = at_once([partial(print_labels, devices=devices, of=handover, actor=donor)] * 8)
    assert len({tuple(one.code for one in labels) for labels in answers}) == 1
