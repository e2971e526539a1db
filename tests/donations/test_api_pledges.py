"""A giver's own system promises, follows and withdraws; schools and offices read what concerns them; nobody else finds it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from waffle import get_waffle_switch_model

from donations.actions.withdraw_pledge import withdraw_pledge
from donations.models import Allocation, Pledge
from donations.states import PledgeState
from ksbb.accounts.models import Organisation
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import switches
from ksbb.common.switches import Switch
from ksbb.notifications.models import Message
from recipients.models import Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.accounts import somebody
from tests.factories.donations import (
    appoint,
    complete_on_paper,
    donor_of,
    issue_all,
    offer,
    people_at,
    promise,
    school_at,
)
from tests.factories.keys import Program, program_of

URL = "/api/v1/pledges"


def asked(school: School, **changes: object) -> dict[str, object]:
    """Two new tablets."""
    return {
        "school": school.npsn,
        "devices": [{"device_type": "tablet", "condition": "new", "quantity": 2}],
        "proposed_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
        "signed_name": "Penanda Tangan Uji",
        "agreed": True,
    } | changes


def devices(quantity: int, **changes: object) -> list[dict[str, object]]:
    return [{"device_type": "tablet", "condition": "new", "quantity": quantity} | changes]


@pytest.fixture
def giver(donor: Actor) -> Program:
    return program_of(donor)


def made(answer: Any) -> Pledge:
    assert answer.status_code == 201, answer.content
    return Pledge.objects.get(public_id=answer.json()["id"])


# --- promising ----------------------------------------------------------------------------------------------------------


def test_a_promise_is_made_as_on_the_page(giver: Program, school: School, donor: Actor) -> None:
    answer = giver.send(URL, asked(school, note="Lewat API"))
    found = made(answer)
    assert answer["Location"] == f"{URL}/{found.public_id}"
    assert (found.state, found.note, found.committed_by_id) == (PledgeState.COMMITTED, "Lewat API", donor.user_id)
    told = answer.json()
    assert told["devices"][0]["units"] == [{"state": "reserved", "count": 2}]
    assert Allocation.objects.live().filter(line__pledge=found).count() == 2
    assert giver.get(answer["Location"]).json() == told
    assert Event.objects.about(found).filter(action="pledge.committed").get().facts["key"] == giver.token.pk


def test_the_same_post_twice_is_one_pledge_one_letter_and_one_answer(giver: Program, school: School) -> None:
    first, second = (giver.send(URL, asked(school), "csr-2026-0001") for _twice in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first["Location"] == second["Location"]
    assert (Pledge.objects.count(), Allocation.objects.count()) == (1, 2)
    assert Message.objects.filter(kind="donations/pledge_thanks").count() == 1


def test_the_same_key_for_another_promise_is_a_conflict(giver: Program, school: School) -> None:
    giver.send(URL, asked(school), "csr-2026-0001")
    other = giver.send(URL, asked(school, devices=devices(1)), "csr-2026-0001")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert Pledge.objects.count() == 1


def test_without_an_idempotency_key_nothing_is_promised(giver: Program, school: School) -> None:
    answer = giver.post(URL, asked(school), content_type="application/json")
    assert (answer.status_code, answer.json()["code"], Pledge.objects.count()) == (400, "idempotency_key", 0)


def test_more_than_is_left_is_refused_with_what_is_left(giver: Program, school: School) -> None:
    answer = giver.send(URL, asked(school, devices=devices(6)))
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "not_enough_left")
    assert told["errors"] == [{"need_class": "student_device", "left": 5}]
    assert Pledge.objects.count() == 0


def test_what_is_full_says_so_and_the_repaired_request_goes_through_under_the_same_key(
    giver: Program, school: School, acting: Acting
) -> None:
    other = acting("donor")
    taken = promise(other, school, offer(5))
    answer = giver.send(URL, asked(school), "csr-2026-0001")
    told = answer.json()
    assert (answer.status_code, told["code"], told["errors"][0]["left"]) == (409, "full", 0)
    assert "sudah penuh" in told["detail"]
    withdraw_pledge(pledge=taken, actor=other, reason="Anggaran berubah")
    assert made(giver.send(URL, asked(school), "csr-2026-0001")).state == PledgeState.COMMITTED


WRONG: list[tuple[dict[str, object], int, str]] = [
    ({"school": "ZZZZ9999"}, 422, "unknown_school"),
    ({"school": "../etc"}, 400, "invalid"),
    ({"devices": []}, 400, "invalid"),
    ({"devices": devices(0)}, 400, "invalid"),
    ({"devices": devices(1, device_type="robot")}, 400, "invalid"),
    ({"devices": devices(1, device_type="pc", need_class="student_device")}, 400, "invalid"),
    ({"devices": devices(1, device_type="laptop")}, 400, "invalid"),
    ({"devices": devices(1) * 11}, 400, "invalid"),
    ({"proposed_on": "besok"}, 400, "invalid"),
    ({"proposed_on": "2020-01-01"}, 409, "not_possible_now"),
    ({"agreed": False}, 400, "invalid"),
    ({"signed_name": ""}, 400, "invalid"),
]


@pytest.mark.parametrize(("changes", "status", "code"), WRONG)
def test_what_is_wrong_is_told_and_nothing_is_promised(
    giver: Program, school: School, changes: dict[str, object], status: int, code: str
) -> None:
    answer = giver.send(URL, asked(school) | changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert Pledge.objects.count() == 0


def test_extra_fields_change_nothing(giver: Program, school: School) -> None:
    extra = {"state": "fulfilled", "donor": 1, "accepted_at": "2026-01-01T00:00:00Z", "request_key": str(uuid4())}
    found = made(giver.send(URL, asked(school) | extra))
    assert (found.state, found.accepted_at) == (PledgeState.COMMITTED, None)


def test_problems_are_told_in_english_to_who_asks_so(donor: Actor, school: School) -> None:
    program = program_of(donor, language="en")
    assert "sudah penuh" not in program.send(URL, asked(school, devices=devices(6))).json()["detail"]


def test_an_aggregator_promises_too(acting: Acting, school: School) -> None:
    aggregator = acting("aggregator")
    donor_of(aggregator, kind="company")
    assert made(program_of(aggregator).send(URL, asked(school))).donor.organisation_id == aggregator.organisation_id


def test_who_has_no_profile_is_sent_to_make_one(acting: Acting, school: School) -> None:
    answer = program_of(acting("donor")).send(URL, asked(school))
    assert (answer.status_code, answer.json()["code"]) == (409, "no_profile")


def test_while_giving_is_off_nothing_is_promised_and_what_was_is_read(giver: Program, school: School) -> None:
    get_waffle_switch_model().objects.create(name=Switch.GIVING.value, active=False)
    switches.forget()
    answer = giver.send(URL, asked(school))
    assert (answer.status_code, answer.json()["code"], Pledge.objects.count()) == (503, "turned_off", 0)
    assert int(answer["Retry-After"]) > 0
    assert giver.get(URL).status_code == 200


# --- withdrawing --------------------------------------------------------------------------------------------------------


def test_a_promise_is_withdrawn_once_and_its_needs_are_open_again(giver: Program, donor: Actor, school: School) -> None:
    found = promise(donor, school, offer(2))
    here = f"{URL}/{found.public_id}/withdraw"
    first, again = (giver.send(here, {"reason": "Anggaran berubah"}, "tarik-0001") for _twice in range(2))
    assert first.json()["state"] == again.json()["state"] == "withdrawn"
    assert Event.objects.about(found).filter(action="pledge.withdrawn").count() == 1
    late = giver.send(here, {"reason": "Anggaran berubah"})
    assert (late.status_code, late.json()["code"]) == (409, "not_possible_now")
    made(giver.send(URL, asked(school, devices=devices(5))))


def test_a_reason_is_needed(giver: Program, donor: Actor, school: School) -> None:
    found = promise(donor, school)
    assert giver.send(f"{URL}/{found.public_id}/withdraw", {}).status_code == 400
    found.refresh_from_db()
    assert found.state == PledgeState.COMMITTED


# --- reading ------------------------------------------------------------------------------------------------------------


def test_all_sides_read_it_and_strangers_find_nothing(donor: Actor, principal: Actor, school: School, acting) -> None:
    found = promise(donor, school)
    here = f"{URL}/{found.public_id}"
    insiders = [donor, principal, acting("city_supervisor"), acting("district_supervisor"), acting("coordinator")]
    strangers = [
        acting("donor"),
        acting("principal", codes=["31.72.01.1001"]),
        acting("city_supervisor", codes=["31.74"]),
    ]
    assert [program_of(actor).get(here).status_code for actor in insiders] == [200] * 5
    assert [program_of(actor).get(here).status_code for actor in strangers] == [404] * 3
    assert [program_of(actor).get(URL).json()["items"] for actor in strangers] == [[]] * 3


def test_a_colleague_acts_for_the_same_giver_and_another_giver_does_not(giver, donor, school, acting) -> None:
    found = promise(donor, school)
    colleague = somebody("donor", organisation=Organisation.objects.get(pk=donor.organisation_id))
    here = f"{URL}/{found.public_id}/withdraw"
    assert program_of(acting("donor")).send(here, {"reason": "Bukan milik saya"}).status_code == 404
    assert program_of(colleague).send(here, {"reason": "Anggaran berubah"}).status_code == 200


def test_a_key_for_a_part_of_the_ground_sees_that_part_only(donor: Actor, school: School, acting: Acting) -> None:
    near = promise(donor, school)
    elsewhere = school_at("31.73.01.1001")
    people_at(elsewhere, pupils=2)
    far = promise(donor, elsewhere)
    sudin = acting("city_supervisor")
    whole, part = program_of(sudin), program_of(sudin, area="31.73.06")
    assert {one["id"] for one in whole.get(URL).json()["items"]} == {str(near.public_id), str(far.public_id)}
    assert [one["id"] for one in part.get(URL).json()["items"]] == [str(near.public_id)]
    assert part.get(f"{URL}/{far.public_id}").status_code == 404


def test_handover_paper_and_proof_are_told_and_no_child(giver: Program, donor: Actor, school: School) -> None:
    done = complete_on_paper(appoint(promise(donor, school, offer(2))))
    answer = giver.get(f"{URL}/{done.pledge.public_id}")
    told = answer.json()
    assert told["handovers"][0]["state"] == "done"
    assert told["papers"][0]["is_in_force"] is True
    assert told["papers"][0]["check"].startswith("http")
    assert told["devices"][0]["units"] == [{"state": "handed_over", "count": 2}]
    assert told["links"]["receipt"] == f"/api/v1/receipts/{told['receipt_code']}"
    people = [*Recipient.objects.values_list("full_name", flat=True)]
    assert people
    assert [name for name in people if name in answer.content.decode()] == []


def test_no_paper_that_names_a_person_is_listed_even_for_the_school(principal: Actor, donor: Actor, school) -> None:
    issued = issue_all(appoint(promise(donor, school, offer(2))))
    told = program_of(principal).get(f"{URL}/{issued.pledge.public_id}").json()
    assert len(told["papers"]) == 1


def test_the_list_comes_by_key_and_is_narrowed(giver: Program, donor: Actor, school: School) -> None:
    pledges = [promise(donor, school) for _three in range(3)]
    first = giver.get(URL, {"limit": 2})
    second = giver.get(URL, {"limit": 2, "after": first.json()["next"]})
    ids = [one["id"] for one in [*first.json()["items"], *second.json()["items"]]]
    assert ids == [str(one.public_id) for one in reversed(pledges)]
    assert second.json()["next"] is None
    assert 'rel="next"' in first["Link"]
    assert giver.get(URL, {"state": "withdrawn"}).json()["items"] == []
    assert len(giver.get(URL, {"school": school.npsn}).json()["items"]) == 3
    assert [giver.get(URL, {name: "x"}).status_code for name in ("state", "after", "limit", "school")] == [400] * 4


def test_many_promises_ask_as_many_questions_as_few(giver: Program, donor: Actor, school: School) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            assert giver.get(URL).status_code == 200
        return len(found)

    promise(donor, school)
    giver.get(URL)
    few = questions()
    for _four in range(4):
        promise(donor, school)
    assert questions() == few
