"""Every kind of message has its group, and no letter or short text can say anything of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Engine
from django.utils import translation

from ksbb.notifications.channels import whatsapp
from ksbb.notifications.kinds import (
    CHOSEN,
    GROUP_OF,
    NECESSARY,
    NUMBER_CODE,
    Channel,
    Group,
    Way,
    group_of,
    kinds_of,
    ways_for,
)
from ksbb.notifications.models import Message
from ksbb.notifications.short import SHORT, WHATSAPP_TEMPLATES, text_of
from ksbb.notifications.writing import letter
from tests.factories.accounts import MembershipFactory

HOME = Path(settings.BASE_DIR) / "templates"
KINDS = sorted(f"{path.parts[-3]}/{path.stem}" for path in HOME.glob("*/emails/*.txt"))
COUNTS = (
    "changed count counted days devices elsewhere entries late leaving left more new offered open others people problem question "
    "returned rows schools soon taken unchanged version"
)
# Blanks that hold no person, and an example of each: counts, days, the names of schools and offices, words of our own.
BLANKS: dict[str, Any] = {
    **dict.fromkeys(COUNTS.split(), 3),
    **dict.fromkeys(["day", "due", "until", "when"], "1 Januari 2027"),
    **dict.fromkeys(["school", "aggregator", "organisation", "place"], "SDN Uji"),
    "case": "K-12",
    "digest": "ab" * 32,
    "device": "laptop",
    **dict.fromkeys(["label", "value", "advice"], "Antrean surat"),
    "virus": "EICAR",
    "off": "https://ksbb.example/cari/",
}
# What a careless posting would put into the context, under the names it would have.
PEOPLE = dict.fromkeys(
    [
        "name",
        "full_name",
        "pupil",
        "teacher",
        "recipient",
        "guardian",
        "donor",
        "person",
        "user",
        "nik",
        "phone",
        "email",
    ],
    "KENARI-7391",
)
CANARY = "KENARI"


@pytest.fixture
def watched() -> Iterator[None]:
    """A blank that is in no context says so: no letter uses a word that nobody has looked at."""
    engine = Engine.get_default()
    was, engine.string_if_invalid = engine.string_if_invalid, f"{CANARY}-%s"
    yield
    engine.string_if_invalid = was


def test_every_letter_has_its_group_and_no_group_names_a_letter_that_is_gone() -> None:
    """A new letter needs a line in ksbb/notifications/kinds.py."""
    assert set(KINDS) - set(GROUP_OF) == set()
    assert set(GROUP_OF) - set(KINDS) == set()


def test_a_kind_that_nobody_told_of_cannot_be_switched_off() -> None:
    assert group_of("verification/something_new") in NECESSARY


@pytest.mark.parametrize("group", CHOSEN)
def test_a_duty_comes_at_once_and_somewhere(group: Group) -> None:
    ways = ways_for(group, frozenset(Channel))
    assert (Way.PORTAL in ways, Way.DAILY in ways) == (group not in NECESSARY, group not in NECESSARY)
    assert Way.MAIL in ways


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_can_say_anything_of_a_person(kind: str, watched: None) -> None:
    membership = MembershipFactory.create(
        invited=True, user__full_name=f"{CANARY} Wati", user__email="kenari@uji.example"
    )
    context = {**PEOPLE, **BLANKS, "membership": membership.public_id.hex, "number": "ab" * 16, "channel": "sms"}
    message = Message(kind=kind, to_user_id=membership.user_id, context=context, path="/donasi/")
    for language in ("id", "en"):
        text = "\n".join(letter(message, language))
        assert not re.search(CANARY, text, re.IGNORECASE), text


@pytest.mark.parametrize("group", [group for group in Group if group != Group.SECURITY])
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_short_text_can_say_anything_of_a_person(group: Group, language: str) -> None:
    kind = kinds_of(group)[0]
    message = Message(kind=kind, to_user_id=1, context=PEOPLE, path=f"/laporan/?akun={CANARY}")
    with translation.override(language):
        said = [text_of(message), str(whatsapp.template_of(message))]
    assert [text for text in said if CANARY in text] == []
    assert all("/pemberitahuan/" in text for text in said)


def test_a_code_is_all_that_a_code_message_says() -> None:
    message = Message(kind=NUMBER_CODE, to_user_id=1, context={**PEOPLE, "channel": "sms"}, path="/akun/pemberitahuan/")
    assert "123456" in text_of(message, "123456")
    assert CANARY not in text_of(message, "123456") + str(whatsapp.template_of(message, "123456"))


def test_every_group_has_its_short_words_and_an_approved_template_with_the_link_as_its_only_blank() -> None:
    assert set(SHORT) == set(WHATSAPP_TEMPLATES) == set(CHOSEN)
    assert all(set(re.findall(r"%\((\w+)\)s", str(words))) == {"site", "link"} for words in SHORT.values())
    # One SMS holds 160 signs; the link takes up to 90 of them.
    assert all(len(str(words)) < 80 for words in SHORT.values())
