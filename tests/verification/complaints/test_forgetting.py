"""A year after it is over a complaint no longer tells who complained, of whom, or what was said; figures stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden
from schools.models import School
from tests.factories.complaints import ANSWER, answered, complained, picture
from tests.verification.complaints.conftest import Offices
from verification import complaint_statistics
from verification.actions.close_complaint import close_complaint
from verification.actions.erase_complaints import erase_complaints
from verification.actions.open_complaint_case import open_complaint_case
from verification.models import Complaint, ComplaintFile


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> Path:
    where = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": where}
    return tmp_path


def over(complaint: Complaint, officer: Actor, days: int) -> Complaint:
    """Answered, and closed so many days ago."""
    answered(complaint, officer)
    then = timezone.now() - timedelta(days=days)
    Complaint.objects.filter(pk=complaint.pk).update(answered_at=then - timedelta(days=40))
    complaint.refresh_from_db()
    close_complaint(complaint=complaint, actor=officer)
    Complaint.objects.filter(pk=complaint.pk).update(closed_at=then)
    return complaint


def kept(complaint: Complaint) -> list[bool]:
    complaint.refresh_from_db()
    sealed = (complaint.text_sealed, complaint.name_sealed, complaint.contact_sealed, complaint.answer_sealed)
    return [bool(bytes(one)) for one in sealed]


def test_words_name_answer_and_files_go(school: School, offices: Offices, files: Path) -> None:
    said: dict[str, Any] = {
        "name": "Ibu Rekaan",
        "contact": "0812-0000-0000",
        "submission": b"nomor",
        "files": [picture()],
    }
    complaint = over(complained(school=school, **said), offices.district, 366)
    assert [path.is_file() for path in files.rglob("*.sealed")] == [True]
    call_command("erase_expired")
    assert kept(complaint) == [False] * 4
    assert (complaint.submission, ComplaintFile.objects.exists()) == (None, False)
    assert list(files.rglob("*.sealed")) == []
    assert Event.objects.about(complaint).filter(action="complaint.erased").count() == 1
    assert erase_complaints() == 0


def test_what_is_younger_or_not_over_stays(school: School, offices: Offices) -> None:
    young = over(complained(school=school, name="A", contact="B"), offices.district, 364)
    running = complained(school=school, name="A", contact="B")
    Complaint.objects.filter(pk=running.pk).update(created_at=timezone.now() - timedelta(days=900))
    assert erase_complaints() == 0
    assert [kept(young), kept(running)] == [[True] * 4, [True, True, True, False]]


def test_it_stays_while_its_case_is_open(school: School, offices: Offices) -> None:
    complaint = over(complained("fee", school=school), offices.auditor, 400)
    open_complaint_case(complaint=complaint, actor=offices.auditor)
    assert (erase_complaints(), kept(complaint)[0]) == (0, True)


def test_no_figure_changes(school: School, offices: Offices) -> None:
    for _number in range(6):
        complaint = over(complained(school=school), offices.district, 30)
        Complaint.objects.filter(pk=complaint.pk).update(created_at=timezone.now() - timedelta(days=80))
    before = complaint_statistics.figures()
    Complaint.objects.update(closed_at=timezone.now() - timedelta(days=500))
    assert erase_complaints() == 6
    assert complaint_statistics.figures() == before
    assert before.total == 5  # six, rounded


def test_the_ticket_and_the_desk_say_that_it_is_gone(
    visitor: Client, client_as: Any, school: School, offices: Offices
) -> None:
    complaint = over(complained(school=school), offices.district, 400)
    erase_complaints()
    ticket = visitor.post("/lapor/cek/", {"code": complaint.code}, follow=True).content.decode()
    desk = client_as(offices.district).get(f"/pengaduan/{complaint.public_id}/").content.decode()
    assert ["sudah dihapus" in page for page in (ticket, desk)] == [True, True]
    assert [ANSWER in page for page in (ticket, desk)] == [False, False]


def test_nobody_but_the_portal_itself_erases(offices: Offices) -> None:
    for actor in offices.all():
        with pytest.raises(Forbidden):
            erase_complaints(actor=actor)


def test_the_database_keeps_no_half_erased_one(school: School, offices: Offices) -> None:
    complaint = over(complained(school=school), offices.district, 400)
    with pytest.raises(IntegrityError, match="complaint_erased_whole"):
        Complaint.objects.filter(pk=complaint.pk).update(erased_at=timezone.now(), name_sealed=sealing.seal("Ibu"))
