"""The ground of the offices comes in as a small table on the technical site: as a whole, told before, and in the trail."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook

from ksbb.accounts.actions.map_offices import map_offices
from ksbb.accounts.models import Organisation
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Forbidden
from tests.conftest import Acting
from tests.factories.accounts import UserFactory
from tests.factories.territories import area

IMPORT = "/teknis/accounts/organisation/import/"
CONFIRM = "/teknis/accounts/organisation/process_import/"
CODES = ("31.73.01", "31.73.06", "31.74.01")
HEADER = "sudin,kode_kecamatan,nama\n"


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    for code in CODES:
        area(code)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(UserFactory.create(is_staff=True))
    return client


def upload(client: Client, data: str | bytes, name: str = "sudin.csv") -> Any:
    content = data.encode() if isinstance(data, str) else data
    return client.post(IMPORT, {"resource": "0", "format": "", "import_file": SimpleUploadedFile(name, content)})


def confirm(client: Client, page: Any) -> Any:
    return client.post(CONFIRM, page.context["confirm_form"].initial, follow=True)


def faults(page: HttpResponse) -> list[str]:
    """What the page tells to be wrong, of the table or of its rows."""
    result = page.context["result"]  # type: ignore[attr-defined]
    rows = [f"{number}: {fault.error}" for number, found in result.row_errors() for fault in found]
    return [str(fault.error) for fault in result.base_errors] + rows


def ground(name: str) -> set[str]:
    return set(Organisation.objects.filter(name=name, territories__isnull=False).values_list("territories", flat=True))


def test_what_would_change_is_told_before_and_done_after(staff: Client) -> None:
    map_offices(grounds={"Sudin Uji": ["31.73.01"]}, actor=SYSTEM)
    page = upload(staff, HEADER + "Sudin Uji,31.73.06,Kalideres\n")
    assert [(row.import_type, row.diff[1]) for row in page.context["result"]] == [
        ("new", "31.73.06"),
        ("delete", "31.73.01"),
    ]
    assert ground("Sudin Uji") == {"31.73.01"}
    done = confirm(staff, page)
    assert "1 kecamatan masuk, 1 keluar, 0 tetap" in done.content.decode()
    assert ground("Sudin Uji") == {"31.73.06"}


def test_every_office_that_changed_stands_in_the_trail(staff: Client) -> None:
    confirm(staff, upload(staff, HEADER + "Sudin Uji,31.73.06,\nSudin Uji,31.73.01,\n"))
    events = Event.objects.filter(action="office.mapped", user_id=staff.session["_auth_user_id"])
    office = Organisation.objects.get(name="Sudin Uji")
    assert events.get(thing_id=office.pk).facts == {"areas": 2, "added": ["31.73.01", "31.73.06"], "removed": []}
    assert events.count() == 3  # and the office of each kecamatan


def test_the_same_table_again_changes_nothing(staff: Client) -> None:
    table = HEADER + "Sudin Uji,31.73.06,\n"
    confirm(staff, upload(staff, table))
    before = Event.objects.count()
    page = upload(staff, table)
    assert [row.import_type for row in page.context["result"]] == ["skip"]
    confirm(staff, page)
    assert Event.objects.count() == before


def test_a_workbook_is_read_too(staff: Client) -> None:
    book, out = Workbook(), io.BytesIO()
    for row in (["sudin", "kode_kecamatan"], ["Sudin Uji", "31.73.06"]):
        book.active.append(row)
    book.save(out)
    confirm(staff, upload(staff, out.getvalue(), "SUDIN.XLSX"))
    assert ground("Sudin Uji") == {"31.73.06"}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("Sudin Uji,31.99.99,\n", "1: Kode kecamatan “31.99.99” tidak dikenal"),
        ("Sudin Uji,31.73,\n", "1: Kode kecamatan “31.73” tidak dikenal"),
        ("Sudin Uji,31.73.06,\n,31.73.01,\n", "2: Nama Suku Dinas kosong"),
        (
            "Sudin Uji,31.73.06,\nSudin Dua,31.73.06,\n",
            "2: Kecamatan 31.73.06 sudah ada di baris lain, untuk Sudin Uji",
        ),
        ("Sudin Uji,31.73.06,\nSudin Uji,31.74.01,\n", "2: Kecamatan 31.74.01 terletak di kota lain"),
        ("Sudin Uji,31.73.01,\n", "1: Kecamatan 31.73.01 milik Sudin Lama"),
    ],
)
def test_a_row_at_fault_is_named_and_stops_the_table(staff: Client, table: str, told: str) -> None:
    map_offices(grounds={"Sudin Lama": ["31.73.01"]}, actor=SYSTEM)
    page = upload(staff, HEADER + table)
    [fault] = faults(page)
    assert fault.startswith(told)
    assert fault.partition(": ")[2] in page.content.decode()
    assert "confirm_form" not in page.context
    assert not Organisation.objects.filter(name="Sudin Uji").exists()


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"x", "sudin.ods", "Hanya berkas .csv atau .xlsx"),
        (b"x" * (1024 * 1024 + 1), "sudin.csv", "lebih besar dari 1 MB"),
        (b"sudin\xff", "sudin.csv", "UTF-8"),
        (b"sudin\x00", "sudin.csv", "bukan teks"),
        (b"%PDF-1.7", "sudin.xlsx", "bukan lembar kerja"),
    ],
)
def test_what_is_no_small_table_is_refused(staff: Client, data: bytes, name: str, told: str) -> None:
    page = upload(staff, data, name)
    assert told in str(page.context["form"].errors["import_file"])
    assert "result" not in page.context


def test_a_table_with_other_columns_is_refused(staff: Client) -> None:
    assert faults(upload(staff, "nama,kode\nSudin Uji,31.73.06\n")) == [
        "Kolom ini tidak ada di baris pertama: sudin, kode_kecamatan."
    ]


def test_what_is_confirmed_too_late_changes_nothing(staff: Client) -> None:
    late = staff.post(CONFIRM, {"import_file_name": "nihil", "original_file_name": "a.csv", "format": "0"}, follow=True)
    assert "Tidak ada yang diubah" in late.content.decode()
    assert not Organisation.objects.filter(kind="office").exists()


def test_what_became_wrong_meanwhile_changes_nothing(staff: Client) -> None:
    page = upload(staff, HEADER + "Sudin Uji,31.73.06,\n")
    map_offices(grounds={"Sudin Lama": ["31.73.06"]}, actor=SYSTEM)
    assert "Tidak ada yang diubah" in confirm(staff, page).content.decode()
    assert ground("Sudin Uji") == set()


@pytest.mark.parametrize("path", [IMPORT, CONFIRM])
def test_a_coordinator_finds_nothing(acting: Acting, client_as: Callable[[Actor], Client], path: str) -> None:
    assert client_as(acting("coordinator")).post(path).status_code == 404


def test_nobody_but_the_staff_does_it_by_the_action(acting: Acting) -> None:
    with pytest.raises(Forbidden):
        map_offices(grounds={"Sudin Uji": ["31.73.06"]}, actor=acting("coordinator"))


def test_the_organisations_stay_to_be_read(staff: Client) -> None:
    office = Organisation.objects.create(kind="office", name="Sudin Uji")
    assert staff.get("/teknis/accounts/organisation/add/").status_code == 403
    assert staff.post(f"/teknis/accounts/organisation/{office.pk}/change/", {"name": "x"}).status_code == 403
    assert staff.get(IMPORT.replace("organisation", "user")).status_code in (302, 404)
