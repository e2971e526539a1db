"""The whole way of a file, whatever program wrote it; and of our own template."""

from __future__ import annotations

import pytest

from ksbb.authority.actors import Actor
from recipients.actions.withdraw_consent import withdraw_consent
from recipients.models import Consent, Recipient
from schools.models import School
from tests.factories.sheets import FORMS
from tests.factories.workbooks import left_workbook, pupil_workbook, teacher_workbook
from tests.recipients.test_template import SITI, filled
from tests.recipients.uploads import applied, rehearsed, statuses


@pytest.mark.parametrize("form", FORMS)
def test_a_list_is_the_same_list_in_every_format(school: School, operator: Actor, form: str) -> None:
    applied(school, pupil_workbook(4, form=form), operator)
    assert Recipient.objects.count() == 4
    again = rehearsed(school, pupil_workbook(4), operator)
    assert set(statuses(again).values()) == {"unchanged"}


def test_a_filled_template_registers_with_device_and_consent(school: School, operator: Actor) -> None:
    told = {"Gawai untuk Belajar": "tidak punya", "Tanggal Persetujuan Wali": "2026-01-15", "Hubungan Wali": "ibu"}
    applied(school, filled("murid", SITI | told), operator)
    siti = Recipient.objects.select_related("circumstances").get()
    assert (siti.circumstances.device_access, siti.circumstances.consent_given) == ("none", True)
    assert Consent.objects.get().relation == "mother"


def test_an_old_paper_does_not_bring_back_a_consent_that_was_taken_back(school: School, operator: Actor) -> None:
    told = {"Tanggal Persetujuan Wali": "2026-01-15", "Hubungan Wali": "ibu"}
    applied(school, filled("murid", SITI | told), operator)
    withdraw_consent(recipient=Recipient.objects.get(), actor=operator)
    again = rehearsed(school, filled("murid", SITI | told), operator)
    assert set(statuses(again).values()) == {"unchanged"}


def test_the_list_of_staff_is_given_back_with_the_lists_that_are_needed(school: School, operator: Actor) -> None:
    run = rehearsed(school, teacher_workbook(2, staff=True), operator)
    assert (run.state, run.rows.count(), "“Daftar Guru”" in run.refusal) == ("refused", 0, True)


def test_staff_among_teachers_are_skipped(school: School, operator: Actor) -> None:
    data = teacher_workbook(2, changes={1: {"Jenis PTK": "Tenaga Administrasi Sekolah"}}, form="ods")
    assert sorted(statuses(rehearsed(school, data, operator)).values()) == ["new", "skipped"]


def test_who_left_is_offered_to_be_withdrawn(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(3), operator)
    run = rehearsed(school, left_workbook(["Lulus", "Mutasi"]), operator)
    assert [row.reason for row in run.rows.filter(status="missing").order_by("number")] == ["graduated", "moved"]


def test_a_row_that_asks_waits_for_the_answer(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(2, faults={1: "nisn_zero_lost"}, form="xls"), operator)
    assert sorted(statuses(run).values()) == ["new", "question"]
