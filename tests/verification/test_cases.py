"""One door opens a case, somebody else closes it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.models import User
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from ksbb.notifications.models import Message
from tests.donations.parallel import at_once, kinds
from tests.factories.samples import verified_report
from tests.factories.verification import member
from verification.actions.close_case import close_case
from verification.actions.open_case import open_case
from verification.case_words import LABELS, facts_in_words
from verification.models import IntegrityCase

pytestmark = pytest.mark.django_db
FINDING = "Diperiksa bersama sekolah; fotonya salah kirim."


@pytest.fixture
def auditor():
    return member("auditor")


@pytest.fixture
def case(auditor) -> IntegrityCase:
    return open_case(kind="same_photo", key="photo:ab", report=verified_report(), facts={"reports": 3}, actor=auditor)


def test_it_is_opened_once_however_often_it_is_asked(case, auditor):
    assert open_case(kind="same_photo", key="photo:ab", actor=auditor) == case
    assert open_case(kind="same_photo", key="photo:ab", actor=SYSTEM) == case
    assert Event.objects.filter(action="integrity.opened").count() == 1


def test_a_matter_that_was_closed_can_be_opened_anew(case, auditor):
    close_case(case=case, founded=False, finding=FINDING, actor=member("coordinator"))
    again = open_case(kind="same_photo", key="photo:ab", actor=auditor)
    assert (again.pk != case.pk, again.state) == (True, "open")


def test_its_place_is_that_of_the_report(case):
    assert case.region == case.report.region


def test_who_opened_it_does_not_close_it(case, auditor):
    with pytest.raises(Refused, match="orang lain"):
        close_case(case=case, founded=True, finding=FINDING, actor=auditor)


def test_nor_with_a_second_account_of_the_same_person(case, auditor):
    second = member("coordinator")
    User.objects.filter(pk__in=[auditor.user_id, second.user_id]).update(person_digest=b"satu orang")
    with pytest.raises(Refused, match="orang lain"):
        close_case(case=case, founded=True, finding=FINDING, actor=second)


def test_nor_who_had_a_part_in_the_report(case):
    coordinator = member("coordinator")
    case.report.handover.officer_id = coordinator.user_id
    case.report.handover.save(update_fields=["officer"])
    with pytest.raises(Refused, match="terlibat"):
        close_case(case=case, founded=True, finding=FINDING, actor=coordinator)


def test_the_base_holds_four_eyes_too(case, auditor):
    stamps = {"state": "founded", "finding": "x", "closed_at": timezone.now(), "closed_by_id": auditor.user_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        IntegrityCase.objects.filter(pk=case.pk).update(**stamps)


def test_a_case_that_opened_by_itself_is_closed_by_one_person(auditor):
    case = open_case(kind="charged", key="x", actor=SYSTEM)
    assert close_case(case=case, founded=True, finding=FINDING, actor=auditor).state == "founded"


@pytest.mark.parametrize("role", ["city_supervisor", "validator", "principal", "donor"])
def test_others_neither_open_nor_close(case, role):
    with pytest.raises(Forbidden):
        open_case(kind="by_hand", key="y", actor=member(role))
    with pytest.raises(Forbidden):
        close_case(case=case, founded=True, finding=FINDING, actor=member(role))


def test_coordinators_over_the_place_and_auditors_are_told_and_the_opener_is_not():
    here, elsewhere, auditor = member("coordinator"), member("coordinator", codes=("32",)), member("auditor")
    opener = member("auditor")
    open_case(kind="by_hand", key="z", report=verified_report(), actor=opener)
    told = set(Message.objects.filter(kind="verification/case_opened").values_list("to_user_id", flat=True))
    assert {here.user_id, auditor.user_id} <= told
    assert not {elsewhere.user_id, opener.user_id} & told


def test_facts_are_read_in_words_and_name_nobody(auditor):
    words = facts_in_words({"seen": 1, "expected": 3, "failed": ["devices"], "validator": 17})
    assert [label for label, _value in words] == [LABELS["expected"], LABELS["seen"], LABELS["failed"]]
    assert words[-1][1] == "Tidak semua gawai ada."


# --- pages --------------------------------------------------------------------------------------------


def test_a_coordinator_reads_the_facts_and_closes_it(case, client_as):
    client = client_as(member("coordinator"))
    address = reverse("verification:case_detail", args=[case.public_id])
    assert "Laporan" in client.get(address).content.decode()
    client.post(reverse("verification:case_close", args=[case.public_id]), {"founded": "tidak", "finding": FINDING})
    case.refresh_from_db()
    assert (case.state, case.finding) == ("unfounded", FINDING)
    assert FINDING in client.get(address).content.decode()


def test_what_was_typed_is_kept_when_the_result_is_missing(case, client_as):
    address = reverse("verification:case_close", args=[case.public_id])
    answer = client_as(member("coordinator")).post(address, {"finding": FINDING}).content.decode()
    assert FINDING in answer
    assert IntegrityCase.objects.get(pk=case.pk).state == "open"


def test_a_coordinator_of_another_province_finds_nothing(case, client_as):
    client = client_as(member("coordinator", codes=("32",)))
    assert client.get(reverse("verification:case_detail", args=[case.public_id])).status_code == 404
    assert str(case.public_id) not in client.get(reverse("verification:case_list")).content.decode()


def test_the_list_costs_the_same_for_many(auditor, client_as, django_assert_max_num_queries):
    for number in range(12):
        open_case(kind="by_hand", key=f"uji:{number}", actor=auditor)
    client = client_as(auditor)
    client.get(reverse("verification:case_list"))
    with django_assert_max_num_queries(11):
        client.get(reverse("verification:case_list"))


# --- at the same moment -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_many_who_open_the_same_matter_at_once_open_one_case():
    auditors = [member("auditor") for _n in range(8)]
    steps = [lambda a=a: open_case(kind="by_hand", key="sama", actor=a).pk for a in auditors]
    answers = at_once(steps)
    assert len(set(answers)) == 1
    assert IntegrityCase.objects.count() == 1
    assert Event.objects.filter(action="integrity.opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_close_it_at_once_one_does():
    case = open_case(kind="by_hand", key="tutup", actor=SYSTEM)
    closers = [member("coordinator") for _n in range(5)]
    as_read = [IntegrityCase.objects.get(pk=case.pk) for _one in closers]
    steps = [
        lambda c=c, a=a: close_case(case=c, founded=True, finding=FINDING, actor=a)
        for c, a in zip(as_read, closers, strict=True)
    ]
    assert kinds(at_once(steps)) == {"IntegrityCase": 1, StaleState.__name__: 4}


def test_the_auditor_opens_a_case_from_the_sheet_and_finds_the_way_there_and_back(client_as, auditor):
    report = verified_report()
    sheet = reverse("verification:report_detail", args=[report.public_id])
    address = reverse("verification:report_case", args=[report.public_id])
    client = client_as(auditor)
    assert address in client.get(sheet).content.decode()
    for _press in range(2):
        answer = client.post(address, {"kind": "charged"})
    case = IntegrityCase.objects.get()
    assert (case.kind, case.report, case.opened_by_id) == ("charged", report, auditor.user_id)
    assert answer["Location"] == reverse("verification:case_detail", args=[case.public_id])
    visit = reverse("verification:visit_detail", args=[report.visit.public_id])
    for here, wanted in (
        (sheet, (answer["Location"], visit)),
        (answer["Location"], (sheet, visit)),
        ("/perkara/", (answer["Location"], sheet)),
        ("/kunjungan/", (visit, sheet)),
    ):
        page = client.get(here).content.decode()
        assert all(f'href="{there}"' in page for there in wanted), here


def test_nobody_else_opens_one_from_the_sheet_and_the_school_sees_neither(client_as):
    report = verified_report()
    open_case(kind="charged", key="report:1", report=report, actor=SYSTEM)
    address = reverse("verification:report_case", args=[report.public_id])
    for actor in (member("validator"), member("coordinator")):
        assert client_as(actor).post(address, {"kind": "charged"}).status_code == 403
    assert client_as(member("auditor", codes=("32",))).post(address, {"kind": "charged"}).status_code == 404
    school = member("principal", report.handover.school.organisation)
    page = client_as(school).get(reverse("verification:report_detail", args=[report.public_id])).content.decode()
    assert 'href="/perkara/' not in page
    assert 'href="/kunjungan/' not in page
