"""The official list of schools: all of it, bad rows by number and reason, and twice the same is nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import CommandError, call_command

from ksbb.accounts.models import Organisation
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Forbidden
from ksbb.territories.loading import load_territories
from schools.actions.load_schools import load_schools
from schools.imports import read_schools
from schools.models import School
from tests.conftest import Acting
from tests.shared_data import shared_file

pytestmark = pytest.mark.django_db
HEAD = "npsn,nama,bentuk,status,alamat,kode_kecamatan,kode_kelurahan,lintang,bujur"
GOOD = "20104464,SD CONTOH,SD,negeri,Jl. Satu,31.73.06,31.73.06.1001,-6.14,106.7"


@pytest.fixture(autouse=True)
def areas(db: None) -> None:
    load_territories(("31",))


class Said(NamedTuple):
    """What the command wrote, and its exit code."""

    out: str
    err: str
    code: int


def load(tmp_path: Path, *rows: str, accept: bool = False) -> Said:
    path = tmp_path / "sekolah.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_schools", path, accept=accept, stdout=out, stderr=err)
    except CommandError as error:
        return Said(out.getvalue(), err.getvalue(), error.returncode)
    return Said(out.getvalue(), err.getvalue(), 0)


def test_all_real_schools_are_loaded_and_a_second_time_changes_nothing() -> None:
    real = shared_file("schools/jakarta_schools_2019.csv")
    out = io.StringIO()
    call_command("import_schools", real, stdout=out)
    assert out.getvalue().startswith("4800 new, 0 changed, 0 unchanged, 0 rows with problems")
    assert School.objects.count() == Organisation.objects.filter(kind="school").count() == 4_800
    assert School.objects.filter(district="31.73.06").count() == 209
    before = list(School.objects.order_by("pk").values_list("pk", "updated_at"))
    again = io.StringIO()
    call_command("import_schools", real, stdout=again)
    assert again.getvalue().startswith("0 new, 0 changed, 4800 unchanged")
    assert list(School.objects.order_by("pk").values_list("pk", "updated_at")) == before


def test_letters_in_an_npsn_are_fine(tmp_path: Path) -> None:
    load(tmp_path, GOOD.replace("20104464", "np567838"))
    assert School.objects.get().npsn == "NP567838"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (GOOD.replace("20104464", "2010446"), "npsn"),
        (GOOD.replace("SD CONTOH", ""), "nama: empty"),
        (GOOD.replace(",SD,", ",TK,"), "bentuk"),
        (GOOD.replace("negeri", "campuran"), "status"),
        (GOOD.replace("31.73.06,", "31.99.06,"), "kode_kecamatan"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_in(tmp_path: Path, bad: str, reason: str) -> None:
    said = load(tmp_path, GOOD.replace("20104464", "20100001"), bad, GOOD.replace("20104464", "20100002"))
    assert said.code == 2
    assert said.err.startswith("row 3: ")
    assert reason in said.err
    assert set(School.objects.values_list("npsn", flat=True)) == {"20100001", "20100002"}


def test_a_number_that_stands_twice_counts_once(tmp_path: Path) -> None:
    assert "already in row 2" in load(tmp_path, GOOD, GOOD.replace("SD CONTOH", "SD LAIN")).err
    assert School.objects.get().name == "SD CONTOH"


def test_a_place_that_cannot_be_is_left_out_with_a_remark(tmp_path: Path) -> None:
    said = load(tmp_path, GOOD.replace("-6.14,106.7", "106.7,-6.14").replace("31.73.06.1001", "31.74.01.1001"))
    school = School.objects.get()
    assert (school.latitude, school.longitude, school.village) == (None, None, None)
    assert said.out.count("row 2: ") == 2


def test_what_changed_in_the_list_changes_here(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    said = load(tmp_path, GOOD.replace("SD CONTOH", "SD BARU").replace("06.1001", "06.1002"))
    school = School.objects.select_related("organisation").get()
    assert said.out.startswith("0 new, 1 changed")
    assert (school.name, school.organisation.name) == ("SD BARU", "SD BARU")
    assert school.organisation.region == school.region == "31.73.06.1002"


def test_with_accept_all_are_in_the_programme(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    assert not School.objects.accepted().exists()
    load(tmp_path, GOOD, GOOD.replace("20104464", "20100001"), accept=True)
    assert School.objects.accepted().count() == 2


def test_every_new_school_is_in_the_trail_once(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    load(tmp_path, GOOD)
    event = Event.objects.get(action="school.listed")
    assert (event.thing_id, event.role, event.region) == (School.objects.get().pk, "system", "31.73.06.1001")


def test_a_missing_file_or_column_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        call_command("import_schools", tmp_path / "tidak_ada.csv")
    path = tmp_path / "kurang.csv"
    path.write_text("npsn,nama\n20104464,SD\n")
    with pytest.raises(CommandError, match="bentuk"):
        call_command("import_schools", path)


def test_only_the_operators_and_the_coordinator_load(outsider: Actor, acting: Acting) -> None:
    for stranger in (outsider, acting("city_supervisor")):
        with pytest.raises(Forbidden):
            load_schools(rows=[], actor=stranger)
    assert load_schools(rows=read_schools(f"{HEAD}\n{GOOD}\n".encode()), actor=SYSTEM).new == 1
