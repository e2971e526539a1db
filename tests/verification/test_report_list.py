"""The list of reports: everybody finds what is theirs to do first, and page 50 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donations.models import Handover
from ksbb.authority.actors import Actor
from tests.factories.donations import school_at
from tests.factories.verification import handed_over, judged, member, waiting_report
from tests.verification.conftest import Scene
from verification.models import Report
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]
ADDRESS = "/laporan/"


def page_of(client: Client, **query: str) -> str:
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    return answer.content.decode()


def links(page: str, *reports: Report) -> list[int]:
    """Where the links to the reports stand in the page, -1 for those that are not there."""
    return [page.find(reverse("verification:report_detail", args=[report.public_id])) for report in reports]


def copies(report: Report, count: int) -> None:
    """Many reports like this one, straight into the tables: lists need rows, not stories."""
    fresh = {"public_id": "gen_random_uuid()"}
    handover, handovers = _columns(Handover, fresh)
    columns, values = _columns(
        Report,
        fresh
        | {
            "handover_id": "c.id",
            "submitted_at": "t.submitted_at + c.id * interval '1 second'",
            "claimed_by_id": "NULL",
            "claimed_until": "NULL",
        },
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH copied AS (
                INSERT INTO donations_handover ({handover})
                SELECT {handovers} FROM donations_handover t, generate_series(1, %s) WHERE t.id = %s RETURNING id
            )
            INSERT INTO verification_report ({columns})
            SELECT {values} FROM verification_report t, copied c WHERE t.id = %s
            """,  # noqa: S608 - columns of our models
            [count, report.handover_id, report.pk],
        )


def _columns(model: type[Model], other: dict[str, str]) -> tuple[str, str]:
    """The columns of a row and what they are copied from."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key and not field.generated]
    names = [str(field.column) for field in fields]
    return ", ".join(names), ", ".join(other.get(name, f"t.{name}") for name in names)


def test_the_validator_finds_the_oldest_first(scene: Scene, report: Report, client_as: ClientAs) -> None:
    newer = waiting_report()
    first, second = links(page_of(client_as(scene.validator)), report, newer)
    assert 0 < first < second


def test_decided_reports_stand_apart(scene: Scene, report: Report, client_as: ClientAs) -> None:
    judged(report)
    client = client_as(scene.validator)
    assert links(page_of(client), report) == [-1]
    assert links(page_of(client, tampil="diputus"), report) > [0]


def test_other_ground_is_not_in_the_list(report: Report, client_as: ClientAs) -> None:
    elsewhere = client_as(member("validator", codes=("31.72",)))
    assert links(page_of(elsewhere), report) == [-1]
    assert links(page_of(elsewhere, tampil="diputus"), report) == [-1]
    assert "(0)" in page_of(elsewhere)


def test_the_school_finds_what_it_has_to_mend_first(scene: Scene, report: Report, client_as: ClientAs) -> None:
    judged(report, ReportState.RETURNED)
    newer = waiting_report(school=scene.school)
    unreported = handed_over(school=scene.school)
    page = page_of(client_as(scene.principal))
    to_report = page.find(reverse("verification:report_submit", args=[unreported.public_id]))
    mend, sent = links(page, report, newer)
    assert 0 < mend < to_report < sent
    assert page.count(str(report.public_id)) == 1


def test_the_operator_reads_but_does_not_report(scene: Scene, client_as: ClientAs) -> None:
    page = page_of(client_as(member("school_operator", scene.school.organisation)))
    assert "Dilaporkan oleh kepala sekolah" in page
    assert reverse("verification:report_submit", args=[scene.handover.public_id]) not in page


def test_another_school_finds_an_empty_list(report: Report, client_as: ClientAs, outsider: Actor) -> None:
    page = page_of(client_as(outsider))
    assert links(page, report) == [-1]
    assert "Belum ada laporan" in page


@pytest.mark.parametrize("role", ["donor", "aggregator"])
def test_givers_have_no_list(client_as: ClientAs, role: str) -> None:
    assert client_as(member(role)).get(ADDRESS).status_code == 403


def test_every_report_is_on_exactly_one_page(scene: Scene, report: Report, client_as: ClientAs) -> None:
    copies(report, 60)
    client = client_as(scene.validator)
    seen, after = [], ""
    for _page in range(3):
        answer = client.get(ADDRESS, {"sesudah": after})
        seen += [row.pk for row in answer.context["page"].rows]
        after = answer.context["page"].after
    assert after == ""
    assert sorted(seen) == sorted(Report.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("role", ["validator", "principal"])
def test_more_rows_take_no_more_queries(scene: Scene, report: Report, client_as: ClientAs, role: str) -> None:
    client = client_as(getattr(scene, role))
    page_of(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page_of(client)
    copies(report, 20)
    waiting_report(school=school_at())
    with CaptureQueriesContext(connection) as many:
        page_of(client)
    assert len(many) == len(few) < 16


def test_a_cursor_that_nobody_issued_gives_the_first_page(scene: Scene, report: Report, client_as: ClientAs) -> None:
    assert links(page_of(client_as(scene.validator), sesudah="%00';--"), report) > [0]


def test_the_queue_is_read_from_its_index(report: Report) -> None:
    copies(report, 3_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE verification_report")
        cursor.execute(
            "EXPLAIN SELECT * FROM verification_report WHERE state = 'submitted' AND region LIKE '31.73.%' "
            "AND submitted_at >= now() ORDER BY submitted_at, id LIMIT 26"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "report_queue" in plan
    assert "Sort" not in plan
