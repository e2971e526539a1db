"""`manage.py check_data`: silent on a sound base, and it finds each kind of difference that is planted."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from donations.actions.cancel_handover import cancel_handover
from donations.actions.withdraw_pledge import withdraw_pledge
from ksbb.authority.actors import SYSTEM
from recipients.actions.fold_tallies import fold_tallies
from schools.models import School
from tests.factories.donations import appoint, issue_all, people_at, promise, record_all, school_at
from tests.factories.giving import wish_of
from tests.factories.verification import handed_over, judged, member, report_on, waiting_report
from tests.verification.planted_books import PLANTED_BOOKS, a_book
from tests.verification.planted_complaints import PLANTED_COMPLAINTS, two_complaints
from tests.verification.planted_custody import PLANTED_CUSTODY, a_loan_book
from tests.verification.planted_desk import PLANTED_DESK, at_the_desk
from tests.verification.planted_samples import PLANTED_SAMPLES, a_closer_look
from tests.verification.planted_use import PLANTED_USE, afterwards
from verification.checks import CHECKS
from verification.states import ReportState


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and output."""
    out = io.StringIO()
    try:
        call_command("check_data", *arguments, stdout=out)
    except SystemExit as left:
        return int(left.code or 0), out.getvalue()
    return 0, out.getvalue()


