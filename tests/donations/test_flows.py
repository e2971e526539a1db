"""Months are counted as things happen, and are what a full count says."""

from __future__ import annotations

import pytest
from django.utils import timezone

from donations.actions.fold_flows import fold_flows
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.flows import counted, flows_by_month, recount
from tests.factories.donations import promise
from tests.factories.verification import handed_over, judged, member, report_on
from verification.states import ReportState

pytestmark = pytest.mark.django_db


def sums(code: str = "") -> tuple[int, int, int]:
    rows = flows_by_month(code)
    return sum(r.pledged for r in rows), sum(r.handed_over for r in rows), sum(r.verified for r in rows)


def test_a_promise_is_counted_at_once_and_gone_when_it_is_withdrawn():
    donor = member("donor")
    handover = handed_over(donor=donor)
    later = promise(donor, handover.school)
    assert sums() == (2, 1, 0)
    withdraw_pledge(pledge=later, reason="Salah sekolah", actor=donor)
    assert sums() == (1, 1, 0)


def test_a_proof_is_counted_in_its_month_and_a_refusal_takes_the_promise_along():
    judged(report_on(handed_over()))
    judged(report_on(handed_over()), ReportState.REJECTED)
    assert sums() == (1, 1, 1)
    assert {row.month for row in flows_by_month()} == {timezone.localdate().replace(day=1)}


def test_only_the_area_that_is_asked_for():
    handover = handed_over()
    assert sums(handover.region[:8]) == (1, 1, 0)
    assert sums("31.75") == (0, 0, 0)


def test_folding_changes_nothing_that_is_read():
    judged(report_on(handed_over()))
    before = counted()
    assert fold_flows() > 0
    assert counted() == before == recount()
    assert fold_flows() == 0


def test_reading_is_one_statement(django_assert_num_queries):
    region = handed_over().region
    with django_assert_num_queries(1):
        flows_by_month(region[:5], form="SMP", device_type="tablet")
