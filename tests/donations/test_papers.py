"""The papers: numbered, kept as issued, shown to those whom they concern, and checked by whoever holds one."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from donations.actions.issue_certificates import issue_certificates
from donations.models import Device, Handover, HandoverCertificate
from ksbb.audit.models import Event
from tests.factories.donations import appoint, complete, issue_all, offer, promise, record_all

pytestmark = pytest.mark.django_db

SCHOOL, PUPIL, TEACHER = "donor_to_school", "school_to_guardian", "loan_to_teacher"


@pytest.fixture
def handover(donor, school) -> Handover:
    """A tablet for a pupil and a laptop for a teacher."""
    return appoint(promise(donor, school, offer(1), offer(1, "laptop")))


def paper(handover: Handover, kind: str) -> HandoverCertificate:
    return handover.certificates.get(kind=kind, voided_at=None)


def address(certificate: HandoverCertificate) -> str:
    return f"/bast/{certificate.public_id}.pdf"


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def text(pdf: bytes) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_form_knows_the_principal_and_asks_for_the_end_of_a_loan(client_as, principal, handover):
    record_all(handover)
    form = client_as(principal).get(f"/serah-terima/{handover.public_id}/").context["papers_form"]
    assert form["principal_name"].value() == principal.name
    assert form["return_on"].value() == timezone.localdate() + timedelta(days=365)


def test_the_school_issues_one_paper_for_itself_and_one_for_each_person(client_as, principal, handover):
    record_all(handover)
    ends = (timezone.localdate() + timedelta(days=100)).isoformat()
    told = {"principal_name": "Sari Uji, M.Pd.", "return_on": ends}
    answer = client_as(principal).post(f"/serah-terima/{handover.public_id}/bast/", told)
    assert answer.status_code == 302
    kinds = handover.certificates.order_by("number").values_list("kind", "return_on")
    assert [(kind, ends and ends.isoformat()) for kind, ends in kinds] == [
        (SCHOOL, None),
        (PUPIL, None),
        (TEACHER, ends),
    ]
    assert "Sari Uji, M.Pd." in text(paper(handover, SCHOOL).pdf.read())


def test_the_inventory_reads_what_it_needs_on_the_papers_and_a_family_reads_no_price(
    client_as, principal, donor, handover
):
    record_all(handover)
    lent = Device.objects.get(custody="lent_by_school")
    Device.objects.update(unit_value=4_500_000, year=2025)
    assert lent.allocation
    unit = f"/serah-terima/{handover.public_id}/gawai/{lent.allocation.public_id}/"
    inventory = reverse("donations:device_inventory", args=[lent.public_id])
    assert inventory in client_as(principal).get(unit).content.decode()
    assert inventory not in client_as(donor).get(unit).content.decode()
    client_as(principal).post(inventory, {"code": "1.3.2.10.01.02.003", "number": ""})
    issue_certificates(handover=handover, actor=principal, principal_name="Sari Uji")
    assert len(pypdf.PdfReader(paper(handover, TEACHER).pdf).pages) == 1, "the signatures stay on the sheet"
    loan = text(paper(handover, TEACHER).pdf.read())
    for told in ("1.3.2.10.01.02.003", "Nomor register: ....", "Tahun pembelian: 2025", "4.500.000"):
        assert told in loan.replace("\u200b", "")
    assert "9.000.000" in text(paper(handover, SCHOOL).pdf.read()).replace("\u200b", "")
    assert "4.500.000" not in text(paper(handover, PUPIL).pdf.read()).replace("\u200b", "")


@pytest.mark.parametrize(
    "change", [{"principal_name": ""}, {"return_on": "2020-01-01"}, {"return_on": "2099-01-01"}, {"return_on": ""}]
)
def test_a_mistake_in_the_form_issues_nothing(client_as, principal, handover, change):
    record_all(handover)
    told = {"principal_name": "Sari Uji", "return_on": (timezone.localdate() + timedelta(days=9)).isoformat(), **change}
    page = client_as(principal).post(f"/serah-terima/{handover.public_id}/bast/", told)
    assert page.context["form"].errors
    assert HandoverCertificate.objects.count() == 0


def test_papers_wait_for_the_data_of_every_device(client_as, principal, handover):
    told = {"principal_name": "Sari Uji", "return_on": (timezone.localdate() + timedelta(days=9)).isoformat()}
    page = client_as(principal).post(f"/serah-terima/{handover.public_id}/bast/", told)
    assert "2 gawai yang datanya" in page.content.decode()


def test_a_donor_issues_no_papers_of_the_school(client_as, donor, handover):
    record_all(handover)
    assert client_as(donor).post(f"/serah-terima/{handover.public_id}/bast/", {}).status_code == 403


def test_a_download_is_the_paper_as_issued(client_as, principal, handover):
    issue_all(handover)
    for certificate in handover.certificates.all():
        answer = client_as(principal).get(address(certificate))
        assert hashlib.sha256(body(answer)).hexdigest() == certificate.sha256
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"


def test_who_may_read_which_paper(client_as, acting, outsider, donor, principal, handover):
    issue_all(handover)
    readers = {
        "donor": donor,
        "principal": principal,
        "officer": acting("district_supervisor", codes=["31.73.06"]),
        "validator": acting("validator"),
        "coordinator": acting("coordinator"),
        "elsewhere": acting("district_supervisor", codes=["31.74.01"]),
        "other donor": acting("donor"),
        "other school": outsider,
    }
    found = {
        name: tuple(
            client_as(reader).get(address(paper(handover, kind))).status_code for kind in (SCHOOL, PUPIL, TEACHER)
        )
        for name, reader in readers.items()
    }
    assert found == {
        "donor": (200, 404, 404),
        "principal": (200, 200, 200),
        "officer": (200, 200, 200),
        "validator": (200, 404, 404),
        "coordinator": (200, 404, 404),
        "elsewhere": (404, 404, 404),
        "other donor": (404, 404, 404),
        "other school": (404, 404, 404),
    }


def test_a_visitor_signs_in_before_any_paper(client, handover):
    issue_all(handover)
    assert client.get(address(paper(handover, SCHOOL))).status_code == 302


def test_reading_a_paper_that_names_a_person_stands_in_the_trail(client_as, principal, handover):
    issue_all(handover)
    browser = client_as(principal)
    browser.get(address(paper(handover, SCHOOL)))
    assert not Event.objects.filter(action="certificate.opened").exists()
    browser.get(address(paper(handover, PUPIL)))
    assert Event.objects.get(action="certificate.opened").user_id == principal.user_id


def test_the_schools_paper_names_no_pupil_and_the_pupils_paper_does(handover):
    issue_all(handover)
    assert "Rahasia" not in text(paper(handover, SCHOOL).pdf.read())
    assert "Murid Rahasia" in text(paper(handover, PUPIL).pdf.read())


def test_voided_papers_stay_and_new_ones_get_new_numbers(client_as, donor, principal, handover):
    issue_all(handover)
    old = paper(handover, SCHOOL)
    void = f"/serah-terima/{handover.public_id}/bast/batal/"
    assert client_as(donor).post(void, {"reason": "Salah ketik merek."}).status_code == 403
    browser = client_as(principal)
    assert browser.post(void, {"reason": ""}).context["form"].errors
    assert browser.post(void, {"reason": "Salah ketik merek."}).status_code == 302
    old.refresh_from_db()
    assert old.voided_reason == "Salah ketik merek."
    issue_all(handover)
    assert paper(handover, SCHOOL).number.startswith("0004/")
    assert browser.get(address(old)).status_code == 200


def test_papers_of_a_handover_that_took_place_are_not_voided(client_as, principal, handover):
    complete(handover)
    page = client_as(principal).post(f"/serah-terima/{handover.public_id}/bast/batal/", {"reason": "Salah ketik."})
    assert "tidak dapat dibatalkan lagi" in page.content.decode()


# --- the check by whoever holds a paper ---


def test_the_check_tells_a_real_paper_without_a_person_or_a_number_of_a_device(client, school, handover):
    issue_all(handover)
    for kind in (SCHOOL, PUPIL, TEACHER):
        certificate = paper(handover, kind)
        page = client.get(f"/cek/{certificate.code}/").content.decode()
        assert "berlaku" in page
        assert certificate.sha256 in page
        assert "SMP, Wilayah 31.73.06" in " ".join(page.split())
        for device in handover.allocations.values_list("device__imei", "device__serial_number"):
            assert not any(number and number in page for number in device)
        assert "Rahasia" not in page
        assert "Kepala Uji" not in page
        assert "Penanda Tangan" not in page
        assert (school.name in page) == (kind == SCHOOL)
        assert (school.npsn in page) == (kind == SCHOOL)


def test_the_check_reads_a_code_as_people_type_it(client, handover):
    issue_all(handover)
    code = paper(handover, SCHOOL).code
    assert client.get(f"/cek/{code[:4].lower()}-{code[4:]}/").status_code == 200


def test_the_check_warns_of_a_voided_paper(client, client_as, principal, handover):
    issue_all(handover)
    code = paper(handover, SCHOOL).code
    client_as(principal).post(f"/serah-terima/{handover.public_id}/bast/batal/", {"reason": "Salah ketik merek."})
    page = client.get(f"/cek/{code}/").content.decode()
    assert "DIBATALKAN" in page
    assert "Salah ketik" not in page


def test_an_unknown_code_is_answered_kindly_and_never_as_markup(client):
    answer = client.get("/cek/<b>PALSU1234567890AB/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Berita acara tidak dikenal" in page
    assert "<b>PALSU" not in page
