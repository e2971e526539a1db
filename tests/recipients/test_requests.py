"""Requests of people about their own data: a term, one answer, and the answer does what was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from ksbb.portal.duties import tasks_of
from ksbb.portal.task import URGENT
from recipients.actions.answer_request import answer_request
from recipients.actions.erase_expired import erase_expired
from recipients.actions.erase_recipient import erase_recipient
from recipients.actions.export_requests import export_requests
from recipients.actions.note_copy import note_copy
from recipients.actions.receive_request import receive_request
from recipients.actions.refuse_request import refuse_request
from recipients.actions.remind_requests import remind_requests
from recipients.actions.take_back_request import take_back_request
from recipients.actions.take_up_request import take_up_request
from recipients.actions.withdraw_consent import withdraw_consent
from recipients.models import Consent, DataRequest, Recipient
from recipients.states import RequestState
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory

ClientAs = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
NAME = "Kenari Rekaan"


@pytest.fixture
def pupil(school: School) -> Recipient:
    return RecipientFactory.create(school=school, ready=True, full_name=NAME)


@pytest.fixture
def ask(pupil: Recipient, operator: Actor) -> Callable[..., DataRequest]:
    """A mother stands at the desk; the operator writes it down."""

    def asked(kind: str, **told: Any) -> DataRequest:
        person = told.pop("recipient", pupil)
        return receive_request(recipient=person, kind=kind, asked_by="parent", proof="kk", actor=operator, **told)

    return asked


def hours(request: DataRequest, number: int) -> None:
    """As if it had come so many hours ago."""
    came = timezone.now() - timedelta(hours=number)
    DataRequest.objects.filter(pk=request.pk).update(received_at=came, due_at=came + timedelta(hours=72))


def test_the_term_counts_from_when_the_school_received_it(ask: Any) -> None:
    came = timezone.now() - timedelta(hours=30)
    assert ask("copy", received_at=came).due_at == came + timedelta(hours=3 * 24)


@pytest.mark.parametrize("kind", ["erasure", "consent", "stop"])
def test_the_answer_does_what_was_asked_and_closes_it(kind: str, ask: Any, principal: Actor, pupil: Recipient) -> None:
    asked = answer_request(request=ask(kind), actor=principal)
    pupil.refresh_from_db()
    done = {
        "erasure": pupil.full_name == "",
        "consent": not Consent.objects.filter(recipient=pupil).exists(),
        "stop": pupil.state == "withdrawn" and pupil.full_name == NAME,
    }
    assert done[kind]
    assert (asked.state, asked.closed_by_id) == (RequestState.ANSWERED, principal.user_id)
    assert Event.objects.about(asked).filter(action="request.answered").count() == 1


def test_it_is_closed_too_when_the_step_is_taken_on_the_persons_page(
    ask: Any, principal: Actor, pupil: Recipient
) -> None:
    consent, erasure, stop = ask("consent"), ask("erasure"), ask("stop")
    withdraw_consent(recipient=pupil, actor=principal)
    assert DataRequest.objects.open().count() == 2
    erase_recipient(recipient=pupil, actor=principal)
    assert {one.state for one in DataRequest.objects.filter(pk__in=[consent.pk, erasure.pk, stop.pk])} == {"answered"}


def test_what_fails_leaves_the_request_open(ask: Any, principal: Actor) -> None:
    """A copy was asked for as well: what is erased can no longer be copied."""
    erasure, _copy = ask("erasure"), ask("copy")
    with pytest.raises(Refused, match="Serahkan dulu salinannya"):
        answer_request(request=erasure, actor=principal)
    assert DataRequest.objects.open().count() == 2


def test_a_copy_is_made_and_a_correction_written_before_they_count_as_answered(
    ask: Any, principal: Actor, pupil: Recipient
) -> None:
    copy, correction = ask("copy"), ask("correction", about="name")
    for asked in (copy, correction):
        with pytest.raises(Refused):
            answer_request(request=asked, actor=principal)
    note_copy(request=copy, form="page", actor=principal)
    Event.objects.create(
        action="recipient.updated", thing="recipients.recipient", thing_id=pupil.pk, role="school_operator"
    )
    assert {answer_request(request=one, actor=principal).state for one in (copy, correction)} == {"answered"}


def test_it_is_refused_on_a_ground_of_the_law_only(ask: Any, principal: Actor) -> None:
    asked = ask("erasure")
    with pytest.raises(ValueError, match="tidak suka"):
        refuse_request(request=asked, ground="tidak suka", actor=principal)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(state="refused", closed_at=timezone.now())
    assert refuse_request(request=asked, ground="law_case", actor=principal).state == "refused"


def test_a_closed_one_stays_closed(ask: Any, principal: Actor) -> None:
    asked = take_back_request(request=ask("erasure"), actor=principal)
    for step in (answer_request, take_back_request):
        with pytest.raises(Refused):
            step(request=asked, actor=principal)
    assert Recipient.objects.get(pk=asked.recipient_id).full_name == NAME


def test_the_same_is_not_written_down_twice(ask: Any) -> None:
    ask("erasure")
    with pytest.raises(Refused, match="sudah tercatat"):
        ask("erasure")


def test_only_the_principal_of_the_own_school_answers(
    ask: Any, operator: Actor, sudin: Actor, outsider: Actor, acting: Acting
) -> None:
    asked = ask("erasure")
    for actor in (operator, sudin, outsider, acting("coordinator")):
        for step in (take_up_request, answer_request, take_back_request):
            with pytest.raises(Forbidden):
                step(request=asked, actor=actor)
    assert DataRequest.objects.get().state == "filed"


def test_nobody_writes_one_down_for_people_of_others(pupil: Recipient, outsider: Actor) -> None:
    with pytest.raises(Forbidden):
        receive_request(recipient=pupil, kind="erasure", asked_by="parent", proof="kk", actor=outsider)


def test_the_outsider_finds_nothing_and_the_province_reads_no_name(
    ask: Any, client_as: ClientAs, outsider: Actor, acting: Acting, principal: Actor
) -> None:
    asked = ask("copy")
    page, listed = reverse("recipients:request_detail", args=[asked.public_id]), reverse("recipients:request_list")
    stranger = client_as(outsider)
    assert stranger.get(page).status_code == 404
    assert asked.number not in stranger.get(listed).text
    province = client_as(acting("coordinator"))
    assert asked.number in province.get(listed).text
    assert NAME not in province.get(page).text
    assert NAME in client_as(principal).get(page).text


def test_the_school_and_its_office_are_told_before_and_after_the_term(
    ask: Any, principal: Actor, sudin: Actor, outsider: Actor
) -> None:
    asked = ask("erasure")
    assert list(Message.objects.values_list("kind", "to_user_id")) == [
        ("recipients/request_received", principal.user_id)
    ]
    Message.objects.all().delete()
    remind_requests()
    assert not Message.objects.exists()
    hours(asked, 60)
    assert (remind_requests(), remind_requests()) == (1, 1)
    assert [(one.kind, one.to_user_id) for one in Message.objects.all()] == [
        ("recipients/request_due", principal.user_id)
    ]
    hours(asked, 73)
    remind_requests()
    remind_requests()
    late = Message.objects.filter(kind="recipients/request_late")
    assert {one.to_user_id for one in late} == {principal.user_id, sudin.user_id}
    assert late.count() == 2
    assert {tuple(one.context) for one in Message.objects.all()} == {("number",)}


def test_a_late_one_is_red_for_the_school_and_its_office(
    ask: Any, principal: Actor, sudin: Actor, outsider: Actor
) -> None:
    hours(ask("erasure"), 73)
    red = [[task.title for task in tasks_of(actor) if task.tone == URGENT] for actor in (principal, sudin, outsider)]
    assert ["lewat batas waktu" in " ".join(titles) for titles in red] == [True, True, False]


def test_the_list_begins_with_what_is_due_and_asks_the_same_of_the_database_for_many(
    ask: Any, school: School, principal: Actor, client_as: ClientAs
) -> None:
    browser = client_as(principal)
    first = ask("erasure")
    address = reverse("recipients:request_list")
    browser.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get(address)
    people = [RecipientFactory.create(school=school) for _ in range(3)]
    later = [ask("copy", recipient=person) for person in people]
    with CaptureQueriesContext(connection) as four:
        page = browser.get(address).text
    assert len(four) == len(one)
    assert page.index(first.number) < page.index(later[0].number)
    hours(later[2], 80)
    late = browser.get(address, {"keadaan": "terlambat"}).text
    assert (later[2].number in late, first.number in late) == (True, False)


def test_the_row_has_no_place_for_a_name(ask: Any, principal: Actor) -> None:
    """So nothing is left to wipe: every text is one of a list, or a code of an area."""
    texts = [
        field
        for field in DataRequest._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    assert [field.name for field in texts if not field.choices] == ["region"]


def test_whose_time_is_over_is_not_erased_before_the_copy_is_given(ask: Any, pupil: Recipient) -> None:
    copy = ask("copy")
    long_ago = timezone.now() - timedelta(days=10_000)
    Recipient.objects.filter(pk=pupil.pk).update(state="graduated", ended_at=long_ago, ended_reason="graduated")
    assert erase_expired() == 0
    DataRequest.objects.filter(pk=copy.pk).update(state="taken_back", closed_at=timezone.now())
    assert erase_expired() == 1


def test_the_kept_list_tells_after_a_restore_what_to_do_again(
    ask: Any, principal: Actor, pupil: Recipient, tmp_path: Any, capsys: Any
) -> None:
    asked = answer_request(request=ask("erasure"), actor=principal)
    kept = tmp_path / "permintaan.csv"
    kept.write_bytes(export_requests(actor=principal))
    assert NAME not in kept.read_text(encoding="utf-8")
    call_command("requests_to_repeat", str(kept))
    assert "0 to do again" in capsys.readouterr().out
    # The backup is from before: the person is there, the request is not.
    DataRequest.objects.all().delete()
    Recipient.objects.filter(pk=pupil.pk).update(full_name=NAME, erased_at=None)
    call_command("requests_to_repeat", str(kept))
    told = capsys.readouterr().out
    assert "1 to do again" in told
    assert asked.number in told
    assert str(pupil.public_id) in told


def test_a_guardian_at_the_desk(client_as: ClientAs, principal: Actor, pupil: Recipient) -> None:
    browser = client_as(principal)
    address = reverse("recipients:request_record", args=[pupil.public_id])
    told = {
        "kind": "correction",
        "asked_by": "parent",
        "proof": "kk",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    }
    assert "Pilih data mana" in browser.post(address, told).text
    later = timezone.localtime() + timedelta(days=1)
    assert "belum tiba" in browser.post(address, told | {"received_at": later.strftime("%Y-%m-%dT%H:%M")}).text
    answer = browser.post(address, told | {"about": "name"}, follow=True)
    assert DataRequest.objects.get().number in answer.text
    assert "Belum ada perbaikan yang tercatat" in answer.text
