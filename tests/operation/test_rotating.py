"""A new key: everything moves under it while people work, and the old one can go."""

from __future__ import annotations

import base64
import io
import os
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.db import connection

from ksbb.accounts.models import User
from ksbb.common import sealing
from ksbb.operation import rotating
from recipients.models import Recipient
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory


def new_key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


@pytest.fixture
def people(db: None) -> list[str]:
    """The numbers of twelve pupils, as they are known in the register."""
    RecipientFactory.create_batch(12)
    return numbers()


def numbers() -> list[str]:
    return [sealing.unseal(one.nik_sealed) for one in Recipient.objects.order_by("pk")]


def rotate(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("rotate_keys", *arguments, stdout=out)
    except SystemExit as left:
        return int(left.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_after_a_rotation_the_old_key_opens_nothing_and_nothing_is_lost(
    people: list[str], acting: Acting, settings: Any
) -> None:
    officer = User.objects.get(pk=acting("coordinator").user_id)
    TOTP.activate(officer, "JBSWY3DPEHPK3PXP")
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    assert rotate("--check")[0] == 1
    assert rotate()[0] == 0

    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert numbers() == people
    assert all(people)
    assert decrypt(Authenticator.objects.get(user=officer).data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert rotate("--check") == (
        0,
        "Everything is under the first key. The others may be taken out of KSBB_FIELD_KEYS.\n",
    )


def test_one_that_was_stopped_goes_on_and_touches_nothing_twice(
    people: list[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    monkeypatch.setattr(rotating, "TOGETHER", 5)
    [column] = [one for one in rotating.sealed_columns() if str(one) == "recipients_recipient.nik_sealed"]
    batches = rotating.reseal(column)
    assert next(batches) == 5
    batches.close()
    assert sum(rotating.reseal(column)) == len(people) - 5
    assert rotating.left_over(column) == 0
    assert numbers() == people


def test_without_the_old_key_it_stops_before_it_harms(people: list[str], settings: Any) -> None:
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = [new_key()]
    with pytest.raises(sealing.CannotOpen):
        rotate()
    settings.FIELD_KEYS = old
    assert numbers() == people


def test_two_keys_of_one_name_are_told_apart_before_anything_begins(people: list[str], settings: Any) -> None:
    settings.FIELD_KEYS = [settings.FIELD_KEYS[0], settings.FIELD_KEYS[0]]
    with pytest.raises(CommandError, match="Make another new key"):
        rotate()


def test_every_binary_column_is_sealed_or_known_to_be_something_else(db: None) -> None:
    """A new sealed column under another name would be forgotten by a rotation."""
    known = {"digest", "mother_digest", "household_digest", "person_digest", "code_digest", "source_digest"}
    known |= {"mail_refused_digest", "ref_digest", "endpoint_digest"}
    known |= {"submission", "fine", "leaves", "previous", "body"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND data_type = 'bytea'"
        )
        names = {name for (name,) in cursor.fetchall()}
    assert {name for name in names if "sealed" not in name} - known == set()
    assert {column.name for column in rotating.sealed_columns()} == {name for name in names if "sealed" in name}
