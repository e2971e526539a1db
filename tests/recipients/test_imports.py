"""A Dapodik file from the upload to the register, with the real reader and real workbooks."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Refused
from ksbb.imports.states import ImportState
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.start_import import start_import
from recipients.models import Circumstances, DuplicateCase, Identity, Recipient
from schools.models import School
from tests.factories.recipients import RecipientFactory, RegistrationFactory
from tests.factories.schools import SchoolFactory
from tests.factories.workbooks import pupil, pupil_csv, pupil_workbook, teacher, teacher_workbook
from tests.recipients.uploads import applied, counted, rehearsed, statuses


def test_a_rehearsal_writes_no_recipient(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(12), operator)
    assert run.state == ImportState.REHEARSED
    assert counted(run) == {"new": 12}
    assert run.kind == "student"
    assert run.remarks == []
    assert not Recipient.objects.exists()


def test_the_file_is_gone_once_it_is_read(school: School, operator: Actor) -> None:
    run = start_import(school=school, data=pupil_workbook(3), file_name="daftar_pd.xlsx", actor=operator)
    run.refresh_from_db()
    assert bytes(run.sealed_file)[:2] not in (b"", b"PK")
    imports.rehearse(run.public_id)
    run.refresh_from_db()
    assert bytes(run.sealed_file) == b""


def test_good_rows_are_taken_over_and_bad_ones_say_why(school: School, operator: Actor) -> None:
    data = pupil_workbook(6, faults={1: "nik_short", 3: "nik_as_number"})
    run = applied(school, data, operator)
    assert counted(run) == {"new": 4, "problem": 2}
    assert statuses(run) == {7: "new", 8: "problem", 9: "new", 10: "problem", 11: "new", 12: "new"}
    problem = run.rows.get(number=8).problems[0]
    assert problem["column"] == "NIK"
    assert problem["code"] == "nik_shape"
    assert Recipient.objects.filter(school=school, import_run_id=run.pk).count() == 4


def test_the_facts_of_the_file_arrive(school: School, operator: Actor) -> None:
    changes = {
        0: {
            "Penerima KIP": "Ya",
            "Penerima KPS": "Tidak",
            "Data Ayah › Penghasilan": "Kurang dari Rp. 500,000",
            "Alasan Layak PIP": "Yatim Piatu/Panti Asuhan/Panti Sosial",
            "Layak PIP (usulan dari sekolah)": "Ya",
            "Kebutuhan Khusus": "A - Tuna netra",
            "Rombel Saat Ini": "Kelas 6B",
        }
    }
    applied(school, pupil_workbook(1, changes=changes), operator)
    person = Recipient.objects.get()
    told = person.circumstances
    assert (person.full_name, person.class_group, person.grade) == (pupil(0)["Nama"], "Kelas 6B", 6)
    assert sealing.unseal(person.nik_sealed) == pupil(0)["NIK"]
    assert sealing.unseal(person.phone_sealed) == "+6281200000000"
    assert (told.has_kip, told.has_kps, told.income_band) == (True, False, "lt_500k")
    assert (told.is_orphan, told.has_disability, told.is_final_year) == (True, True, True)
    assert (told.device_access, told.consent_given) == ("unknown", False)


def test_teachers_arrive_with_employment_and_years(school: School, operator: Actor) -> None:
    changes = {0: {"Status Kepegawaian": "Guru Honor Sekolah", "TMT Pengangkatan": "2015-07-01"}}
    run = applied(school, teacher_workbook(1, changes=changes), operator)
    person = Recipient.objects.get()
    today = timezone.localdate()
    years = today.year - 2015 - (today < date(today.year, 7, 1))
    assert run.kind == "teacher"
    assert (person.kind, person.circumstances.employment, person.circumstances.service_years) == (
        "teacher",
        "honorer",
        years,
    )
    assert sealing.unseal(person.nuptk_sealed) == teacher(0)["NUPTK"]


def test_the_same_file_twice_changes_nothing(school: School, operator: Actor) -> None:
    data = pupil_workbook(20)
    applied(school, data, operator)
    before = list(Recipient.objects.order_by("pk").values_list("pk", "updated_at"))
    run = rehearsed(school, data, operator)
    assert counted(run) == {"unchanged": 20}
    with pytest.raises(Refused):
        apply_import(run=run, actor=operator)
    assert list(Recipient.objects.order_by("pk").values_list("pk", "updated_at")) == before


def test_the_same_teachers_twice_change_nothing(school: School, operator: Actor) -> None:
    data = teacher_workbook(7)
    applied(school, data, operator)
    assert counted(rehearsed(school, data, operator)) == {"unchanged": 7}


def test_a_newer_file_corrects_what_it_knows(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(3), operator)
    Circumstances.objects.update(device_access="shared", has_kjp=True, dtsen_decile=3)
    newer = {1: {"Nama": "Nama Baru", "Rombel Saat Ini": "Kelas 6C", "HP": "0812-9999-0000", "Penerima KIP": "Ya"}}
    run = rehearsed(school, pupil_workbook(3, changes=newer), operator)
    assert counted(run) == {"changed": 1, "unchanged": 2}
    assert run.rows.get(number=8).changes == [
        ("Nama lengkap", pupil(1)["Nama"], "Nama Baru"),
        ("Rombel", "Kelas 2A", "Kelas 6C"),
        ("Kelas", "2", "6"),
        ("Nomor HP", "•••• 0001", "•••• 0000"),
        ("Penerima KIP", "Tidak", "Ya"),
        ("Kelas akhir", "Tidak", "Ya"),
    ]
    apply_import(run=run, actor=operator)
    imports.finish(run.public_id)
    person = Recipient.objects.get(full_name="Nama Baru")
    told = person.circumstances
    assert (person.class_group, person.grade, told.has_kip, told.is_final_year) == ("Kelas 6C", 6, True, True)
    assert sealing.unseal(person.phone_sealed) == "+6281299990000"
    assert (told.device_access, told.has_kjp, told.dtsen_decile) == ("shared", True, 3)
    assert Recipient.objects.count() == 3


def test_a_number_that_was_missing_is_added(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(1, changes={0: {"NISN": ""}}), operator)
    assert Identity.objects.filter(purpose="nisn").count() == 0
    run = applied(school, pupil_workbook(1), operator)
    assert run.counts["changed"] == 1
    assert sealing.unseal(Recipient.objects.get().nisn_sealed) == pupil(0)["NISN"]
    assert Identity.objects.filter(purpose="nisn").count() == 1


def test_a_number_is_never_exchanged_by_a_file(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(1), operator)
    run = rehearsed(school, pupil_workbook(1, changes={0: {"NISN": "0159876543"}}), operator)
    assert run.rows.get().problems[0]["code"] == "other_number"


def test_a_file_without_a_column_takes_nothing_away(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(1, changes={0: {"Penerima KIP": "Ya"}}), operator)
    columns = ["Nama", "JK", "NISN", "Tanggal Lahir", "NIK", "Rombel Saat Ini"]
    run = rehearsed(school, pupil_workbook(1, columns=columns), operator)
    assert run.counts["unchanged"] == 1
    assert "Penerima KIP" in run.remarks[0]


def test_a_person_of_another_school_is_told_apart_without_a_name(school: School, operator: Actor) -> None:
    there = SchoolFactory.create(accepted=True, name="SMP RAHASIA")
    RecipientFactory.create(school=there, nik=pupil(0)["NIK"])
    run = rehearsed(school, pupil_workbook(2), operator)
    assert counted(run) == {"new": 1, "elsewhere": 1}
    assert "RAHASIA" not in str(run.rows.get(number=7).problems)


def test_the_words_about_other_schools_people_are_the_same_for_every_number(school: School, operator: Actor) -> None:
    RecipientFactory.create(nik=pupil(0)["NIK"])
    RecipientFactory.create(nisn=pupil(1)["NISN"])
    run = rehearsed(school, pupil_workbook(2), operator)
    assert run.rows.get(number=7).problems == run.rows.get(number=8).problems
    assert statuses(run) == {7: "elsewhere", 8: "elsewhere"}


def test_applying_opens_a_case_for_somebody_registered_elsewhere(school: School, operator: Actor) -> None:
    RecipientFactory.create(nik=pupil(0)["NIK"])
    run = applied(school, pupil_workbook(2), operator)
    case = DuplicateCase.objects.get()
    assert run.rows.get(number=7).case_number == case.pk
    assert case.claimant_school == school
    assert Recipient.objects.filter(school=school).count() == 1


def test_the_same_file_again_opens_no_second_case(school: School, operator: Actor) -> None:
    RecipientFactory.create(nik=pupil(0)["NIK"])
    applied(school, pupil_workbook(2), operator)
    run = rehearsed(school, pupil_workbook(2), operator)
    assert run.rows.get(number=7).case_number == DuplicateCase.objects.get().pk
    with pytest.raises(Refused, match="Tidak ada yang berubah"):
        apply_import(run=run, actor=operator)


def test_somebody_registered_elsewhere_after_the_rehearsal_becomes_a_case(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(3), operator)
    RecipientFactory.create(nik=pupil(1)["NIK"])
    apply_import(run=run, actor=operator)
    imports.finish(run.public_id)
    run.refresh_from_db()
    assert counted(run) == {"new": 2, "elsewhere": 1}
    assert run.rows.get(number=8).case_number == DuplicateCase.objects.get().pk
    assert Recipient.objects.filter(school=school).count() == 2


def test_a_person_who_left_another_school_is_new_here(school: School, operator: Actor) -> None:
    gone = RecipientFactory.create(nik=pupil(0)["NIK"], ended=True)
    run = applied(school, pupil_workbook(1), operator)
    assert run.counts["new"] == 1
    assert Identity.objects.get(purpose="nik").recipient_id != gone.pk


def test_one_nuptk_for_two_people_stops_the_second_row_only(school: School, operator: Actor) -> None:
    run = applied(school, teacher_workbook(3, changes={2: {"NUPTK": teacher(0)["NUPTK"]}}), operator)
    assert statuses(run) == {6: "new", 7: "new", 8: "problem"}


def test_staff_among_teachers_stay_out(school: School, operator: Actor) -> None:
    run = rehearsed(school, teacher_workbook(2, changes={1: {"Jenis PTK": "Tenaga Administrasi Sekolah"}}), operator)
    assert statuses(run) == {6: "new", 7: "skipped"}
    assert "guru" in run.rows.get(number=7).warnings[0]["message"]


def test_a_list_of_staff_is_refused_and_not_kept(school: School, operator: Actor) -> None:
    run = rehearsed(school, teacher_workbook(2, staff=True), operator)
    assert run.state == ImportState.REFUSED
    assert "Tenaga Kependidikan" in run.refusal
    assert not run.rows.exists()
    assert bytes(run.sealed_file) == b""


def test_a_file_of_another_kind_says_what_to_do(school: School, operator: Actor) -> None:
    run = rehearsed(school, b"Barang,Harga\nKapur,1000\n", operator, "belanja.csv")
    assert run.state == ImportState.REFUSED
    assert "Dapodik" in run.refusal


def test_a_text_file_is_read_as_well(school: School, operator: Actor) -> None:
    assert applied(school, pupil_csv(4, delimiter=";"), operator).counts["new"] == 4


def test_the_file_of_another_school_is_remarked(school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(1, school="SMP NEGERI LAIN 7"), operator)
    assert "SMP NEGERI LAIN 7" in run.remarks[0]


def test_a_pupil_registered_by_form_is_recognised_in_the_file(school: School, operator: Actor) -> None:
    by_form = RegistrationFactory.build(nik=pupil(0)["NIK"], full_name="Beda Ejaan")
    RecipientFactory.create(school=school, nik=by_form.nik, full_name=by_form.full_name)
    assert rehearsed(school, pupil_workbook(1), operator).counts["changed"] == 1
