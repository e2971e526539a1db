"""What looks odd: each panel finds what it is for and leaves the rest alone; a case takes the facts along."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from donations.models import Allocation, Device, Handover, ReceiptSlip, StockTake, StockTakeLine, WantedDevice
from ksbb.accounts.models import User
from tests.factories.donations import people_at, school_at
from tests.factories.samples import verified_report
from tests.factories.verification import handed_over, member, waiting_report
from verification.actions.close_case import close_case
from verification.models import Evidence, IntegrityCase, Report, Verdict
from verification.oddness import FINDERS, Ground

pytestmark = pytest.mark.django_db
PAGE = "verification:oddness_list"
_digests = itertools.count(1)


@pytest.fixture
def auditor():
    return member("auditor")


def found(code: str, *codes: str):
    """What the panel finds on the ground."""
    finder = next(one for one in FINDERS if one.code == code)
    return finder.find(Ground(codes or ("31",), timezone.now() - timedelta(days=90)))


def answered(allocation: Allocation, **facts) -> ReceiptSlip:
    told = {"answered_at": timezone.now(), "arrived": True, "was_charged": False, **facts}
    digest = next(_digests).to_bytes(32, "big")
    slip, _is_new = ReceiptSlip.objects.update_or_create(
        allocation=allocation, defaults={"region": allocation.region, "digest": digest, "code_sealed": b"x", **told}
    )
    return slip


# --- each panel ---------------------------------------------------------------------------------------


def test_the_same_photo_in_two_reports_is_found_with_its_numbers():
    first, second, alone = waiting_report(), waiting_report(school=school_at("31.73.05.1001")), waiting_report()
    Evidence.objects.filter(report__in=[first, second]).update(sha256="a" * 64)
    [row] = found("foto")
    assert (row.number, row.facts["schools"], row.report_id) == (2, 2, second.pk)
    assert str(alone.public_id) != row.report


def test_a_photo_sent_twice_in_one_report_is_not():
    report = waiting_report()
    photo = report.evidence.get()
    Evidence.objects.create(
        report=report, sha256=photo.sha256, submitted_by_id=1, state="received", replaced_at=timezone.now()
    )
    assert found("foto") == []


def test_the_same_number_from_two_givers_is_found():
    one, other = (
        handed_over(school=school_at(code)).allocations.get().device for code in ("31.73.06.1001", "31.73.05.1001")
    )
    # One was given up before it changed hands, and its number turned up again elsewhere.
    Device.objects.filter(pk=one.pk).update(
        state="retired",
        handed_over_at=None,
        in_use_at=None,
        imei=other.imei,
        serial_number=other.serial_number,
        brand=other.brand,
    )
    rows = found("nomor")
    assert {(row.number, row.facts["devices"]) for row in rows} == {(2, 2)}
    assert not any((other.imei or other.serial_number) in row.key + row.title for row in rows)


def test_a_wanted_number_in_custody_is_found():
    device = handed_over().allocations.get().device
    number = device.numbers.get(kind="imei")
    WantedDevice.objects.create(
        kind=number.kind,
        value=number.value,
        why="stolen",
        told_on=timezone.localdate(),
        told_by_id=1,
        source="Polisi (uji)",
    )
    [row] = found("nomor")
    assert (row.device_id, row.facts["wanted"]) == (device.pk, True)


def test_a_device_counted_at_another_school_is_found():
    device = handed_over().allocations.get().device
    other = school_at("31.73.05.1001")
    take = StockTake.objects.create(school=other, region=other.region, started_at=timezone.now(), started_by_id=1)
    StockTakeLine.objects.create(stock_take=take, device=device, seen_at=timezone.now(), seen_by_id=1)
    [row] = found("tempat")
    assert (row.device_id, row.number) == (device.pk, 2)
    assert other.name in row.text


def test_many_reports_of_one_school_within_minutes_are_found():
    school = school_at()
    people_at(school, pupils=6)
    reports = [waiting_report(school=school, pupils=0) for _n in range(5)]
    [row] = found("beruntun")
    assert (row.organisation_id, row.number) == (school.organisation_id, 5)
    for number, report in enumerate(reports):
        Report.objects.filter(pk=report.pk).update(submitted_at=timezone.now() - timedelta(hours=number))
    assert found("beruntun") == []


def judge(validator, decisions: list[str], *, is_green: bool = False) -> None:
    """Verdicts in one minute, on one report: what is counted are the words."""
    report = waiting_report()
    Report.objects.filter(pk=report.pk).update(is_green=is_green)
    rows = [
        Verdict(report=report, decision=word, reason="x", decided_at=timezone.now(), decided_by_id=validator.user_id)
        for word in decisions
    ]
    Verdict.objects.bulk_create(rows)


def test_a_validator_who_never_returns_anything_is_found_and_the_careful_one_is_not():
    careless, careful, few = member("validator"), member("validator"), member("validator")
    judge(careless, ["verified"] * 20, is_green=True)
    judge(careful, ["verified"] * 19 + ["returned"], is_green=True)
    judge(few, ["verified"] * 19, is_green=True)
    [row] = found("validator")
    assert (row.facts["validator"], row.number, row.facts["green"]) == (careless.user_id, 20, 20)
    assert found("beruntun") == []


def test_many_verdicts_within_minutes_are_found_unless_nothing_was_odd_about_the_reports():
    hasty = member("validator")
    judge(hasty, ["verified"] * 9 + ["returned"])
    [row] = found("beruntun")
    assert (row.facts["validator"], row.number) == (hasty.user_id, 10)


def a_school_with_devices(code: str, count: int = 5):
    school = school_at(code)
    people_at(school, pupils=count)
    handovers = [handed_over(school=school, pupils=0) for _n in range(count)]
    Handover.objects.filter(school=school).update(done_at=timezone.now() - timedelta(days=9))
    return school, [handover.allocations.get() for handover in handovers]


def test_a_school_whose_guardians_are_all_silent_is_found_and_one_with_a_voice_is_not():
    silent, _units = a_school_with_devices("31.73.06.1001")
    _voiced, units = a_school_with_devices("31.73.05.1001")
    answered(units[0])
    [row] = found("wali")
    assert (row.organisation_id, row.number) == (silent.organisation_id, 5)


def test_many_confirmations_from_one_telephone_are_found():
    _school, units = a_school_with_devices("31.73.06.1001")
    for unit in units:
        answered(unit, source_digest=b"satu telepon")
    [row] = found("sumber")
    assert (row.number, row.facts["schools"]) == (5, 1)
    assert b"satu telepon".hex() not in row.key


def test_what_lies_on_other_ground_is_not_found():
    silent, _units = a_school_with_devices("31.73.06.1001")
    assert found("wali", "31.72") == []
    assert [row.npsn for row in found("wali", "31.73.06")] == [silent.npsn]


# --- the page -----------------------------------------------------------------------------------------


def open_first(client, panel: str, key: str):
    return client.post(reverse("verification:oddness_open", args=[panel]), {"kunci": key, "facts": "bohong"})


def test_the_auditor_opens_a_case_with_the_facts_and_somebody_else_closes_it(auditor, client_as):
    first, second = waiting_report(), waiting_report()
    Evidence.objects.filter(report__in=[first, second]).update(sha256="b" * 64)
    client = client_as(auditor)
    assert "Buka perkara" in client.get(reverse(PAGE)).content.decode()
    open_first(client, "foto", f"photo:{'b' * 40}")
    case = IntegrityCase.objects.get()
    assert (case.kind, case.report_id, case.opened_by_id) == ("same_photo", second.pk, auditor.user_id)
    assert (case.facts["reports"], case.facts["schools"]) == (2, 2)
    assert "diperiksa" in client.get(reverse(PAGE)).content.decode()
    assert close_case(case=case, founded=True, finding="Foto dipakai dua kali.", actor=member("coordinator")).closed_at


def test_what_is_no_longer_odd_opens_nothing(auditor, client_as):
    open_first(client_as(auditor), "foto", "photo:tidak-ada")
    assert not IntegrityCase.objects.exists()


def test_a_panel_that_does_not_exist_is_nothing(auditor, client_as):
    assert open_first(client_as(auditor), "apa", "x").status_code == 404


def test_the_page_costs_the_same_for_little_and_much(auditor, client_as, django_assert_max_num_queries):
    reports = [verified_report() for _n in range(4)]
    Evidence.objects.filter(report__in=reports).update(sha256="c" * 64)
    judge(member("validator"), ["verified"] * 25)
    client = client_as(auditor)
    client.get(reverse(PAGE))
    with django_assert_max_num_queries(22):
        page = client.get(reverse(PAGE)).content.decode()
    assert page.count("Buka perkara") >= 2


@pytest.mark.parametrize("role", ["coordinator", "city_supervisor", "validator", "principal", "donor"])
def test_nobody_but_the_auditor_looks(role, client_as):
    client = client_as(member(role))
    assert client.get(reverse(PAGE)).status_code == 403
    assert open_first(client, "foto", "x").status_code == 403


def test_a_validator_is_named_to_the_auditor_alone_and_not_in_the_facts(auditor, client_as):
    hasty = member("validator")
    User.objects.filter(pk=hasty.user_id).update(full_name="Validator Tergesa")
    judge(hasty, ["verified"] * 20)
    client = client_as(auditor)
    open_first(client, "validator", f"validator:{hasty.user_id}")
    case = IntegrityCase.objects.get()
    assert "Tergesa" not in str(case.facts) + case.key
    assert (
        "Validator Tergesa" in client.get(reverse("verification:case_detail", args=[case.public_id])).content.decode()
    )