def sql(statement: str, *params: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


def test_an_empty_base_has_no_difference(db: None) -> None:
    """Stands first: what follows shares one transaction."""
    assert run()[0] == 0


def a_gift_at_every_stage() -> School:
    """A school with a gift at every stage, and people whom nobody has promised anything."""
    school = school_at()
    donor = member("donor")
    people_at(school, pupils=6, teachers=2)
    promise(donor, school)
    record_all(appoint(promise(donor, school)))
    issue_all(appoint(promise(donor, school)))
    cancelled = issue_all(appoint(promise(donor, school)))
    cancel_handover(handover=cancelled, actor=SYSTEM, reason="Hujan.")
    withdraw_pledge(pledge=promise(donor, school), actor=donor, reason="Batal.")
    handed_over(school=school, donor=donor)
    waiting_report(school=school, donor=donor)
    judged(waiting_report(school=school, donor=donor), ReportState.RETURNED)
    again = judged(waiting_report(school=school, donor=donor), ReportState.RETURNED)
    report_on(again.handover)
    judged(waiting_report(school=school, donor=donor), ReportState.REJECTED)
    judged(waiting_report(school=school, donor=donor), ReportState.VERIFIED)
    a_book()
    at_the_desk()
    a_closer_look()
    afterwards()
    a_loan_book()
    two_complaints(school)
    fold_tallies()
    return school


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[School]:
    """Built once for all tests of this file, and never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_gift_at_every_stage()
        transaction.set_rollback(True)


@pytest.fixture
def school(built: School) -> Iterator[School]:
    """The same base for each test: what a test plants is taken back."""
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)


def test_a_sound_base_has_no_difference(school: School) -> None:
    code, output = run("--all")
    assert (code, output.splitlines()[:-1]) == (0, [])
    assert f"{len(CHECKS)} checks, 0 with differences" in output


def test_json_tells_the_same(school: School) -> None:
    code, output = run("--json")
    told = json.loads(output)
    assert code == 0
    assert told["ok"] is True
    assert set(told["checks"]) == {check.name for check in CHECKS}


def _clash() -> None:
    user = member("validator").user_id
    office = member("donor").organisation_id
    sql(
        "INSERT INTO accounts_membership (public_id, created_at, updated_at, user_id, organisation_id, role, accepted_at) "
        "VALUES (gen_random_uuid(), now(), now(), %s, %s, 'donor', now())",
        user,
        office,
    )


def _placed() -> None:
    wish = wish_of(member("donor"))
    sql("UPDATE donations_wish SET placed = 1 WHERE id = %s", wish.pk)


OF_STATE = "(SELECT id FROM {table} WHERE state = '{state}' ORDER BY id LIMIT 1)"


def of(table: str, state: str) -> str:
    return OF_STATE.format(table=table, state=state)


ALLOCATION, NEED, HANDOVER, PLEDGE = (
    "donations_allocation", "recipients_need", "donations_handover", "donations_pledge",
)  # fmt: skip
REPORT, DEVICE, PAPER = "verification_report", "donations_device", "donations_handovercertificate"
AN_OPEN_PERSON = "(SELECT recipient_id FROM recipients_need WHERE state = 'open' ORDER BY id LIMIT 1)"


def _draw(*, commitment: str, tickets: int) -> str:
    """A draw with the seed "seed" that drew nobody."""
    return (
        "INSERT INTO recipients_draw (public_id, created_at, updated_at, state, commitment, seed_sealed, seed, committed_at, "
        "committed_by_id, tickets, drawn_at, drawn_by_id) VALUES (gen_random_uuid(), now(), now(), 'drawn', "
        f"encode({commitment}, 'hex'), '', 'seed', now(), 1, {tickets}, now(), 2)"
    )


PLANTED: dict[str, str | Callable[[], object]] = {
    "figures.month": "INSERT INTO donations_flowdelta (school_id, region, device_type, month, pledged, handed_over, verified) "
    "SELECT school_id, region, 'pc', DATE '2026-01-01', 1, 0, 0 FROM donations_pledge LIMIT 1",
    "figures.school": "UPDATE recipients_needtally SET open = open + 1 WHERE need_class = 'student_device'",
    "figures.area": "UPDATE recipients_needtally SET region = '31.73.06.1002'",
    "figures.top_rank": "UPDATE recipients_needtally SET top_rank = top_rank - 1",
    "figures.verified": f"UPDATE {NEED} SET state = 'met', met_at = now() WHERE id = {of(NEED, 'delivered')}",
    "recipient.circumstances": f"DELETE FROM recipients_circumstances WHERE recipient_id = {AN_OPEN_PERSON}",
    "recipient.consent": f"DELETE FROM recipients_consent WHERE recipient_id = {AN_OPEN_PERSON}",
    "assessment.in_force": f"UPDATE recipients_circumstances SET has_disability = TRUE WHERE recipient_id = {AN_OPEN_PERSON}",
    "assessment.newest": f"UPDATE recipients_assessment SET is_newest = FALSE WHERE recipient_id = {AN_OPEN_PERSON}",
    "need.declared": f"UPDATE {NEED} SET state = 'closed', closed_at = now() WHERE id = {of(NEED, 'open')}",
    "assessment.person": f"UPDATE recipients_assessment SET region = '31.72' WHERE recipient_id = {AN_OPEN_PERSON}",
    "household.served": f"UPDATE recipients_circumstances SET household_served = TRUE WHERE recipient_id = {AN_OPEN_PERSON}",
    "need.open": f"UPDATE recipients_recipient SET is_held = TRUE WHERE id = {AN_OPEN_PERSON}",
    "need.turn": f"UPDATE {NEED} SET turn = 1 WHERE id = {of(NEED, 'open')}; DELETE FROM recipients_needdelta",
    "need.person": f"UPDATE {NEED} SET need_class = 'teacher_computer' WHERE id = {of(NEED, 'reserved')}",
    "case.held": f"UPDATE recipients_recipient SET is_held = TRUE WHERE id = {AN_OPEN_PERSON}",
    "request.school": "INSERT INTO recipients_datarequest (public_id, created_at, updated_at, kind, state, recipient_id, "
    "organisation_id, region, about, asked_by, proof, received_at, due_at, ground) "
    "SELECT gen_random_uuid(), now(), now(), 'copy', 'filed', r.id, (SELECT max(id) FROM accounts_organisation o "
    "WHERE o.id <> s.organisation_id), r.region, '', 'parent', 'kk', now(), now() + interval '3 days', '' "
    "FROM recipients_recipient r JOIN schools_school s ON s.id = r.school_id ORDER BY r.id LIMIT 1",
    "case.open": "INSERT INTO recipients_duplicatecase (public_id, created_at, updated_at, kind, state, holder_id, holder_region, "
    "claimant_school_id, region, claim_sealed, evidence, due_on, outcome, ground, note_sealed) "
    "SELECT gen_random_uuid(), now(), now(), 'number', 'open', id, region, school_id, region, '', '{}', now(), '', '', '' "
    "FROM recipients_recipient ORDER BY id LIMIT 1",
    "recipient.origin": f"UPDATE recipients_recipient SET origin_id = {AN_OPEN_PERSON} "
    "WHERE id = (SELECT max(id) FROM recipients_recipient)",
    "draw.lots": f"UPDATE {NEED} SET lot = 7 WHERE id = {of(NEED, 'open')}",
    "draw.seed": _draw(commitment="sha256('another')", tickets=0),
    "draw.tickets": _draw(commitment="sha256('seed')", tickets=1),
    "membership.incompatible": _clash,
    "identity.registry": f"UPDATE recipients_recipient SET nik_sealed = '\\x01' WHERE id = {AN_OPEN_PERSON}",
    "identity.digest": f"INSERT INTO recipients_identity (purpose, digest, recipient_id, region) "
    f"SELECT 'nik', '\\x02', id, region FROM recipients_recipient WHERE id = {AN_OPEN_PERSON}",
    "need.allocation": f"UPDATE {NEED} SET state = 'open', reserved_at = NULL WHERE id = {of(NEED, 'reserved')}",
    "allocation.handover": f"UPDATE {ALLOCATION} SET handover_id = {of(HANDOVER, 'cancelled')} "
    f"WHERE id = {of(ALLOCATION, 'reserved')}",
    "allocation.pledge": f"UPDATE {PLEDGE} SET state = 'withdrawn', withdrawn_at = now(), withdrawn_by_id = 0 "
    f"WHERE id = {of(PLEDGE, 'committed')}",
    "allocation.place": f"UPDATE {ALLOCATION} SET region = '31.72.01.1001' WHERE id = {of(ALLOCATION, 'reserved')}",
    "pledge.waiting": f"UPDATE {PLEDGE} SET state = 'committed' WHERE id = {of(PLEDGE, 'fulfilled')}",
    "line.quantity": "UPDATE donations_pledgeline SET quantity = quantity + 1 "
    f"WHERE pledge_id = {of(PLEDGE, 'committed')}",
    "basket.hold": f"UPDATE {PLEDGE} SET state = 'draft' WHERE id = {of(PLEDGE, 'committed')}",
    "wish.placed": _placed,
    "handover.pledge": f"UPDATE {HANDOVER} SET region = '31.72.01.1001' WHERE id = {of(HANDOVER, 'planned')}",
    "handover.devices": f"UPDATE {ALLOCATION} SET handover_id = NULL, scheduled_at = NULL, state = 'reserved' "
    f"WHERE id = {of(ALLOCATION, 'scheduled')}",
    "device.allocation": f"UPDATE {DEVICE} SET state = 'inspected' WHERE id = {of(DEVICE, 'handed_over')}",
    "device.line": f"UPDATE {DEVICE} SET custody = 'lent_by_school' WHERE id = {of(DEVICE, 'in_use')}",
    "certificate.handover": f"UPDATE {PAPER} SET voided_at = now(), voided_by_id = 0 "
    f"WHERE handover_id = {of(HANDOVER, 'done')} AND device_id IS NOT NULL",
    "certificate.numbers": "UPDATE donations_certificatenumber SET last = last + 1",
    "certificate.files": f"UPDATE {PAPER} SET pdf = 'bast/hilang.pdf' WHERE handover_id = {of(HANDOVER, 'done')}",
    "evidence.files": "UPDATE verification_evidence SET sha256 = repeat('0', 64)",
    "handover.report": f"UPDATE {HANDOVER} SET state = 'done' WHERE id = {of(HANDOVER, 'reported')}",
    "report.needs": f"UPDATE {NEED} SET state = 'delivered' WHERE id = {of(NEED, 'met')}",
    "report.refuted": f"UPDATE {ALLOCATION} SET state = 'refuted', refuted_at = now() "
    f"WHERE id = {of(ALLOCATION, 'handed_over')}",
    "report.devices": f"UPDATE {DEVICE} SET state = 'handed_over' WHERE id = {of(DEVICE, 'in_use')}",
    "report.verdict": f"UPDATE {REPORT} SET state = 'submitted' WHERE id = {of(REPORT, 'verified')}",
    "report.four_eyes": "UPDATE verification_verdict v SET decided_by_id = r.submitted_by_id FROM verification_report r "
    "WHERE r.id = v.report_id",
    "report.region": f"UPDATE {REPORT} SET region = '31.72.01.1001' WHERE id = {of(REPORT, 'submitted')}",
    "report.evidence": "UPDATE verification_evidence SET replaced_at = now() "
    f"WHERE report_id = {of(REPORT, 'submitted')}",
    **PLANTED_BOOKS,
    **PLANTED_DESK,
    **PLANTED_SAMPLES,
    **PLANTED_COMPLAINTS,
    **PLANTED_USE,
    **PLANTED_CUSTODY,
    "message.stuck": "UPDATE notifications_message SET state = 'queued', next_try_at = now() - interval '2 hours' "
    "WHERE id = (SELECT min(id) FROM notifications_message)",
}


def test_every_check_has_a_planted_difference() -> None:
    assert set(PLANTED) == {check.name for check in CHECKS}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_difference_is_found(school: School, name: str) -> None:
    plant = PLANTED[name]
    if isinstance(plant, str):
        assert sql(plant)
    else:
        plant()
    code, output = run("--only", name)
    assert code == 1
    assert output.startswith(f"{name}: ")


def test_one_difference_fails_the_whole_run(school: School) -> None:
    sql(f"UPDATE recipients_needtally SET met = met + 1 WHERE school_id = {school.pk}")
    code, output = run()
    assert code == 1
    assert school.npsn in output
    assert json.loads(run("--json")[1])["ok"] is False


def test_the_output_names_nobody(school: School) -> None:
    sql("DELETE FROM recipients_consent")
    code, output = run()
    assert code == 1
    assert "Rahasia" not in output


FOUR_EYES = {
    "a second account at the school": "UPDATE accounts_user u SET person_digest = v.person_digest FROM accounts_user v "
    "WHERE v.id = (SELECT min(decided_by_id) FROM verification_verdict WHERE decided_by_id > 0) AND u.id IN "
    "(SELECT submitted_by_id FROM verification_report)",
    "the own kelurahan": "UPDATE accounts_user SET home_region = (SELECT min(region) FROM verification_report) "
    "WHERE id IN (SELECT decided_by_id FROM verification_verdict)",
    "who registered the pupils": "UPDATE recipients_recipient SET registered_by_id = "
    "(SELECT min(decided_by_id) FROM verification_verdict WHERE decided_by_id > 0)",
}


@pytest.mark.parametrize("part", FOUR_EYES)
def test_a_part_that_came_to_light_later_is_found(school: School, part: str) -> None:
    assert sql(FOUR_EYES[part])
    assert run("--only", "report.four_eyes")[0] == 1
