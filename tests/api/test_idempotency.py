"""A request that comes twice does something once, also when both come at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from ksbb.accounts.actions.create_token import create_token
from ksbb.accounts.models import ApiToken, Membership
from ksbb.api.actions.forget_answers import forget_answers
from ksbb.api.idempotency import idempotent
from ksbb.api.models import KeptAnswer
from ksbb.api.views import ApiView
from ksbb.authority.grants import Grant
from ksbb.common.refusals import Refused
from tests.factories.accounts import somebody

KEY = "kirim-0001"
GRANTS = [Grant.RECIPIENTS_IMPORT]


class Rename(ApiView):
    """A deed for the tests: the operator's name gets one letter longer."""

    grants: ClassVar = {"POST": Grant.RECIPIENTS_IMPORT}
    gate: threading.Barrier | None = None

    @idempotent
    def post(self, request: Request) -> Response:
        user: Any = request.user
        user.full_name += "x"
        user.save(update_fields=["full_name"])
        if self.gate:
            self.gate.wait(5)
        told: Any = request.data
        if told.get("refuse"):
            raise Refused("belum")
        return Response({"name": user.full_name}, status=201, headers={"Location": "/api/v1/x"})


@pytest.fixture
def secret(db: None) -> str:
    return create_token(name="Aplikasi", days=30, grants=GRANTS, actor=somebody("school_operator"))[1]


def send(secret: str, body: object = None, key: str = KEY, view: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
    request = APIRequestFactory(headers=headers).post("/api/v1/x", {} if body is None else body, format="json")
    return (view or Rename.as_view())(request).render()


def letters() -> int:
    return ApiToken.objects.get().membership.user.full_name.count("x")


def test_the_second_one_is_told_what_the_first_one_did(secret: str) -> None:
    before = letters()
    first, second = send(secret), send(secret)
    assert letters() == before + 1
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert (second["Location"], second["Idempotency-Replayed"]) == ("/api/v1/x", "true")
    assert "Idempotency-Replayed" not in first


def test_the_order_of_names_does_not_matter(secret: str) -> None:
    first, second = send(secret, {"a": 1, "b": 2}), send(secret, {"b": 2, "a": 1})
    assert first.content == second.content


def test_the_same_key_for_something_else_is_a_conflict(secret: str) -> None:
    send(secret)
    again = send(secret, {"a": 1})
    assert (again.status_code, again.data["code"]) == (409, "idempotency_conflict")


def test_a_refusal_undoes_everything_and_leaves_the_key_free(secret: str) -> None:
    before = letters()
    assert send(secret, {"refuse": True}).status_code == 409
    assert (letters(), KeptAnswer.objects.count()) == (before, 0)
    assert send(secret, {"refuse": False}).status_code == 201


def test_each_token_has_its_own_keys(secret: str) -> None:
    first = send(secret)
    other = create_token(name="Lain", days=30, grants=GRANTS, actor=somebody("principal"))[1]
    second = send(other)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content != second.content or KeptAnswer.objects.count() == 2


def test_a_day_later_the_key_is_free_and_the_answer_forgotten(secret: str) -> None:
    send(secret)
    KeptAnswer.objects.update(expires_at=timezone.now())
    assert "Idempotency-Replayed" not in send(secret)
    assert forget_answers() == 0
    KeptAnswer.objects.update(expires_at=timezone.now())
    assert forget_answers() == 1


def test_an_answer_belongs_to_its_key(secret: str) -> None:
    send(secret)
    outsider = somebody("principal")
    assert list(KeptAnswer.objects.visible_to(outsider)) == []
    membership = Membership.objects.get(api_tokens__isnull=False)
    assert KeptAnswer.objects.filter(token__membership=membership).exists()


@pytest.mark.parametrize("key", ["", "pendek", "x" * 81, "dua kata saja"])
def test_without_a_proper_key_nothing_is_done(secret: str, key: str) -> None:
    before = letters()
    answer = send(secret, key=key)
    assert (answer.status_code, answer.data["code"]) == (400, "idempotency_key")
    assert letters() == before


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_it_once() -> None:
    """The first one is held in the middle of its deed while the second one comes."""
    secret = create_token(name="Aplikasi", days=30, grants=GRANTS, actor=somebody("school_operator"))[1]
    before, gate = letters(), threading.Barrier(2)
    held = Rename.as_view(gate=gate)

    def first() -> int:
        try:
            return int(send(secret, view=held).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        going = pool.submit(first)
        while gate.n_waiting == 0:
            pass
        second = send(secret)
        gate.wait(5)
        assert going.result() == 201
    assert (second.status_code, second.data["code"], second["Retry-After"]) == (409, "in_progress", "1")
    assert send(secret)["Idempotency-Replayed"] == "true"
    assert letters() == before + 1


def test_a_role_that_may_not_is_told_so(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(Rename):
        @idempotent
        def post(self, request: Request) -> Response:
            raise PermissionDenied

    assert send(secret, view=Closed.as_view()).status_code == 403
    assert KeptAnswer.objects.count() == 0
