"""What somebody else does at the same moment: no row is left behind, nobody is registered twice, nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, connections, transaction

from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRow
from ksbb.imports.states import ImportState
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.choose_departures import choose_departures
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.refuse_import import refuse_import
from recipients.actions.register import AlreadyRegistered, register
from recipients.actions.start_import import start_import
from recipients.actions.update_recipients import update_recipients
from recipients.actions.withdraw_import import withdraw_import
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import DuplicateCase, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RegistrationFactory
from tests.factories.schools import SchoolFactory
from tests.factories.workbooks import pupil, pupil_workbook
from tests.recipients.test_imports_together import a_stranger_holding, waiting_backend
from tests.recipients.uploads import applied, rehearsed

pytestmark = pytest.mark.django_db(transaction=True)
Result = TypeVar("Result")


@pytest.fixture
def school() -> School:
    install_first_criteria()
    return SchoolFactory.create(accepted=True)


@pytest.fixture
def principal(acting: Acting, school: School) -> Actor:
    return acting("principal", organisation=school.organisation)


@pytest.fixture
def there() -> School:
    return SchoolFactory.create(accepted=True)


@pytest.fixture
def their_operator(acting: Acting, there: School) -> Actor:
    return acting("school_operator", organisation=there.organisation)


def elsewhere(step: Callable[[], Result]) -> Callable[[], Result]:
    """The step on a connection of its own, on which nobody waits longer than two seconds."""

    def done() -> Result:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return step()
        finally:
            connections.close_all()

    return done


def test_a_file_refused_while_it_is_checked_leaves_no_row(school: School, principal: Actor) -> None:
    run = start_import(school=school, data=pupil_workbook(3), file_name="a.xlsx", actor=principal)
    with ThreadPoolExecutor(1) as pool, a_stranger_holding("recipients_identity") as other:
        other.execute("LOCK TABLE recipients_identity IN ACCESS EXCLUSIVE MODE")
        checking = pool.submit(imports.rehearse, run.public_id)
        waiting_backend(other)
        refuse_import(run=run, actor=principal)
        other.rollback()
        assert checking.result(20) is False
        pool.submit(connections.close_all).result()
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED
    assert not ImportRow.objects.exists()


def test_who_comes_back_with_a_file_taken_back_is_not_registered_twice(
    school: School, there: School, principal: Actor, their_operator: Actor
) -> None:
    applied(school, pupil_workbook(2), principal)
    run = rehearsed(school, pupil_workbook(1), principal)
    choose_departures(run=run, choices=None, reason="moved", actor=principal)
    apply_import(run=run, actor=principal)
    imports.finish(run.public_id)
    same = RegistrationFactory.build(nik=pupil(1)["NIK"], nisn=pupil(1)["NISN"])
    claim = elsewhere(lambda: register(school=there, people=[same], actor=their_operator))
    with ThreadPoolExecutor(1) as pool, a_stranger_holding("verification_report") as other:
        with transaction.atomic():
            withdraw_import(run=run, school=school, actor=principal)
            claiming = pool.submit(claim)
            waiting_backend(other)
        with pytest.raises(AlreadyRegistered):
            claiming.result(20)
    assert Recipient.objects.registered().count() == 2


def test_a_case_about_somebody_whom_a_file_corrects_does_not_wait_for_the_file(
    school: School, there: School, principal: Actor, their_operator: Actor
) -> None:
    person = RegistrationFactory.build()
    [pk] = register(school=school, people=[person], actor=principal)
    known = RegistrationFactory.build(nik=person.nik, nisn=person.nisn, full_name="Nama Baru")
    claim = elsewhere(lambda: open_cases(school=there, claims=[Claim(0, person)], actor=their_operator))
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        update_recipients(school=school, people={pk: known}, actor=principal)
        assert list(pool.submit(claim).result(20)) == [0]


def test_who_leaves_while_another_school_claims_leaves_no_open_case(
    school: School, there: School, principal: Actor, their_operator: Actor
) -> None:
    person = RegistrationFactory.build()
    [pk] = register(school=school, people=[person], actor=principal)
    known = Recipient.objects.get(pk=pk)
    leave = elsewhere(lambda: withdraw_recipient(recipient=known, actor=principal, reason="left"))
    with ThreadPoolExecutor(1) as pool, a_stranger_holding("verification_report") as other:
        with transaction.atomic():
            open_cases(school=there, claims=[Claim(0, person)], actor=their_operator)
            leaving = pool.submit(leave)
            waiting_backend(other)
        leaving.result(20)
    assert DuplicateCase.objects.get().state == "dropped"
