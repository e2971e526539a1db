"""One declaration of the columns, and the set-based engine beneath the library's resources."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from import_export.resources import Resource
from pytest_django import DjangoAssertNumQueries
from tablib import Dataset

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.sheet_formats import SafeCSV, SafeXLSX
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState
from recipients.importing import StudentImport, TeacherImport
from recipients.models import Recipient
from recipients.resources import RESOURCES, StudentResource, TeacherResource
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory
from tests.factories.workbooks import pupil
from tests.recipients.uploads import counted

ClientAs = Callable[[Actor], Client]
HEADERS = ("Nama", "NISN", "NIK", "JK", "Tanggal Lahir", "Kelas")


def line(n: int, **changes: object) -> list[object]:
    """Pupil n under our own headers."""
    told = pupil(n) | {"Kelas": "Kelas 6A"} | changes
    return [told[name] for name in HEADERS]


def listed(*rows: list[object]) -> Dataset:
    return Dataset(*rows, headers=HEADERS)


@pytest.fixture(autouse=True)
def _row_by_row_is_a_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own engine; the register must never come near it."""

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("one row at a time")

    for name in ("import_data_inner", "import_row", "save_instance", "get_or_init_instance"):
        monkeypatch.setattr(Resource, name, never)


@pytest.fixture
def mixed(school: School, operator: Actor) -> Dataset:
    """Of the five: one known and the same, one known and changed, one new, one of another school, one at fault."""
    assert not StudentImport().import_data(listed(line(0), line(1)), school=school, actor=operator).has_errors()
    RecipientFactory.create(school=SchoolFactory.create(accepted=True), nik=pupil(3)["NIK"])
    return listed(line(0), line(1, Kelas="Kelas 6B"), line(2), line(3), line(4, NIK="123"))


def test_a_rehearsal_tells_what_the_page_tells(
    school: School, operator: Actor, mixed: Dataset, client_as: ClientAs
) -> None:
    result = StudentImport().import_data(mixed, dry_run=True, school=school, actor=operator)
    run = ImportRun.objects.latest("pk")
    assert (run.state, counted(run)) == (
        ImportState.REHEARSED,
        {"new": 1, "changed": 1, "unchanged": 1, "elsewhere": 1, "problem": 1},
    )
    assert dict(result.totals) == {"new": 1, "update": 1, "skip": 2, "error": 1, "delete": 0, "invalid": 0}
    assert [row.import_type for row in result.rows] == ["skip", "update", "new", "skip", "error"]
    [(number, errors)] = result.row_errors()
    assert (number, result.total_rows) == (5, 5)
    page = client_as(operator).get(reverse("recipients:import_detail", args=[run.public_id]))
    assert page.context["run"].counts == run.counts
    assert str(errors[0].error) in page.content.decode()
    assert Recipient.objects.filter(school=school).count() == 2


def test_in_earnest_the_good_rows_are_registered(school: School, operator: Actor, mixed: Dataset) -> None:
    rehearsed = StudentImport().import_data(mixed, dry_run=True, school=school, actor=operator)
    applied = StudentImport().import_data(mixed, school=school, actor=operator)
    assert applied.totals == rehearsed.totals
    run = ImportRun.objects.latest("pk")
    assert (run.state, ImportRun.objects.count()) == (ImportState.APPLIED, 2)
    assert set(Recipient.objects.filter(school=school).values_list("class_group", flat=True)) == {
        "Kelas 6A",
        "Kelas 6B",
    }
    assert Recipient.objects.filter(school=school).count() == 3


@pytest.mark.parametrize("form", [SafeXLSX, SafeCSV])
def test_a_list_is_read_in_each_format_that_is_declared(school: School, operator: Actor, form: type) -> None:
    assert form in StudentResource.formats
    data = form().export_data(listed(line(0), line(1)))
    result = StudentImport().import_data(_opened(form, data), dry_run=True, school=school, actor=operator)
    assert (result.totals["new"], result.base_errors) == (2, [])


def _opened(form: type, data: bytes) -> Dataset:
    return form().create_dataset(data if form is SafeXLSX else data.decode("utf-8-sig"))


def test_teachers_have_their_own(school: School, operator: Actor) -> None:
    example = [column.example for column in TeacherResource.columns()]
    dataset = Dataset(example, headers=TeacherResource.names())
    result = TeacherImport().import_data(dataset, school=school, actor=operator)
    assert result.totals["new"] == 1
    assert Recipient.objects.get(school=school).kind == "teacher"


def test_an_empty_list_is_refused_and_nothing_is_kept(school: School, operator: Actor) -> None:
    assert StudentImport().import_data(listed(), school=school, actor=operator).base_errors
    with pytest.raises(Refused):
        StudentImport().import_data(listed(), raise_errors=True, school=school, actor=operator)
    assert not ImportRun.objects.exists()


def test_without_a_needed_column_the_reason_is_told(school: School, operator: Actor) -> None:
    result = StudentImport().import_data(Dataset(["Siti"], headers=["Nama"]), school=school, actor=operator)
    [told] = result.base_errors
    assert str(told.error) == ImportRun.objects.get().refusal


def test_another_school_may_not(school: School, acting: Acting) -> None:
    other = acting("school_operator", organisation=SchoolFactory.create(accepted=True).organisation)
    with pytest.raises(Forbidden):
        StudentImport().import_data(listed(line(0)), school=school, actor=other)


def test_more_people_cost_no_more_statements(
    school: School, operator: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    StudentImport().import_data(listed(line(0)), school=school, actor=operator)
    with django_assert_max_num_queries(120):
        StudentImport().import_data(listed(*map(line, range(1, 301))), school=school, actor=operator)


@pytest.mark.parametrize("resource", RESOURCES.values())
def test_a_declaration_by_itself_imports_nobody(resource: type[StudentResource]) -> None:
    with pytest.raises(TypeError, match=r"recipients\.importing"):
        resource().import_row({}, None)


def test_the_schema_names_the_columns_of_a_row(client: Client, db: None) -> None:
    schema = client.get(reverse("api:schema")).content.decode()
    named = [name for one in RESOURCES.values() for name in one.names()]
    assert [name for name in named if name not in schema] == []
