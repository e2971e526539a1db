"""Tries are limited per network and per account, and nobody locks another out (promise 12); passwords (promise 14)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ksbb.accounts.models import User
from ksbb.settings import signing_in
from tests.factories.accounts import PASSWORD, UserFactory

HOME, SCHOOL, FAR = "103.10.1.1", "103.10.2.2", "103.99.9.9"
WRONG = "salah-sekali-1234"


@pytest.fixture
def _limited(settings, db):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/ip,5/m/key", "login_failed_known": "5/m/key"}
    cache.clear()


def tried(client: Client, user: User, password: str = WRONG, address: str = FAR):
    return client.post(reverse("account_login"), {"login": user.email, "password": password}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_limits_of_the_installation_are_these():
    assert signing_in.ACCOUNT_RATE_LIMITS == {"login_failed": "5/m/ip,5/m/key", "login_failed_known": "5/m/key"}


@pytest.mark.usefixtures("_limited")
def test_the_sixth_wrong_password_from_one_network_is_refused_whatever_the_account():
    people = UserFactory.create_batch(6)
    answers = [tried(Client(), person) for person in people]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1]["Retry-After"] == "60"


@pytest.mark.usefixtures("_limited")
def test_the_sixth_for_one_account_is_refused_from_wherever_and_the_right_one_too():
    user = UserFactory.create()
    answers = [tried(Client(), user, address=f"103.{n}.0.1") for n in range(5)]
    last = Client()
    answers.append(tried(last, user, PASSWORD, address="103.50.0.1"))
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert not is_in(last)


@pytest.mark.usefixtures("_limited")
def test_another_account_from_another_network_still_signs_in():
    attacked, other = UserFactory.create_batch(2)
    for _ in range(6):
        tried(Client(), attacked)
    client = Client()
    tried(client, other, PASSWORD, address=HOME)
    assert is_in(client)


@pytest.mark.usefixtures("_limited")
def test_the_owner_still_signs_in_from_the_own_browser_while_others_guess():
    owner = UserFactory.create()
    own = Client()
    tried(own, owner, PASSWORD, address=HOME)
    own.post(reverse("account_logout"))
    for _ in range(6):
        tried(Client(), owner)
    tried(own, owner, PASSWORD, address=HOME)
    assert is_in(own)


@pytest.mark.usefixtures("_limited")
def test_a_guessing_neighbour_at_the_schools_connection_keeps_nobody_out():
    teacher, other = UserFactory.create_batch(2)
    own = Client()
    tried(own, teacher, PASSWORD, address=SCHOOL)
    own.post(reverse("account_logout"))
    for _ in range(6):
        tried(Client(), other, address=SCHOOL)
    tried(own, teacher, PASSWORD, address=SCHOOL)
    assert is_in(own)


@pytest.mark.usefixtures("_limited")
def test_the_known_browser_is_counted_too():
    owner = UserFactory.create()
    own = Client()
    tried(own, owner, PASSWORD)
    own.post(reverse("account_logout"))
    assert [tried(own, owner).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.usefixtures("_limited")
def test_a_known_browser_is_known_for_its_own_account_only():
    owner, other = UserFactory.create_batch(2)
    own = Client()
    tried(own, owner, PASSWORD)
    own.post(reverse("account_logout"))
    assert [tried(own, other).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.usefixtures("_limited")
def test_an_invented_cookie_makes_no_browser_known():
    users = UserFactory.create_batch(6)
    forger = Client()
    forger.cookies["known"] = "WyJ4IiwieSJd:x:y"
    assert [tried(forger, user).status_code for user in users] == [200] * 5 + [429]


@pytest.mark.parametrize(
    "password",
    [
        "password12345",
        "qwertyuiop123",
        "indonesia2024",
        "Bismillah123!",
        "sayangku12345",
        "jakarta-2026!",
        "P@ssw0rd12345",
        "kepalasekolah1",
        "ksbbpendidikan",
        "aaaaaaaaaaaaaa",
        "1234567890123",
        "dapodik@2025#",
    ],
)
def test_what_everybody_guesses_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "pagi-hari-di-kalideres",
        "kuda baterai stapler benar",
        "tujuh gajah makan soto",
        "x7Kq-tLm2-vR9p",
        "panjang " * 12,
    ],
)
def test_a_sentence_or_something_random_is_taken(password):
    validate_password(password)


def test_a_password_may_be_pasted():
    scripts = "\n".join(path.read_text() for path in Path(django_settings.BASE_DIR, "static/js").glob("*.js"))
    pages = "\n".join(path.read_text() for path in Path(django_settings.BASE_DIR, "templates").rglob("*.html"))
    assert not re.search(r"\bonpaste\b|['\"]paste['\"]", scripts + pages)
