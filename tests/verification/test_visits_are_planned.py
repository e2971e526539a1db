"""Who is visited: the beginners, the red flags, and a share of the rest that nobody can choose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from recipients.draws import commitment_of, lot_of
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import people_at, school_at
from tests.factories.samples import committed_sample, drawn_sample, long_known, verified_report, visited
from tests.factories.verification import judged, member, waiting_report
from verification.actions.commit_sample import commit_sample
from verification.actions.draw_sample import draw_sample
from verification.actions.open_case import open_case
from verification.models import Report, SampleDraw, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    """A giver and a school of whom something was verified already."""
    school, giver = school_at(), member("donor")
    people_at(school, pupils=12)
    long_known(school=school, donor=giver)
    return {"school": school, "donor": giver, "pupils": 0}


def why(report: Report) -> list[str]:
    return list(Visit.objects.filter(report=report).values_list("why", flat=True))


# --- when it is verified -----------------------------------------------------------------------------


def test_a_new_giver_is_visited_for_every_report_until_a_visit_found_everything(known):
    other = school_at("31.73.05.1001")
    long_known(school=other)
    newcomer = member("donor")
    reports = [verified_report(school=other, donor=newcomer) for _nth in range(2)]
    assert [why(report) for report in reports] == [["new_giver"], ["new_giver"]]
    visited(Visit.objects.get(report=reports[0]))
    assert why(verified_report(school=other, donor=newcomer)) == []


def test_a_new_school_is_visited_for_every_report_until_a_visit_found_everything(known):
    beginner = school_at("31.73.05.1001")
    reports = [verified_report(donor=known["donor"], school=beginner) for _nth in range(2)]
    assert [why(report) for report in reports] == [["new_school"], ["new_school"]]
    visited(Visit.objects.get(report=reports[1]))
    assert why(verified_report(donor=known["donor"], school=beginner)) == []


def test_a_report_between_old_acquaintances_waits_for_the_draw(known):
    assert why(verified_report(**known)) == []


def test_a_red_flag_is_visited_soon_whoever_gave_it(known):
    report = waiting_report(**known)
    Report.objects.filter(pk=report.pk).update(risk=40)
    judged(report)
    visit = Visit.objects.get(report=report)
    assert (visit.why, visit.due_on) == ("red_flag", timezone.localdate() + timedelta(days=7))


def test_an_open_case_about_the_school_is_a_red_flag(known):
    open_case(kind="by_hand", key="uji", organisation=known["school"].organisation, actor=SYSTEM)
    assert why(verified_report(**known)) == ["red_flag"]


def test_a_failed_visit_follows_its_giver_to_other_schools(known):
    other = school_at("31.73.05.1001")
    long_known(school=other, donor=member("donor"))
    before = verified_report(school=other, donor=known["donor"])
    visited(Visit.objects.get(report=verified_report(donor=known["donor"], school=school_at())), seen=0)
    assert (why(before), why(verified_report(school=other, donor=known["donor"]))) == (["widened"], ["red_flag"])


def test_what_is_returned_or_rejected_is_not_visited():
    judged(waiting_report(), "returned")
    judged(waiting_report(), "rejected")
    assert not Visit.objects.exists()


def test_a_visit_knows_where_and_how_many():
    visit = Visit.objects.get(report=(report := verified_report()))
    assert (visit.region, visit.devices_expected, visit.state) == (report.region, 1, "planned")
    assert Event.objects.filter(action="visit.planned", thing_id=visit.pk, role="system").exists()


# --- the draw -----------------------------------------------------------------------------------------


def test_anybody_repeats_the_draw_by_hand(known):
    reports = [long_known(**known) for _n in range(6)]
    draw = drawn_sample(margin=40, expected=10)
    assert commitment_of(draw.seed) == draw.commitment
    in_order = sorted(Report.objects.filter(state="verified"), key=lambda one: lot_of(draw.seed, one.public_id))
    chosen = {visit.report_id: visit.lot for visit in draw.visits.all()}
    assert draw.population == len(reports) + 1
    assert 0 < draw.size < draw.population
    assert chosen == {one.pk: lot_of(draw.seed, one.public_id) for one in in_order[: draw.size]}


def test_who_is_visited_for_another_reason_does_not_take_part(known):
    visited = verified_report()
    Report.objects.filter(pk=visited.pk).update(verified_at=timezone.now() - timedelta(days=2))
    draw = drawn_sample()
    assert (draw.population, draw.size) == (1, 1)
    assert why(visited) == ["new_giver"]


def test_only_reports_of_the_period_take_part(known):
    long_known(days=40, **known)
    assert drawn_sample(days=30).population == 1


def test_a_period_without_reports_is_drawn_too():
    assert drawn_sample().size == 0


def test_nobody_draws_the_same_days_twice(known):
    committed_sample(days=30)
    with pytest.raises(Refused, match="hanya diundi sekali"):
        committed_sample(days=10)


def test_who_committed_does_not_draw(known):
    first = member("coordinator")
    with pytest.raises(Refused, match="koordinator lain"):
        draw_sample(draw=committed_sample(first), actor=first)
    assert not Visit.objects.exists()


def test_nobody_draws_before_the_period_is_over():
    today = timezone.localdate()
    draw = committed_sample(starts_on=today, ends_on=today + timedelta(days=7))
    with pytest.raises(Refused, match="mulai"):
        draw_sample(draw=draw, actor=member("coordinator"))


def test_nobody_draws_before_the_commitment_was_public(known, settings):
    settings.DRAW_WAIT_HOURS = 72
    with pytest.raises(Refused, match="mulai"):
        draw_sample(draw=committed_sample(), actor=member("coordinator"))


@pytest.mark.parametrize("role", ["city_supervisor", "validator", "auditor", "principal", "donor"])
def test_only_coordinators_draw(role):
    draw = committed_sample()
    with pytest.raises(Forbidden):
        draw_sample(draw=draw, actor=member(role))
    with pytest.raises(Forbidden):
        committed_sample(member(role), days=3)


def test_many_visits_cost_no_more_questions_than_few(known, django_assert_max_num_queries):
    for _n in range(8):
        long_known(**known)
    draw = committed_sample()
    with django_assert_max_num_queries(26):
        draw_sample(draw=draw, actor=member("coordinator"))
    assert Visit.objects.filter(why="random").count() == 9


# --- at the same moment --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_who_draw_at_once_one_does():
    long_known()
    committed_sample()
    coordinators = [member("coordinator") for _n in range(6)]
    as_read = [SampleDraw.objects.get() for _one in coordinators]
    steps = [lambda d=d, c=c: draw_sample(draw=d, actor=c) for d, c in zip(as_read, coordinators, strict=True)]
    assert kinds(at_once(steps)) == {"SampleDraw": 1, "StaleState": 5}
    assert Visit.objects.filter(why="random").count() == 1
    assert Event.objects.filter(action="sample.drawn").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_lock_the_same_days_at_once_one_does():
    today = timezone.localdate()
    days: dict[str, Any] = {"starts_on": today, "ends_on": today + timedelta(days=7)}
    coordinators = [member("coordinator") for _n in range(6)]
    steps = [lambda c=c: commit_sample(actor=c, **days) for c in coordinators]
    assert kinds(at_once(steps)) == {"Refused": 5, "SampleDraw": 1}
