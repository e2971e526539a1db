"""Another system sends people in: the same rehearsal and the same result as on the page, and a key opens nothing else."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from ksbb.accounts.actions.create_token import create_token
from ksbb.accounts.actions.revoke_token import revoke_token
from ksbb.accounts.models import ApiToken, Membership, User
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState
from recipients import imports
from recipients.models import NoticeSeen, Recipient
from recipients.policies import NOTICE_EDITION
from schools.models import School
from tests.factories.workbooks import pupil_workbook

URL = "/api/v1/recipients/imports"
NAMES = ("Nama", "NISN", "JK", "Tempat Lahir", "Tanggal Lahir", "NIK", "Rombel Saat Ini")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


def has_read_the_notice(actor: Actor) -> None:
    NoticeSeen.objects.get_or_create(
        user_id=actor.user_id, edition=NOTICE_EDITION, defaults={"seen_at": timezone.now()}
    )


def client_of(actor: Actor) -> Client:
    """A program with a key of this actor's."""
    has_read_the_notice(actor)
    _token, secret = create_token(name="Aplikasi sekolah", days=30, grants=["recipients.import"], actor=actor)
    return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "id"})


@pytest.fixture
def program(operator: Actor) -> Client:
    return client_of(operator)


def send_file(program: Client, data: bytes, key: str = "", name: str = "murid.xlsx") -> Any:
    return program.post(URL, {"file": SimpleUploadedFile(name, data)}, headers={"Idempotency-Key": key or str(uuid4())})


def send_rows(program: Client, rows: object, key: str = "", kind: str = "student") -> Any:
    body = json.dumps({"kind": kind, "rows": rows})
    return program.post(URL, body, content_type="application/json", headers={"Idempotency-Key": key or str(uuid4())})


def a_row(number: int = 1, **changes: object) -> dict[str, object]:
    return {
        "Nama": f"Rekaan Kiriman {number}",
        "NISN": f"01412345{number:02d}",
        "JK": "L",
        "Tempat Lahir": "Jakarta",
        "Tanggal Lahir": "2014-02-03",
        "NIK": f"317301030214{number:04d}",
        "Rombel Saat Ini": "Kelas 5A",
    } | changes


def run_at(response: Any) -> ImportRun:
    assert response.status_code == 202, response.content
    return ImportRun.objects.get(public_id=response.json()["id"])


# --- the way through ----------------------------------------------------------------------------------------------------


def test_a_file_is_rehearsed_applied_and_told_at_every_step(program: Client, school: School) -> None:
    response = send_file(program, pupil_workbook(3))
    run = run_at(response)
    assert response["Location"] == f"{URL}/{run.public_id}"
    assert response.json()["state"] == "read"
    assert Recipient.objects.count() == 0
    imports.rehearse(run.public_id)
    told = program.get(response["Location"]).json()
    assert (told["state"], told["counts"]["new"]) == ("rehearsed", 3)
    assert program.post(told["links"]["apply"]).status_code == 202
    imports.finish(run.public_id)
    told = program.get(response["Location"]).json()
    assert (told["state"], told["rows_done"], told["rows_total"]) == ("applied", 3, 3)
    assert Recipient.objects.filter(school=school).count() == 3


def test_rows_and_a_file_with_the_same_rows_come_to_the_same(program: Client) -> None:
    rows = [a_row(1), a_row(2, NIK="12"), a_row(3)]
    out = io.StringIO()
    out.write("Daftar Peserta Didik\n")
    writer = csv.DictWriter(out, NAMES)
    writer.writeheader()
    writer.writerows(rows)
    by_rows, by_file = (
        run_at(send_rows(program, rows)),
        run_at(send_file(program, out.getvalue().encode(), name="m.csv")),
    )
    for run in (by_rows, by_file):
        imports.rehearse(run.public_id)
        run.refresh_from_db()
    assert by_rows.state == by_file.state == ImportState.REHEARSED
    assert by_rows.counts == by_file.counts
    columns = ("number", "status", "problems")
    assert list(by_rows.rows.order_by("number").values(*columns)) == list(
        by_file.rows.order_by("number").values(*columns)
    )


def test_refusing_deletes_what_was_sent(program: Client) -> None:
    run = run_at(send_rows(program, [a_row()]))
    imports.rehearse(run.public_id)
    assert program.post(f"{URL}/{run.public_id}/refuse").json()["state"] == "refused"
    assert run.rows.count() == 0


