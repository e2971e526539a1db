"""Retention to the last byte (promise 40): what told who somebody was is in no column of any table and in no file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from donations.actions.forget_papers import forget_papers
from donations.models import HandoverCertificate
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden
from recipients.actions.decide_appeal import decide_appeal
from recipients.actions.file_appeal import file_appeal
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.issue_rank_letter import issue_rank_letter
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.wipe_people import wipe_people
from recipients.models import Recipient
from recipients.statistics import figures
from schools.models import School
from tests.conftest import Acting
from tests.factories.donations import KALIDERES, appoint, complete, offer, promise, school_at
from tests.factories.use import asked, case_of, decided
from tests.factories.verification import judged, member, report_on
from tests.factories.workbooks import SCHOOL, pupil_workbook
from tests.factories.workbooks import pupil as row_of
from tests.recipients.uploads import applied
from verification.actions.forget_notes import forget_notes
from verification.actions.keep_terms import keep_terms
from verification.checks.papers import CHECKS
from verification.models import DeviceCase, UseAnswer

pytestmark = pytest.mark.django_db

NAME = "Zyxkanari Wvutrekaan"
LATER = "Zyxkanari Wvutsrekaan"
SAID = "Zyxkanari dari RT 07 berkata"
# Columns of a Dapodik file that tell who it is, or where to find the family.
TELLING = (
    "NISN", "NIK", "HP", "Telepon", "E-Mail", "No KK", "NIPD", "Alamat", "Nomor Rekening Bank", "No Registrasi Akta Lahir",
    "Nomor KIP", "Data Ayah › NIK", "Data Ibu › NIK", "Data Ayah › Nama", "Data Ibu › Nama",
)  # fmt: skip


def everything() -> Iterator[tuple[str, str]]:
    """Every value of every column that could hold a word, as (table.column, text); sealed ones opened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type IN"
            " ('text', 'character varying', 'jsonb', 'json', 'bytea', 'USER-DEFINED', 'ARRAY', 'inet')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
            for (value,) in cursor.fetchall():
                yield f"{table}.{column}", opened(value)


def opened(value: object) -> str:
    if not isinstance(value, memoryview | bytes):
        return str(value)
    try:
        return sealing.unseal(bytes(value))
    except (sealing.CannotOpen, UnicodeDecodeError):
        return bytes(value).decode("latin-1")


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """Every kept file as (first folder, text); of a PDF what stands on its pages."""
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            yield path.relative_to(folder).parts[0], text_of(data) + data.decode("latin-1")


def text_of(data: bytes) -> str:
    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    except PyPdfError:
        return ""


def places(words: set[str], folder: Path) -> set[str]:
    """Where one of `words` stands, in a table or in a file."""
    return {where for where, text in (*everything(), *files(folder)) if any(word in text for word in words)}


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


@pytest.fixture
def school(db: None) -> School:
    install_first_criteria()
    return school_at(KALIDERES, name=SCHOOL, form="SD")


@pytest.fixture
def principal(acting: Acting, school: School) -> Actor:
    return acting("principal", organisation=school.organisation)


@pytest.fixture
def person(school: School, principal: Actor, folder: Path) -> Recipient:
    """Uploaded twice, the second time with another name; appealed; has a device, papers, and is spoken of in notes."""
    for name in (NAME, LATER):
        applied(school, pupil_workbook(1, changes={0: {"Nama": name}}), principal)
    found = Recipient.objects.get(school=school)
    consent = {"relation": "mother", "given_on": timezone.localdate(), "giver": f"Ibu {NAME}"}
    record_circumstances(answers={found.pk: {"device_access": "none", "consent": consent}}, actor=principal)
    issue_rank_letter(recipients=[found], actor=principal)
    appeal = file_appeal(recipient=found, ground="device", message=SAID, contact=SAID, actor=principal)
    decide_appeal(appeal=appeal, decision="rejected", answer=SAID, actor=member("city_supervisor"))
    handover = complete(appoint(promise(member("donor"), school, offer(1))))
    judged(report_on(handover, actor=principal))
    asked(handover)
    UseAnswer.objects.update(note=SAID, more={"lain": SAID})
    case = decided(case_of(handover, actor=principal))
    DeviceCase.objects.filter(pk=case.pk).update(text=SAID, police_number=SAID, finding=SAID)
    return Recipient.objects.get(pk=found.pk)


def words() -> set[str]:
    row = row_of(0)
    # A telephone is kept in the international form, so it is looked for without its first nought.
    return {str(row[name]).lstrip("0") for name in TELLING if len(str(row.get(name) or "")) >= 7} | {"Zyxkanari"}


def test_nothing_of_an_erased_person_is_left_anywhere_and_no_figure_changes(person: Recipient, folder: Path) -> None:
    planted = places(words(), folder)
    assert planted >= {
        "recipients_recipient.full_name", "recipients_recipient.nik_sealed", "recipients_recipient.phone_sealed",
        "recipients_consent.giver_sealed", "recipients_appeal.message_sealed", "recipients_appeal.answer_sealed",
        "imports_importrow.changes_sealed", "verification_useanswer.note",
        "verification_devicecase.text", "verification_devicecase.finding", "bast",
    }  # fmt: skip
    before = figures()
    long_ago = timezone.now() - timedelta(days=10_000)
    Recipient.objects.filter(pk=person.pk).update(state="graduated", ended_at=long_ago, ended_reason="graduated")
    call_command("erase_expired")
    assert places(words(), folder) == set()
    assert figures() == before
    assert Recipient.objects.get(pk=person.pk).birth_date.strftime("%m-%d") == "01-01"


def test_what_is_kept_of_the_paper_still_answers_whoever_holds_it(
    person: Recipient, folder: Path, client: Client
) -> None:
    left = {"state": "graduated", "ended_at": timezone.now(), "ended_reason": "graduated"}
    Recipient.objects.filter(pk=person.pk).update(**left)
    wipe_people(recipient_ids=[person.pk], actor=SYSTEM)
    keep_terms()
    papers = {paper.kind: paper for paper in HandoverCertificate.objects.all()}
    assert not papers["school_to_guardian"].pdf
    assert papers["donor_to_school"].pdf
    assert client.get(f"/cek/{papers['school_to_guardian'].code}/").status_code == 200
    files_check = next(check for check in CHECKS if check.name == "certificate.files")
    assert files_check.find(True).count == 0


def test_only_the_portal_itself_forgets(person: Recipient, principal: Actor) -> None:
    with pytest.raises(Forbidden):
        forget_papers(actor=principal)
    with pytest.raises(Forbidden):
        forget_notes(actor=principal)
