"""Whatever is sent to any operation, by whomever: no 500, and every answer is one that the schema tells of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ksbb.api.docs import schema_in
from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRun
from ksbb.wsgi import application
from recipients.actions.start_import import start_import
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.donations import donor_of, offer, people_at, promise, school_at
from tests.factories.giving import wish_of
from tests.factories.keys import program_of
from tests.factories.matching import run_of
from tests.factories.workbooks import pupil_workbook

pytestmark = pytest.mark.django_db

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 8


def from_this_machine(environ: dict[str, Any], start_response: Any) -> Any:
    """The portal, asked by somebody with an address."""
    return application(environ | {"REMOTE_ADDR": "127.0.0.1"}, start_response)


SCHEMA = json.loads(schema_in("id"))
# Keys are sent by the tests, none are made up.
for operations in SCHEMA["paths"].values():
    for told in operations.values():
        told.pop("security", None)
API: Any = schemathesis.openapi.from_dict(SCHEMA)
API.app = from_this_machine
OPERATIONS = [found.ok() for found in API.get_all_operations()]


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The server's end of a request would close the connection that the test's data live in."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def school() -> School:
    found = school_at(name="SMP Uji Kalideres")
    people_at(found, pupils=5, teachers=2)
    return found


@pytest.fixture
def known(school: School, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> dict[str, list[Any]]:
    """Names of what is there, so that not every address ends in 404; and nobody waits."""
    cache.clear()
    monkeypatch.setattr(settings, "API_RATES", dict.fromkeys(settings.API_RATES, 100_000))
    monkeypatch.setattr("donations.api.receipts.TRIES", 100_000)
    donor, operator = somebody("donor"), somebody("school_operator", organisation=school.organisation)
    donor_of(donor)
    pledge = promise(donor, school, offer(2))
    wish_of(donor, region="31.73")
    run = run_of(somebody("coordinator"), "31.73")
    sent = start_import(school=school, data=pupil_workbook(2), file_name="m.xlsx", actor=operator)
    sent = sent if isinstance(sent, ImportRun) else ImportRun.objects.get()
    program_of(operator)
    return {
        "who": [donor, operator],
        "npsn": [school.npsn],
        "code": [pledge.receipt_code],
        "public_id": [str(pledge.public_id), str(run.public_id), str(sent.public_id)],
    }


def key_of(actor: Actor) -> dict[str, str]:
    return {"Authorization": program_of(actor).defaults["HTTP_AUTHORIZATION"]}


WHO: dict[str, Callable[[dict[str, list[Any]]], dict[str, str]]] = {
    "nobody": lambda known: {},
    "a wrong key": lambda known: {"Authorization": "Bearer ksbb_salah"},
    "donor": lambda known: key_of(known["who"][0]),
    "school": lambda known: key_of(known["who"][1]),
    "office": lambda known: key_of(somebody("coordinator")),
}


@pytest.mark.parametrize("who", list(WHO))
def test_every_answer_is_as_the_schema_says(who: str, known: dict[str, list[Any]]) -> None:
    headers = WHO[who](known)
    answered = [status for operation in OPERATIONS for status in tried(operation, headers, known)]
    assert len(answered) >= len(OPERATIONS)
    assert max(answered) < 500


def tried(operation: Any, headers: dict[str, str], known: dict[str, list[Any]]) -> list[int]:
    """The statuses of some requests to the operation, made from the schema alone; the same ones in every run."""
    statuses: list[int] = []

    @how(
        derandomize=True,
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), real=st.booleans(), which=st.integers(0, 11))
    def ask(case: Any, real: bool, which: int) -> None:
        names = [name for name in case.path_parameters or {} if real and name in known]
        case.path_parameters = (case.path_parameters or {}) | {
            name: known[name][which % len(known[name])] for name in names
        }
        response = case.call(headers=headers)
        statuses.append(response.status_code)
        case.validate_response(response, checks=CHECKS)

    ask()
    return statuses


def test_the_schema_tells_of_every_address_of_the_api() -> None:
    from ksbb.portal.api_urls import urlpatterns

    told = {path.removeprefix("/api/v1/") for path in API.raw_schema["paths"]}
    addresses = {str(one.pattern).replace("<uuid:", "{").replace("<str:", "{").replace(">", "}") for one in urlpatterns}
    assert addresses - {"", "schema/"} == told
