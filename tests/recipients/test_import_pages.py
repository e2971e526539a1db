"""Uploading in the browser: sent, watched, looked at, decided."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from ksbb.audit.models import Read
from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState
from recipients import imports
from recipients.models import Recipient
from recipients.template import template_of
from schools.models import School
from tests.conftest import Acting
from tests.factories.hostile_files import encrypted_workbook
from tests.factories.recipients import RecipientFactory
from tests.factories.workbooks import pupil, pupil_workbook
from tests.recipients.uploads import applied, rehearsed

ClientAs = Callable[[Actor], Client]
UPLOAD = "/penerima/unggah/"


@pytest.fixture
def desk(client_as: ClientAs, operator: Actor) -> Client:
    return client_as(operator)


def send(desk: Client, data: bytes, name: str = "daftar_pd.xlsx"):
    return desk.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})


def page_of(run: ImportRun) -> str:
    return f"{UPLOAD}{run.public_id}/"


def test_a_file_is_sent_and_waits_for_the_worker(desk: Client) -> None:
    response = send(desk, pupil_workbook(3))
    run = ImportRun.objects.get()
    assert response["Location"] == page_of(run)
    page = desk.get(page_of(run)).content.decode()
    assert "Berkas sedang diperiksa" in page
    assert 'http-equiv="refresh"' in page
    assert 'hx-trigger="every 1s"' in page


def test_the_fragment_is_the_piece_of_the_page(desk: Client) -> None:
    send(desk, pupil_workbook(3))
    run = ImportRun.objects.get()
    fragment = desk.get(page_of(run), headers={"HX-Request": "true"})
    assert fragment.content.decode().strip() in desk.get(page_of(run)).content.decode()
    assert "HX-Request" in fragment["Vary"]
    imports.rehearse(run.public_id)
    assert desk.get(page_of(run), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_progress_is_told_in_rows(desk: Client) -> None:
    send(desk, pupil_workbook(3))
    ImportRun.objects.update(rows_done=500, rows_total=1200)
    assert "500 dari 1.200 baris" in " ".join(desk.get(page_of(ImportRun.objects.get())).content.decode().split())


def test_the_rehearsal_shows_every_row_with_its_reason(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4, faults={2: "nik_short"}), operator)
    page = desk.get(page_of(run)).content.decode()
    assert "Terapkan 3 baris yang baik" in " ".join(page.split())
    assert page.count(pupil(0)["Nama"]) == 1
    bad = desk.get(page_of(run), {"baris": "problem"}).context["page"].rows
    assert [row.number for row in bad] == [9]


def test_whoever_looks_at_the_rows_is_written_down(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4), operator)
    desk.get(page_of(run))
    read = Read.objects.latest("pk")
    assert (read.kind, read.count, read.user_id, read.region) == ("file", 4, operator.user_id, run.region)


def test_rows_are_paged_by_number(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(70), operator)
    first = desk.get(page_of(run)).context["page"]
    second = desk.get(page_of(run), {"sesudah": first.after}).context["page"]
    assert [row.number for row in [*first.rows, *second.rows]] == list(range(7, 77))


def test_applying_by_a_click(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4), operator)
    assert desk.post(page_of(run) + "terapkan/")["Location"] == page_of(run)
    assert "sedang diterapkan" in desk.get(page_of(run)).content.decode()
    imports.finish(run.public_id)
    assert "Lanjut ke isian cepat" in desk.get(page_of(run)).content.decode()
    assert Recipient.objects.count() == 4


def test_a_second_click_is_told_where_things_stand(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4), operator)
    desk.post(page_of(run) + "terapkan/")
    again = desk.post(page_of(run) + "terapkan/", follow=True)
    assert "Muat ulang" in again.content.decode()


def test_cancelling_by_a_click(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(4), operator)
    assert desk.post(page_of(run) + "tolak/")["Location"] == UPLOAD
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED
    assert "dibatalkan" in desk.get(page_of(run)).content.decode()


def test_a_file_without_news_offers_nothing_to_apply(desk: Client, school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(2), operator)
    run = rehearsed(school, pupil_workbook(2), operator)
    page = desk.get(page_of(run)).content.decode()
    assert "/terapkan/" not in page
    assert "Tidak ada yang berubah" in page


def test_a_refused_file_says_why_and_what_to_do(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, b"Barang,Harga\nKapur,1000\n", operator, "belanja.csv")
    page = desk.get(page_of(run)).content.decode()
    assert "tidak dapat dipakai" in page
    assert "Unggah berkas lain" in page


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 ...", encrypted_workbook()])
def test_what_is_no_sheet_is_refused_at_once(desk: Client, data: bytes) -> None:
    response = send(desk, data)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


@override_settings(UPLOAD_MAX_SHEET_BYTES=1000)
def test_a_file_that_is_too_large_is_refused_at_once(desk: Client) -> None:
    assert "MB" in send(desk, pupil_workbook(2)).context["form"].errors["file"][0]


def test_the_outsider_finds_neither_page_nor_row(
    client_as: ClientAs, outsider: Actor, school: School, operator: Actor
) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    client = client_as(outsider)
    assert client.get(page_of(run)).status_code == 404
    assert client.post(page_of(run) + "terapkan/").status_code == 404
    assert client.post(page_of(run) + "tolak/").status_code == 404
    run.refresh_from_db()
    assert run.state == ImportState.REHEARSED


def test_a_supervisor_sees_that_it_happened_and_no_name(
    client_as: ClientAs, acting: Acting, school: School, operator: Actor
) -> None:
    run = rehearsed(school, pupil_workbook(2), operator)
    client = client_as(acting("district_supervisor"))
    page = client.get(page_of(run))
    assert page.status_code == 200
    assert pupil(0)["Nama"] not in page.content.decode()
    assert client.post(page_of(run) + "terapkan/").status_code == 403
    assert client.post(page_of(run) + "tolak/").status_code == 403
    assert client.get(UPLOAD).status_code == 403


@pytest.mark.parametrize("role", ["donor", "validator", "coordinator", "auditor"])
def test_others_do_not_find_an_upload(
    client_as: ClientAs, acting: Acting, school: School, operator: Actor, role: str
) -> None:
    run = rehearsed(school, pupil_workbook(1), operator)
    assert client_as(acting(role)).get(page_of(run)).status_code == 404


def test_the_page_filters_by_what_is_wrong(desk: Client, school: School, operator: Actor) -> None:
    faults = {1: "nik_short", 3: "nik_short", 5: "sex_odd", 7: "nisn_zero_lost"}
    run = rehearsed(school, pupil_workbook(9, faults=faults), operator)
    page = desk.get(page_of(run), {"baris": "problem"})
    assert [(told, count) for told, _words, count in page.context["codes"]] == [("nik_shape", 2), ("sex", 1)]
    chosen = desk.get(page_of(run), {"baris": "problem", "kode": "nik_shape"}).context["page"].rows
    assert [row.number for row in chosen] == [8, 10]


def test_a_row_is_found_by_its_number(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(70), operator)
    assert [row.number for row in desk.get(page_of(run), {"nomor": "66"}).context["page"].rows] == [66]
    assert len(desk.get(page_of(run), {"nomor": "x'--"}).context["page"].rows) == 50


def test_answering_by_a_click_comes_back_to_the_same_filter(desk: Client, school: School, operator: Actor) -> None:
    faults = {1: "nisn_zero_lost", 3: "nisn_zero_lost"}
    run = rehearsed(school, pupil_workbook(5, faults=faults), operator)
    assert "Jawab ya untuk semua yang sejenis (2)" in desk.get(page_of(run), {"baris": "question"}).content.decode()
    answer = desk.post(page_of(run) + "jawab/", {"ya": "8.nisn_zero", "kembali": "baris=question&next=//evil.example"})
    assert answer["Location"] == f"{page_of(run)}?baris=question#hasil"
    desk.post(page_of(run) + "jawab/", {"semua": "nisn_zero"})
    run.refresh_from_db()
    assert run.counts["new"] == 5


def test_taking_an_answer_back_by_a_click(desk: Client, school: School, operator: Actor) -> None:
    run = rehearsed(school, pupil_workbook(5, faults={1: "nisn_zero_lost"}), operator)
    desk.post(page_of(run) + "jawab/", {"ya": "8.nisn_zero"})
    assert 'name="urung" value="8.nisn_zero"' in desk.get(page_of(run)).content.decode()
    answer = desk.post(page_of(run) + "jawab/", {"urung": "8.nisn_zero"})
    assert answer["Location"] == page_of(run)
    run.refresh_from_db()
    assert run.counts["question"] == 1


@pytest.mark.parametrize("data", [template_of("murid"), pupil_workbook(0)], ids=["template", "header only"])
def test_a_file_without_anybody_says_so(desk: Client, school: School, operator: Actor, data: bytes) -> None:
    RecipientFactory.create(school=school)
    page = desk.get(page_of(rehearsed(school, data, operator))).content.decode()
    assert "tidak memuat satu orang pun" in page
    assert "Tidak ada yang berubah" not in page


def test_the_confirmation_says_in_numbers_what_will_happen(
    client_as: ClientAs, school: School, operator: Actor, principal: Actor
) -> None:
    applied(school, pupil_workbook(5), operator)
    changes = {0: {"Nama": "Nama Baru"}, 1: {"NIK": "12", "NISN": pupil(1)["NISN"]}}
    run = rehearsed(school, pupil_workbook(3, changes=changes), operator)
    head = client_as(principal)
    assert "tetap terdaftar" in head.get(page_of(run), {"baris": "missing"}).content.decode()
    head.post(page_of(run) + "keluar/", {"semua": "1", "alasan": "graduated"})
    plan = head.get(page_of(run) + "terapkan/").context["plan"]
    assert (plan.new, plan.changed, plan.leaving, plan.waiting) == (0, 1, 2, 1)
    assert "kepala sekolah yang menerapkannya" in client_as(operator).get(page_of(run) + "terapkan/").content.decode()


def test_changes_are_shown_to_the_own_school_only(
    client_as: ClientAs, acting: Acting, desk: Client, school: School, operator: Actor
) -> None:
    applied(school, pupil_workbook(2), operator)
    run = rehearsed(school, pupil_workbook(2, changes={0: {"Rombel Saat Ini": "Kelas 6C"}}), operator)
    assert "Kelas 6C" in desk.get(page_of(run), {"baris": "changed"}).content.decode()
    officer = client_as(acting("district_supervisor"))
    assert "Kelas 6C" not in officer.get(page_of(run), {"baris": "changed"}).content.decode()


def test_a_page_of_rows_costs_the_same_however_long_the_file(
    desk: Client,
    school: School,
    operator: Actor,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    run = rehearsed(school, pupil_workbook(120), operator)
    desk.get(page_of(run))
    with django_assert_max_num_queries(14):
        desk.get(page_of(run))


def test_what_is_no_code_finds_no_row(school: School, operator: Actor, client_as: ClientAs) -> None:
    path = f"/penerima/unggah/{rehearsed(school, pupil_workbook(2), operator).public_id}/"
    desk = client_as(operator)
    assert desk.get(path, {"kode": "\x00"}).context["page"].rows == []
    assert desk.post(f"{path}jawab/", {"semua": "\x00"}).status_code == 302
