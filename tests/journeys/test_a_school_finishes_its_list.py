"""The evening before the deadline: an operator with a phone and the file that Dapodik gave, until nobody is left to complete."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from recipients.models import DuplicateCase, NoticeSeen, Recipient
from schools.models import School
from tests.factories.accounts import PASSWORD
from tests.factories.recipients import RecipientFactory
from tests.factories.workbooks import FIRST_PUPIL_ROW, PUPIL_COLUMNS, born, pupil, pupil_workbook
from tests.journeys import steps
from tests.journeys.steps import Door, Mail
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

PUPILS = 60
# Row of the file → what is wrong there. Three NISN lost their zeros: two are asked about, one cannot be guessed.
FAULTS = {3: "nisn_zero_lost", 9: "nisn_zero_lost", 17: "nisn_zeros_lost", 24: "name_empty", 31: "date_absurd"}
ELSEWHERE = 40
TO_REPAIR = sorted({17, 24, 31})


def test_a_school_finishes_its_list_on_a_phone(school: School, person: Door, mail: Mail) -> None:
    staff = steps.staff_of(school)
    RecipientFactory.create(nik=pupil(ELSEWHERE)["NIK"], birth_date=born(ELSEWHERE), full_name="Sudah Ada Di Sana")
    NoticeSeen.objects.all().delete()
    operator = person(width=360)
    operator.signs_in(staff.operator.email, PASSWORD)

    # The first entry is preceded by the privacy notice, once.
    page = operator.goes_to("/penerima/unggah/")
    page.get_by_role("button", name="Saya sudah membaca").click()

    # The file is read as it is; good rows are told from those that need an answer or a repair.
    page = steps.rehearse(operator, pupil_workbook(PUPILS, school=school.name, faults=FAULTS), "daftar_pd.xlsx")
    run = steps.path_of(page.url)
    assert counts(page) == {"baru": 54, "perlu jawaban": 2, "perlu diperbaiki": 3, "terdaftar di tempat lain": 1}
    assert not Recipient.objects.filter(school=school).exists(), "a rehearsal registers nobody"

    # Two questions of one kind have one answer; the good rows go in while the bad ones wait.
    page = operator.goes_to(f"{run}?baris=question")
    page.get_by_role("button", name=re.compile("Jawab ya untuk semua")).click()
    page = steps.apply(operator, run)
    registered = Recipient.objects.filter(school=school).registered()
    assert registered.count() == PUPILS - len(TO_REPAIR) - 1
    case = DuplicateCase.objects.open().get()
    page = operator.goes_to(f"{run}?baris=elsewhere")
    expect(page.get_by_text(f"Kasus {case.name}")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Sudah Ada Di Sana")

    # The rows left over come back as uploaded, are repaired and uploaded again: nobody twice, nobody lost.
    page = operator.goes_to(run)
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh baris yang perlu diperbaiki").click()
    steps.rehearse(operator, repaired(download.value.path().read_bytes()), "perbaikan.xlsx")
    assert counts(operator.page) == {"baru": len(TO_REPAIR)}
    steps.apply(operator, steps.path_of(operator.page.url))
    assert registered.count() == PUPILS - 1

    # What Dapodik does not know: fifty on the first page, the rest on the second, each saved by itself.
    page = operator.goes_to("/penerima/isian-cepat/")
    expect(page.locator("fieldset.tick")).to_have_count(50)
    fill_the_page(page)
    wait_until(lambda: registered.incomplete().count() == PUPILS - 1 - 50, "the first fifty were saved")
    page = operator.goes_to("/penerima/isian-cepat/")
    fill_the_page(page)
    wait_until(lambda: not registered.incomplete().exists(), "everybody is complete")
    page = operator.goes_to("/penerima/isian-cepat/")
    expect(page.get_by_text("Semua sudah lengkap")).to_be_visible()

    # The first file once more: whoever is registered is known, whatever is wrong with the row; nobody is new or missing.
    first_file = pupil_workbook(PUPILS, school=school.name, faults=FAULTS)
    page = steps.rehearse(operator, first_file, "daftar_pd.xlsx")
    assert counts(page) == {"sama": 54, "perlu jawaban": 2, "perlu diperbaiki": 3, "terdaftar di tempat lain": 1}
    assert registered.count() == PUPILS - 1

    # The result had come as a message, too.
    letter = mail(staff.operator.email, "diterapkan")
    assert "Andai" not in letter.get_content(), "no name in a message"


def counts(page: Page) -> dict[str, int]:
    """What the tabs of a rehearsal say, those above zero."""
    tabs = page.locator("nav.tabs").first.locator("a.tab").all_inner_texts()
    told = [re.fullmatch(r"\s*(.+?)\s+([\d.]+)\s*", tab.replace("\n", " ")) for tab in tabs]
    found = {one[1].lower(): int(one[2].replace(".", "")) for one in told if one}
    return {name: count for name, count in found.items() if count and name != "semua baris"}


def repaired(workbook: bytes) -> bytes:
    """The operator's repair: the right name, date and NISN typed over the wrong cells, as text."""
    book = openpyxl.load_workbook(BytesIO(workbook))
    sheet = book.worksheets[0]
    right = {pupil(n)["NIK"]: pupil(n) for n in TO_REPAIR}
    columns = {name: PUPIL_COLUMNS.index(name) + 1 for name in ("NIK", "Nama", "Tanggal Lahir", "NISN")}
    for row in range(FIRST_PUPIL_ROW, FIRST_PUPIL_ROW + len(TO_REPAIR)):
        person = right[str(sheet.cell(row, columns["NIK"]).value)]
        for name, column in columns.items():
            sheet.cell(row, column, person[name])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def fill_the_page(page: Page) -> None:
    """One answer for everybody on the page, from the panel above the list."""
    page.get_by_text("Isi untuk semua di halaman ini").click()
    page.get_by_role("main").get_by_label("Gawai", exact=True).first.select_option("none")
    page.get_by_label("Internet di rumah").first.select_option("none")
    page.get_by_label("Surat persetujuan semua orang di halaman ini sudah ada").check()
    page.get_by_role("button", name="Isi yang masih kosong").click()