def test_a_second_decision_is_told_that_it_comes_late(program: Client) -> None:
    run = run_at(send_rows(program, [a_row()]))
    imports.rehearse(run.public_id)
    program.post(f"{URL}/{run.public_id}/apply")
    assert program.post(f"{URL}/{run.public_id}/apply").status_code == 409


def test_problem_rows_are_told_without_a_word_about_anybody(program: Client) -> None:
    rows = [a_row(1), a_row(2, NIK="3173"), a_row(3, **{"Tanggal Lahir": "kemarin"})]
    run = run_at(send_rows(program, rows))
    imports.rehearse(run.public_id)
    response = program.get(f"{URL}/{run.public_id}/rows", {"status": "problem"})
    told = response.json()
    assert [row["number"] for row in told["rows"]] == [4, 5]
    assert all(problem["code"] and problem["message"] for row in told["rows"] for problem in row["problems"])
    assert "Rekaan" not in response.content.decode()
    assert "3173" not in response.content.decode()


def test_rows_come_a_hundred_at_a_time(program: Client) -> None:
    run = run_at(send_rows(program, [a_row(number) for number in range(1, 121)]))
    imports.rehearse(run.public_id)
    first = program.get(f"{URL}/{run.public_id}/rows").json()
    second = program.get(f"{URL}/{run.public_id}/rows", {"sesudah": first["next"]}).json()
    assert (len(first["rows"]), len(second["rows"]), second["next"]) == (100, 20, None)


# --- the same thing twice -----------------------------------------------------------------------------------------------


def test_the_same_key_and_content_give_the_same_run(program: Client) -> None:
    first, second = send_rows(program, [a_row()], "kirim-0001"), send_rows(program, [a_row()], "kirim-0001")
    assert run_at(first) == run_at(second)
    assert ImportRun.objects.count() == 1


def test_the_same_key_for_something_else_is_a_conflict(program: Client) -> None:
    send_rows(program, [a_row()], "kirim-0001")
    again = send_rows(program, [a_row(2)], "kirim-0001")
    assert (again.status_code, again.json()["code"]) == (409, "idempotency_conflict")


def test_a_key_belongs_to_its_school(program: Client, outsider: Actor) -> None:
    School.objects.filter(organisation_id=outsider.organisation_id).exists()
    first = send_rows(program, [a_row()], "kirim-0001")
    assert run_at(first).idempotency_key == "kirim-0001"
    assert client_of(outsider).get(first["Location"]).status_code == 404


@pytest.mark.parametrize("key", ["", "pendek", "x" * 81, "dua kata saja", "höflich-123"])
def test_without_a_proper_key_nothing_is_taken(program: Client, key: str) -> None:
    body = json.dumps({"kind": "student", "rows": [a_row()]})
    headers = {"Idempotency-Key": key} if key.isascii() else {}
    response = program.post(URL, body, content_type="application/json", headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "idempotency_key")


# --- who may ------------------------------------------------------------------------------------------------------------


def test_without_a_key_a_session_opens_nothing(client_as, operator: Actor) -> None:
    response = client_as(operator).post(URL, "{}", content_type="application/json")
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"] == "application/problem+json"


