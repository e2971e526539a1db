"""Open data: each day's files with their checksums, which never change and tell of nobody."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from recipients.actions.fold_tallies import fold_tallies
from recipients.models import COUNTED
from tests.conftest import Acting
from tests.factories.donations import offer, people_at, promise, school_at
from tests.verification.attacker import Attacker, Target
from verification.actions.keep_data import keep_data
from verification.models import DataFile
from verification.open_data import FEW, PACKAGE

pytestmark = pytest.mark.django_db
NUMBERS = ("dibutuhkan", "dijanjikan", "diserahkan", "terverifikasi")


@pytest.fixture
def visitor() -> Client:
    """Somebody without an account."""
    return Client()


def lines_of(day: date, name: str) -> list[dict[str, str]]:
    body = bytes(DataFile.objects.get(day=day, name=name).body).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_a_day_has_tables_as_csv_and_json_and_what_describes_them() -> None:
    people_at(school_at(), pupils=12, teachers=2)
    assert keep_data() == 7
    package = json.loads(bytes(DataFile.objects.get(name=PACKAGE).body))
    files = {file.name: file for file in DataFile.objects.exclude(name=PACKAGE)}
    assert sorted(files) == [f"{name}.{kind}" for name in ("bulan", "kebutuhan", "wilayah") for kind in ("csv", "json")]
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert {one["path"]: (one["hash"], one["bytes"]) for one in package["resources"]} == {
        name: (f"sha256:{hashlib.sha256(bytes(file.body)).hexdigest()}", len(bytes(file.body)))
        for name, file in files.items()
    }
    for resource in package["resources"][::2]:
        head = bytes(files[resource["path"]].body).decode("utf-8-sig").splitlines()[0]
        assert head.split(",") == [field["name"] for field in resource["schema"]["fields"]]
        assert FEW in resource["schema"]["missingValues"]


def test_few_are_marked_and_never_a_zero() -> None:
    people_at(school_at(), pupils=10, teachers=2)
    keep_data()
    rows = lines_of(timezone.localdate(), "kebutuhan.csv")
    assert [(row["penerima"], [row[name] for name in NUMBERS]) for row in rows] == [
        ("murid", ["10", FEW, FEW, FEW]),
        ("guru", [FEW, FEW, FEW, FEW]),
    ]
    told = json.loads(bytes(DataFile.objects.get(name="kebutuhan.json").body))["data"]
    assert [row["dibutuhkan"] for row in told] == [10, FEW]


def test_a_file_is_made_once_and_never_changes() -> None:
    keep_data()
    assert keep_data() == 0
    with pytest.raises(Error, match="never_changes"), transaction.atomic():
        DataFile.objects.update(body=b"")


def test_old_days_go_but_the_first_of_a_month_stays(settings: Any) -> None:
    today = timezone.localdate()
    old = today - timedelta(days=settings.OPEN_DATA_KEPT_DAYS + 40)
    for day in (old.replace(day=1), old.replace(day=2), today - timedelta(days=1)):
        DataFile.objects.create(
            day=day, name=PACKAGE, media_type="application/json", body=b"{}", size=2, sha256="0" * 64
        )
    keep_data()
    assert list(DataFile.objects.filter(name=PACKAGE).order_by("day").values_list("day", flat=True)) == [
        old.replace(day=1),
        today - timedelta(days=1),
        today,
    ]


def test_a_file_of_a_day_may_be_kept_for_good_and_the_newest_for_minutes(visitor: Client) -> None:
    keep_data()
    fixed = visitor.get(f"/data/{timezone.localdate()}/wilayah.csv")
    newest = visitor.get("/data/terbaru/wilayah.csv")
    assert fixed.content == newest.content
    assert fixed["ETag"] == newest["ETag"] == f'"{hashlib.sha256(fixed.content).hexdigest()}"'
    assert "immutable" in fixed["Cache-Control"]
    assert "immutable" not in newest["Cache-Control"]
    assert not fixed.cookies
    again = visitor.get("/data/terbaru/wilayah.csv", headers={"if-none-match": newest["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.head("/data/terbaru/wilayah.csv")["ETag"] == newest["ETag"]


@pytest.mark.parametrize(
    "path", ["/data/kemarin/wilayah.csv", "/data/2020-01-01/wilayah.csv", "/data/terbaru/lain.csv"]
)
def test_what_was_not_given_out_is_not_found(visitor: Client, path: str) -> None:
    keep_data()
    assert visitor.get(path).status_code == 404


def test_the_page_costs_the_same_after_many_days(visitor: Client, django_assert_max_num_queries: Any) -> None:
    assert "Belum ada berkas" in visitor.get("/data/").content.decode()
    keep_data()
    for ago in range(1, 40):
        DataFile.objects.create(
            day=timezone.localdate() - timedelta(days=ago), name=PACKAGE, media_type="", body=b"{}", size=2, sha256=""
        )
    with django_assert_max_num_queries(3):
        page = visitor.get("/data/").content.decode()
    assert "sesudah=" in page
    assert DataFile.objects.get(name="bulan.json").sha256 in page
    assert "creativecommons.org/licenses/by/4.0" in page


@pytest.mark.parametrize("name", ["wilayah", "kebutuhan", "bulan", "lama", "pemakaian", "pengaduan"])
def test_every_figure_can_be_taken_along(visitor: Client, name: str) -> None:
    people_at(school_at(), pupils=6)
    answer = visitor.get(f"/angka/unduh/{name}.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode("utf-8-sig").startswith("tanggal,")
    assert visitor.get("/angka/unduh/lain.csv").status_code == 404


# --- subtraction (Q37) -------------------------------------------------------------------------------


def test_two_days_subtracted_tell_of_nobody(acting: Acting, time_machine: TimeMachineFixture) -> None:
    """From the files alone, as an outsider has them: a city of small schools, and on the next day two promises more."""
    giver = acting("donor")
    schools = [
        school_at(code, form=form)
        for code, form in (
            ("31.73.06.1001", "SD"),
            ("31.73.06.1002", "SMP"),
            ("31.73.05.1001", "SD"),
            ("31.74.01.1001", "SD"),
        )
    ]
    for number, school in enumerate(schools):
        people_at(school, pupils=(9, 3, 14, 6)[number], teachers=number, fold=False)
    promise(giver, schools[0], offer(3))
    fold_tallies()
    start, days = timezone.now(), []
    for later in range(2):
        time_machine.move_to(start + timedelta(days=later))
        keep_data()
        days.append(timezone.localdate())
        promise(giver, schools[2], offer(2))
        fold_tallies()
    attacker = Attacker()
    for day in days:
        _learn(attacker, day)
    cells = [name for name in attacker.cells if name[0] == days[0]]  # type: ignore[index]
    targets: list[Target] = [{(day, *name[1:]): 1} for name in cells for day in days]  # type: ignore[index]
    targets += [{(days[1], *name[1:]): 1, (days[0], *name[1:]): -1} for name in cells]  # type: ignore[index]
    assert len(targets) > 50
    assert attacker.pinned(targets) == []


def _learn(attacker: Attacker, day: date) -> None:
    rows = lines_of(day, "kebutuhan.csv")
    cells, told = [], []
    for state in reversed(COUNTED):
        at = COUNTED.index(state)
        for row in sorted(rows, key=lambda row: (row["kode_kecamatan"], row["jenjang"], row["penerima"] == "guru")):
            numbers = [0 if row[name] == FEW else int(row[name]) for name in NUMBERS] + [0]
            cells.append((day, row["kode_kecamatan"], row["jenjang"], row["penerima"], state))
            told.append(numbers[at] - numbers[at + 1])
    attacker.learn_rounded(cells, told)
