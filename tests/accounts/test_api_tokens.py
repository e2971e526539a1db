"""Keys for other systems: shown once, kept as a hash, taken back by whoever sees them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ksbb.accounts.actions.create_token import create_token
from ksbb.accounts.api_tokens import digest_of
from ksbb.accounts.models import ApiToken, Organisation
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from ksbb.notifications.models import Message
from tests.conftest import Acting

URL = "/akun/kunci-api/"


@pytest.fixture
def principal(acting: Acting) -> Actor:
    return acting("principal")


@pytest.fixture
def operator(acting: Acting, principal: Actor) -> Actor:
    return acting("school_operator", organisation=Organisation.objects.get(pk=principal.organisation_id))


def test_the_secret_is_shown_once_and_kept_as_a_hash(client_as, operator: Actor) -> None:
    desk = client_as(operator)
    response = desk.post(URL, {"name": "Aplikasi sekolah", "days": "90"})
    [secret] = re.findall(r"ksbb_[\w-]{43}", response.content.decode())
    assert "no-store" in response["Cache-Control"]
    assert ApiToken.objects.get().digest == digest_of(secret)
    assert secret not in desk.get(URL).content.decode()
    assert not any(secret in str(event.facts) for event in Event.objects.all())
    assert Message.objects.filter(kind="accounts/token_created", to_user_id=operator.user_id).count() == 1


def test_the_principal_sees_and_revokes_the_operators_key(client_as, operator: Actor, principal: Actor) -> None:
    token, _secret = create_token(name="Aplikasi", days=30, actor=operator)
    desk = client_as(principal)
    assert "Aplikasi" in desk.get(URL).content.decode()
    assert desk.post(f"{URL}{token.public_id}/cabut/").status_code == 302
    token.refresh_from_db()
    assert (token.revoked_by_id, token.is_valid) == (principal.user_id, False)


def test_somebody_else_finds_no_key(client_as, operator: Actor, outsider: Actor) -> None:
    token, _secret = create_token(name="Aplikasi rahasia", days=30, actor=operator)
    desk = client_as(outsider)
    assert "Aplikasi rahasia" not in desk.get(URL).content.decode()
    assert desk.post(f"{URL}{token.public_id}/cabut/").status_code == 404


def test_a_key_lasts_a_year_at_most(operator: Actor) -> None:
    with pytest.raises(Refused):
        create_token(name="Aplikasi", days=400, actor=operator)
    token, _secret = create_token(name="Aplikasi", days=365, actor=operator)
    token.expires_at += timedelta(days=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        token.save()


def test_ten_keys_are_enough(operator: Actor) -> None:
    for number in range(10):
        create_token(name=f"Aplikasi {number}", days=30, actor=operator)
    with pytest.raises(Refused):
        create_token(name="Satu lagi", days=30, actor=operator)
