"""A copy of all that is held of somebody: every table, every column that says something, nobody else's, and recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ksbb.accounts.models import User
from ksbb.audit.models import Event, Read
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from ksbb.portal.actions.copy_account import copy_account
from ksbb.portal.copies import columns_of, copy_of_person
from ksbb.portal.copy_paths import ACCOUNT, HIDDEN, NOT_OF_ACCOUNT, NOT_OF_PERSON, OF_ACCOUNT, OF_PERSON, ONLY, PERSON
from ksbb.portal.copy_words import LABELS, TITLES
from ksbb.portal.holdings import HOLDINGS
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.receive_request import receive_request
from recipients.models import DataRequest, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.donations import KALIDERES, appoint, complete, offer, people_at, promise, school_at
from tests.factories.recipients import RecipientFactory
from tests.factories.verification import member, report_on

ClientAs = Callable[[Actor], Client]
COPIES = {"person": (PERSON, NOT_OF_PERSON, OF_PERSON), "account": (ACCOUNT, NOT_OF_ACCOUNT, OF_ACCOUNT)}


@pytest.mark.parametrize("name", sorted(COPIES))
def test_every_table_that_is_told_of_is_in_the_copy_or_says_why_not(name: str) -> None:
    paths, left_out, whose = COPIES[name]
    told = {column.rsplit(".", 1)[0] for one in HOLDINGS if one.whose in whose for column in one.columns}
    assert told - set(paths) - set(left_out) == set()
    assert set(paths) & set(left_out) == set()
    assert {*paths, *left_out} - set(TITLES) == set()


@pytest.mark.parametrize("name", sorted(COPIES))
def test_every_column_that_is_told_of_is_in_the_copy_unless_it_is_hidden_on_purpose(name: str) -> None:
    paths, _left_out, whose = COPIES[name]
    told = {column for one in HOLDINGS if one.whose in whose for column in one.columns}
    shown = {f"{label}.{field.name}" for label in paths for field in columns_of(label)}
    split = {column: column.rsplit(".", 1) for column in told - shown}
    whole = set(paths) - set(ONLY)
    assert {column for column, (model, field) in split.items() if model in whole and field not in HIDDEN} == set()


@pytest.mark.parametrize("label", sorted({*PERSON, *ACCOUNT}))
def test_every_column_has_words_that_a_parent_reads(label: str) -> None:
    nameless = [
        field.name
        for field in columns_of(label)
        if field.name not in LABELS
        and f"{label}.{field.name}" not in LABELS
        and str(field.verbose_name) == field.name.replace("_", " ")
    ]
    assert nameless == []


@pytest.fixture
def school(db: None) -> School:
    install_first_criteria()
    return school_at(KALIDERES, form="SD")


@pytest.fixture
def principal(acting: Acting, school: School) -> Actor:
    return acting("principal", organisation=school.organisation)


@pytest.fixture
def pupil(school: School) -> Recipient:
    consent = {"relation": "mother", "given_on": "2026-07-01", "giver": "Ibu Kenari"}
    return RecipientFactory.create(school=school, ready=True, full_name="Kenari Rekaan", consent=consent)


@pytest.fixture
def asked(pupil: Recipient, principal: Actor) -> DataRequest:
    return receive_request(recipient=pupil, kind="copy", asked_by="parent", proof="kk", actor=principal)


def test_the_copy_holds_the_numbers_the_consent_the_device_the_acts_and_who_has_read(
    pupil: Recipient, principal: Actor, school: School, client_as: ClientAs
) -> None:
    RecipientFactory.create(school=school, ready=True, full_name="Orang Lain")
    people_at(school, pupils=1)
    report_on(complete(appoint(promise(member("donor"), school, offer(1)))), actor=principal)
    client_as(principal).get(reverse("recipients:recipient_detail", args=[pupil.public_id]))
    copies = [copy_of_person(person) for person in Recipient.objects.filter(school=school)]
    first = next(copy for copy in copies if "Kenari Rekaan" in copy.as_json().decode())
    titles = [table.title for table in first.tables]
    assert {"Data diri", "Persetujuan", "Keadaan yang dinilai"} <= set(titles)
    assert {"NIK", "Nama lengkap"} <= {label for label, _value in first.tables[0].rows[0]}
    assert "Orang Lain" not in first.as_json().decode()
    assert any("Halaman penerima" in line.what and "Kepala Sekolah" in line.who for line in first.reads)
    assert any("Gawai" in {table.title for table in copy.tables} for copy in copies)


def test_it_is_made_by_the_principal_only_and_recorded_twice(
    asked: DataRequest, pupil: Recipient, principal: Actor, client_as: ClientAs, acting: Acting, outsider: Actor
) -> None:
    address = reverse("portal:request_copy", args=[asked.public_id])
    operator = acting("school_operator", organisation=pupil.school.organisation)
    assert [client_as(actor).post(address).status_code for actor in (operator, outsider)] == [403, 404]
    browser = client_as(principal)
    page, file = browser.post(address), browser.post(address, {"bentuk": "file"})
    assert "Ibu Kenari" in page.text
    assert "no-store" in file.headers["Cache-Control"]
    assert json.loads(file.content)["tables"][0]["title"] == "Data diri"
    reads = Read.objects.filter(kind="export", page="portal:request_copy")
    assert [(one.user_id, one.people) for one in reads] == [(principal.user_id, [pupil.pk])] * 2
    assert Event.objects.about(pupil).filter(action="recipient.copied").count() == 2
    asked.refresh_from_db()
    assert asked.copied_by_id == principal.user_id


def test_an_account_takes_its_own_copy_and_nobody_elses(acting: Acting, client_as: ClientAs, outsider: Actor) -> None:
    donor = acting("donor")
    user = User.objects.get(pk=donor.user_id)
    answer = client_as(donor).post(reverse("portal:my_data_copy"))
    assert user.email in answer.text
    assert User.objects.get(pk=outsider.user_id).email not in answer.text
    assert Event.objects.about(user).filter(action="user.copied").count() == 1
    with pytest.raises(Forbidden):
        copy_account(user=user, actor=outsider)


def test_the_secrets_of_an_account_are_in_no_copy(acting: Acting) -> None:
    shown = {field.name for label in ACCOUNT for field in columns_of(label)}
    secrets: set[str] = {"password", "session_key", "session_data", "digest", "code_number", "data", "person_digest"}
    assert shown & secrets == set()


def test_the_pages_of_ones_own_data(acting: Acting, client_as: ClientAs, client: Any) -> None:
    address = reverse("portal:my_data")
    assert client.get(address).status_code == 302
    page = client_as(acting("donor")).get(address)
    assert "Unduh data saya" in page.text
    assert page.headers["Cache-Control"].find("no-store") >= 0