def test_another_school_finds_nothing(program: Client, outsider: Actor) -> None:
    run = run_at(send_rows(program, [a_row()]))
    stranger = client_of(outsider)
    answers = [
        stranger.get(f"{URL}/{run.public_id}"),
        stranger.get(f"{URL}/{run.public_id}/rows"),
        stranger.post(f"{URL}/{run.public_id}/apply"),
        stranger.post(f"{URL}/{run.public_id}/refuse"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_revoked_key_is_dead_at_once(program: Client, operator: Actor) -> None:
    revoke_token(token=ApiToken.objects.get(), actor=operator)
    assert send_rows(program, [a_row()]).status_code == 401


def test_an_expired_key_is_dead(program: Client) -> None:
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert send_rows(program, [a_row()]).status_code == 401


def test_the_key_of_an_ended_membership_is_dead(program: Client) -> None:
    Membership.objects.filter(api_tokens__isnull=False).update(ends_on=timezone.localdate())
    assert send_rows(program, [a_row()]).status_code == 401


def test_the_key_of_a_disabled_account_is_dead(program: Client, operator: Actor) -> None:
    User.objects.filter(pk=operator.user_id).update(is_active=False)
    assert send_rows(program, [a_row()]).status_code == 401


def test_whoever_stands_behind_the_key_has_read_the_notice(program: Client) -> None:
    NoticeSeen.objects.all().delete()
    response = send_rows(program, [a_row()])
    assert (response.status_code, response.json()["code"]) == (403, "privacy_notice")
    assert ImportRun.objects.count() == 0


# --- what cannot be read ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '"teks"',
        '{"kind": "student"}',
        '{"kind": "student", "rows": {}}',
        '{"kind": 7, "rows": [{}]}',
        '{"kind": "student", "rows": [1, null]}',
        '{"kind": "student", "rows": [{}]}',
        '{"kind": "student", "rows": [{"Nama": ["x"]}]}',
        '{"kind": "student", "rows": [{"Nama": NaN}]}',
        '{"kind": "student", "rows": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"kind": "student", "rows": [{"Nama": "' + "x" * 3000 + '"}]}',
    ],
)
def test_what_has_no_form_is_refused_in_words(program: Client, body: str) -> None:
    response = program.post(URL, body, content_type="application/json", headers={"Idempotency-Key": "kirim-0001"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]
    assert ImportRun.objects.count() == 0


def test_half_a_character_breaks_nothing(program: Client) -> None:
    body = '{"kind": "student", "rows": [{"Nama": "Budi \\ud800\\u0000", "NIK": "1", "JK": "L"}]}'
    response = program.post(URL, body, content_type="application/json", headers={"Idempotency-Key": "kirim-0001"})
    assert imports.rehearse(run_at(response).public_id)


def test_an_unknown_kind_and_an_empty_list_are_refused(program: Client) -> None:
    assert send_rows(program, [a_row()], kind="staff").status_code == 422
    assert send_rows(program, []).status_code == 422


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 ...", b"\x89PNG\r\n"])
def test_what_is_no_sheet_is_refused(program: Client, data: bytes) -> None:
    assert send_file(program, data).status_code in (400, 422)
    assert ImportRun.objects.count() == 0


def test_broken_multipart_is_refused(program: Client) -> None:
    headers = {"Idempotency-Key": "kirim-0001"}
    response = program.post(URL, b"--x\r\nrubbish", content_type="multipart/form-data; boundary=x", headers=headers)
    assert response.status_code == 400
    nothing = program.post(URL, b"", content_type="multipart/form-data", headers=headers)
    assert nothing.status_code == 400


def test_another_content_type_is_refused(program: Client) -> None:
    response = program.post(URL, "a=1", content_type="text/plain", headers={"Idempotency-Key": "kirim-0001"})
    assert response.status_code == 415


@override_settings(UPLOAD_MAX_SHEET_BYTES=1000)
def test_more_than_a_sheet_may_have_is_refused_unread(program: Client) -> None:
    response = send_rows(program, [a_row(number) for number in range(600)])
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_formula_is_only_text(program: Client) -> None:
    run = run_at(send_rows(program, [a_row(1, Nama='=HYPERLINK("http://x")')]))
    imports.rehearse(run.public_id)
    row = run.rows.get()
    assert row.status == "problem" or sealing.unseal(row.label_sealed).startswith("=")


# --- how it speaks ------------------------------------------------------------------------------------------------------


def test_problems_speak_the_language_that_was_asked_for(program: Client) -> None:
    indonesian = program.post(URL, "{", content_type="application/json", headers={"Idempotency-Key": "kirim-0001"})
    assert "tidak dapat dibaca" in indonesian.json()["detail"]
    assert program.get(f"{URL}/{uuid4()}").json()["code"] == "not_found"
    assert program.get(URL).status_code == 405


def test_who_asks_too_often_waits(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_RATES", settings.API_RATES | {"write": 2})
    monkeypatch.setattr("ksbb.common.limits.time.time", lambda: 1_000_000_000.0)
    codes = [send_rows(program, [a_row()], "kirim-0001").status_code for _ in range(3)]
    last = send_rows(program, [a_row()], "kirim-0001")
    assert codes == [202, 202, 429]
    assert 1 <= int(last["Retry-After"]) <= 60


def test_the_schema_tells_every_address(client: Client) -> None:
    told = client.get("/api/v1/schema/").json()
    assert sorted(path for path in told["paths"] if "/recipients/" in path) == sorted(
        [
            "/api/v1/recipients/imports",
            "/api/v1/recipients/imports/{public_id}",
            "/api/v1/recipients/imports/{public_id}/rows",
            "/api/v1/recipients/imports/{public_id}/apply",
            "/api/v1/recipients/imports/{public_id}/refuse",
        ]
    )
    assert told["components"]["securitySchemes"]["ApiToken"]["scheme"] == "bearer"


@pytest.mark.django_db
def test_the_documentation_needs_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/").content.decode()
    assert "swagger-ui-bundle.js" in page
    assert "cdn" not in page
