"""Questions are data in versions; a second coordinator puts them in force."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from tests.factories.donations import school_at
from tests.factories.verification import member, principal_of
from tests.verification.test_use_rounds import at_once
from verification.actions.draft_instrument import draft_instrument
from verification.actions.edit_instrument import edit_instrument
from verification.actions.install_first_instruments import install_first_instruments
from verification.actions.publish_instrument import publish_instrument
from verification.actions.reply_instrument import reply_instrument
from verification.first_instruments import FIRST
from verification.models import Instrument, InstrumentReply
from verification.questions import why_not_questions
from verification.use import to_show

ASK: dict[str, Any] = {
    "key": "q1",
    "text": "Ada lemari?",
    "kind": "yes_no",
    "required": True,
    "help": "",
    "choices": [],
}


def readiness() -> Instrument:
    install_first_instruments()
    return Instrument.objects.get(purpose="school_readiness", state="published")


@pytest.mark.parametrize("purpose", FIRST)
def test_the_first_versions_can_be_asked(purpose: str) -> None:
    assert why_not_questions(FIRST[purpose][1]) is None


@pytest.mark.django_db
def test_the_first_versions_are_installed_once() -> None:
    install_first_instruments()
    install_first_instruments()
    assert sorted(Instrument.objects.values_list("purpose", "version", "state")) == [
        (purpose, 1, "published") for purpose in sorted(FIRST)
    ]


@pytest.mark.django_db
def test_the_writer_never_puts_it_in_force_and_a_colleague_does() -> None:
    writer = member("coordinator")
    old = readiness()
    draft = draft_instrument(source=old, actor=writer)
    draft = edit_instrument(instrument=draft, title="Kesiapan", questions=[ASK], seen=draft.updated_at, actor=writer)
    with pytest.raises(Refused, match="koordinator lain"):
        publish_instrument(instrument=draft, actor=writer)
    publish_instrument(instrument=draft, actor=member("coordinator"))
    old.refresh_from_db()
    assert (old.state, readiness().version, readiness().questions) == ("retired", 2, [ASK])


@pytest.mark.django_db
def test_whoever_wrote_last_is_the_writer() -> None:
    first, second = member("coordinator"), member("coordinator")
    draft = draft_instrument(source=readiness(), actor=first)
    draft = edit_instrument(instrument=draft, title="K", questions=[ASK], seen=draft.updated_at, actor=second)
    with pytest.raises(Refused, match="koordinator lain"):
        publish_instrument(instrument=draft, actor=second)
    publish_instrument(instrument=draft, actor=first)


@pytest.mark.django_db
def test_a_draft_that_changed_meanwhile_is_neither_saved_nor_published() -> None:
    draft = draft_instrument(source=readiness(), actor=member("coordinator"))
    old = draft.updated_at - timedelta(seconds=1)
    with pytest.raises(StaleState):
        edit_instrument(instrument=draft, title="K", questions=[ASK], seen=old, actor=member("coordinator"))
    with pytest.raises(StaleState):
        publish_instrument(instrument=draft, actor=member("coordinator"), seen=old)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "questions",
    [[], [ASK, ASK], [ASK | {"kind": "song"}], [ASK | {"text": " "}], [ASK | {"kind": "choice", "choices": []}]],
)
def test_questions_that_cannot_be_asked_are_refused(questions: list[dict[str, Any]]) -> None:
    draft = draft_instrument(source=readiness(), actor=member("coordinator"))
    with pytest.raises(Refused):
        edit_instrument(
            instrument=draft, title="K", questions=questions, seen=draft.updated_at, actor=member("coordinator")
        )


@pytest.mark.django_db
def test_a_school_answers_for_itself_and_an_outsider_does_not(outsider: Actor) -> None:
    school = school_at()
    asked = readiness()
    reply_instrument(instrument=asked, school=school, answers={"keeper": "yes", "note": ""}, actor=principal_of(school))
    assert InstrumentReply.objects.get().answers == {"keeper": "yes"}
    with pytest.raises(Forbidden):
        reply_instrument(instrument=asked, school=school, answers={}, actor=outsider)
    assert not InstrumentReply.objects.visible_to(outsider).exists()


@pytest.mark.django_db
def test_only_coordinators_see_drafts() -> None:
    draft = draft_instrument(source=readiness(), actor=member("coordinator"))
    assert draft in Instrument.objects.visible_to(member("coordinator"))
    assert draft not in Instrument.objects.visible_to(member("auditor"))
    assert not Instrument.objects.visible_to(member("donor")).exists()
    with pytest.raises(Forbidden):
        draft_instrument(source=draft, actor=member("principal"))


@pytest.mark.django_db(transaction=True)
def test_two_drafts_at_once_are_one() -> None:
    old, coordinators = readiness(), [member("coordinator"), member("coordinator")]
    told = at_once(*[lambda who=who: draft_instrument(source=old, actor=who) for who in coordinators])
    assert sorted(map(bool, told)) == [False, True]
    assert Instrument.objects.filter(purpose=old.purpose, state="draft").count() == 1


@given(seed=st.text(max_size=40), count=st.integers(0, 150))
def test_a_tenth_is_shown_whatever_the_order(seed: str, count: int) -> None:
    devices = [f"device-{number}" for number in range(count)]
    shown = to_show(seed, devices)
    assert shown <= set(devices)
    assert len(shown) == -(-count // 10)
    assert to_show(seed, devices[::-1]) == shown
