"""The quick tick-list: thumb, tick, saved; what somebody else said meanwhile stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ksbb.authority.actors import Actor
from recipients.actions.assess import assess
from recipients.actions.record_circumstances import record_circumstances
from recipients.models import Circumstances, Consent, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory

ClientAs = Callable[[Actor], Client]
PATH = "/penerima/isian-cepat/"
BLANK = "unknown.0.1.unknown.0"


@pytest.fixture
def desk(client_as: ClientAs, operator: Actor) -> Client:
    return client_as(operator)


@pytest.fixture
def pupils(school: School) -> list[Recipient]:
    people = [RecipientFactory.create(school=school, full_name=f"Murid {letter}") for letter in "ABC"]
    assess()
    return people


def ticked(*rows: tuple[Recipient, dict[str, str]], **common: str) -> dict[str, object]:
    """What the browser sends for these rows."""
    sent: dict[str, object] = {
        "given_on": "2026-07-01", "relation": "parent", "orang": [str(person.public_id) for person, _told in rows],
    }  # fmt: skip
    for person, told in rows:
        sent |= {f"{person.public_id.hex}-{name}": value for name, value in told.items()}
    return sent | common


def autosaved(desk: Client, *rows: tuple[Recipient, dict[str, str]], **common: str):
    """What the page's script sends when a row was ticked, and the answer's rows."""
    return desk.post(PATH, ticked(*rows, simpan="baris", **common))


def told_of(person: Recipient) -> Circumstances:
    return Circumstances.objects.get(recipient=person)


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_it_shows_who_lacks_something_and_how_far_one_is(desk: Client, pupils: list[Recipient], school: School) -> None:
    RecipientFactory.create(school=school, ready=True, full_name="Sudah Lengkap")
    RecipientFactory.create(full_name="Sekolah Lain")
    response = desk.get(PATH)
    assert (response.context["done"], response.context["everybody"], response.context["left"]) == (1, 4, 3)
    assert [row.recipient.full_name for row in response.context["ticks"].rows] == ["Murid A", "Murid B", "Murid C"]


def test_one_save_answers_many(desk: Client, pupils: list[Recipient]) -> None:
    none, shared, own = pupils
    response = desk.post(
        PATH,
        ticked(
            (none, {"access": "none", "internet": "quota", "consent": "on"}),
            (shared, {"access": "shared", "devices": "1", "learners": "4", "consent": "on"}),
            (own, {"access": "own"}),
        ),
    )
    assert "3 orang disimpan" in said(response)
    assert "2 di antaranya kini layak" in said(response)
    told = told_of(shared)
    assert (told.device_access, told.household_devices, told.household_learners) == ("shared", 1, 4)
    assert told_of(none).internet == "quota"
    consent = Consent.objects.get(recipient=none)
    assert (consent.relation, consent.given_on.isoformat(), consent.medium) == ("parent", "2026-07-01", "paper")
    assert consent.purposes == ["registration"]
    assert desk.get(PATH).context["left"] == 0


def test_one_paper_may_say_otherwise_than_the_page(desk: Client, pupils: list[Recipient]) -> None:
    row = {"access": "none", "consent": "on", "by": "mother", "on": "2026-06-30", "uses": "rfc"}
    desk.post(PATH, ticked((pupils[0], row), (pupils[1], {"consent": "on"}), uses="rf"))
    own, common = Consent.objects.get(recipient=pupils[0]), Consent.objects.get(recipient=pupils[1])
    assert (own.relation, own.given_on.isoformat()) == ("mother", "2026-06-30")
    assert own.purposes == ["registration", "handover_photo", "public_story"]
    assert (common.relation, common.purposes) == ("parent", ["registration", "handover_photo"])


def test_who_owns_a_device_is_asked_for_nothing_more(desk: Client, pupils: list[Recipient]) -> None:
    desk.post(PATH, ticked((pupils[0], {"access": "own"}), (pupils[1], {"access": "none"})))
    shown = [row.recipient.full_name for row in desk.get(PATH).context["ticks"].rows]
    assert shown == ["Murid B", "Murid C"]  # B still lacks the consent


def test_a_row_left_alone_stays_open(desk: Client, pupils: list[Recipient]) -> None:
    response = desk.post(PATH, ticked((pupils[0], {"devices": "1", "learners": "2"}), (pupils[1], {"access": "none"})))
    assert "1 orang disimpan" in said(response)
    assert told_of(pupils[0]).device_access == "unknown"


def test_nothing_ticked_saves_nothing_and_says_so(desk: Client, pupils: list[Recipient]) -> None:
    assert "tidak ada yang disimpan" in said(desk.post(PATH, ticked((pupils[0], {}))))


def test_a_teachers_consent_is_the_own_one(desk: Client, school: School) -> None:
    teacher = RecipientFactory.create(school=school, teacher=True)
    desk.post(PATH, ticked((teacher, {"consent": "on", "by": "mother"})))
    assert Consent.objects.get(recipient=teacher).relation == "self"


def test_a_consent_in_the_future_keeps_the_typing(desk: Client, pupils: list[Recipient]) -> None:
    response = desk.post(PATH, ticked((pupils[0], {"access": "none", "consent": "on"}), given_on="2099-01-01"))
    assert response.status_code == 200
    assert "belum tiba" in response.content.decode()
    assert response.context["ticks"].rows[0]["access"].value() == "none"
    assert not Consent.objects.exists()


def test_an_absurd_number_is_said_at_its_row(desk: Client, pupils: list[Recipient]) -> None:
    response = desk.post(PATH, ticked((pupils[0], {"access": "shared", "devices": "9999", "learners": "0"})))
    assert set(response.context["ticks"].rows[0].errors) == {"devices", "learners"}
    page = response.content.decode()
    assert f'<a href="#orang-{pupils[0].public_id.hex}">Murid A</a>' in page  # among fifty, nobody finds it by chance
    assert "Pelajar di rumah: isi angka 1 sampai 50" in page
    assert told_of(pupils[0]).device_access == "unknown"


# --- saved while one ticks -----------------------------------------------------------------------------


def test_a_ticked_row_is_saved_by_itself(desk: Client, pupils: list[Recipient]) -> None:
    answer = autosaved(desk, (pupils[0], {"access": "none", "was": BLANK}))
    page = answer.content.decode()
    assert "tersimpan" in page
    assert 'data-was="none.0.1.unknown.0"' in page
    assert told_of(pupils[0]).device_access == "none"
    assert "<html" not in page  # a piece of the page


def test_progress_comes_with_every_row(desk: Client, pupils: list[Recipient]) -> None:
    answer = autosaved(desk, (pupils[0], {"access": "own", "was": BLANK}))
    assert (answer.context["done"], answer.context["everybody"]) == (1, 3)


def test_a_row_that_is_complete_by_now_can_still_be_corrected(desk: Client, pupils: list[Recipient]) -> None:
    autosaved(desk, (pupils[0], {"access": "own", "was": BLANK}))
    autosaved(desk, (pupils[0], {"access": "none", "was": "own.0.1.unknown.0"}))
    assert told_of(pupils[0]).device_access == "none"


def test_a_tick_taken_back_is_taken_back(desk: Client, pupils: list[Recipient]) -> None:
    autosaved(desk, (pupils[0], {"access": "none", "consent": "on", "was": BLANK}))
    assert told_of(pupils[0]).consent_given
    autosaved(desk, (pupils[0], {"was": "none.0.1.unknown.1"}))
    told = told_of(pupils[0])
    assert (told.device_access, told.consent_given) == ("unknown", False)
    assert not Consent.objects.exists()


def test_a_faulty_row_is_told_and_nothing_is_saved(desk: Client, pupils: list[Recipient]) -> None:
    answer = autosaved(desk, (pupils[0], {"access": "shared", "devices": "77", "was": BLANK}))
    assert 'data-state="refused"' in answer.content.decode()
    assert told_of(pupils[0]).device_access == "unknown"


def test_what_somebody_else_said_meanwhile_stays_and_is_shown(
    desk: Client, principal: Actor, pupils: list[Recipient]
) -> None:
    record_circumstances(answers={pupils[0].pk: {"device_access": "own"}}, actor=principal)
    answer = autosaved(desk, (pupils[0], {"access": "none", "internet": "fixed", "was": BLANK}))
    told = told_of(pupils[0])
    assert (told.device_access, told.internet) == ("own", "fixed")
    assert answer.context["rows"][0]["state"] == "taken"
    assert "Baru saja diisi orang lain" in answer.content.decode()


def test_a_whole_page_that_was_open_for_long_overwrites_nobody(
    desk: Client, principal: Actor, pupils: list[Recipient]
) -> None:
    consent = {"relation": "mother", "given_on": timezone.localdate(), "giver": "Ibu Rekaan"}
    record_circumstances(answers={pupils[0].pk: {"device_access": "own", "consent": consent}}, actor=principal)
    row = {"access": "none", "consent": "on", "was": BLANK}
    response = desk.post(PATH, ticked((pupils[0], row), (pupils[1], {"access": "none", "was": BLANK})))
    assert told_of(pupils[0]).device_access == "own"
    assert Consent.objects.get(recipient=pupils[0]).relation == "mother"
    assert told_of(pupils[1]).device_access == "none"
    assert "1 orang baru saja diisi orang lain" in said(response)


def test_an_untouched_row_of_an_old_page_is_not_written(
    desk: Client, principal: Actor, pupils: list[Recipient]
) -> None:
    record_circumstances(answers={pupils[0].pk: {"device_access": "own"}}, actor=principal)
    autosaved(desk, (pupils[0], {"devices": "1", "learners": "2", "was": BLANK}))
    assert told_of(pupils[0]).device_access == "own"


# --- one like another, and for all ---------------------------------------------------------------------


def test_same_as_above_fills_and_saves_nothing(desk: Client, pupils: list[Recipient]) -> None:
    first = {"access": "shared", "devices": "2", "learners": "3", "internet": "quota", "consent": "on", "by": "father"}
    response = desk.post(PATH, ticked((pupils[0], first), (pupils[1], {}), seperti=pupils[1].public_id.hex))
    second = response.context["ticks"].rows[1]
    assert {name: str(second[name].value()) for name in ("access", "devices", "learners", "internet", "by")} == {
        "access": "shared", "devices": "2", "learners": "3", "internet": "quota", "by": "father",
    }  # fmt: skip
    assert second["consent"].value()
    assert f'formaction="#orang-{pupils[1].public_id.hex}"' in response.content.decode()  # one stays where one was
    assert told_of(pupils[1]).device_access == "unknown"


def test_the_first_row_has_none_above(desk: Client, pupils: list[Recipient]) -> None:
    rows: list[tuple[Recipient, dict[str, str]]] = [(pupils[0], {"access": "own"}), (pupils[1], {})]
    response = desk.post(PATH, ticked(*rows, seperti=pupils[0].public_id.hex))
    assert response.context["ticks"].rows[0]["access"].value() == "own"


def test_for_all_fills_what_is_empty_and_one_step_goes_back(desk: Client, pupils: list[Recipient]) -> None:
    rows: list[tuple[Recipient, dict[str, str]]] = [(pupils[0], {"access": "own"}), (pupils[1], {}), (pupils[2], {})]
    page = desk.post(PATH, ticked(*rows, semua="1", all_access="none", all_consent="on"))
    shown = page.context["ticks"].rows
    assert [row["access"].value() for row in shown] == ["own", "none", "none"]
    assert all(row["consent"].value() for row in shown)
    assert told_of(pupils[1]).device_access == "unknown"
    again = ticked(
        (pupils[0], {"access": "own", "consent": "on"}),
        (pupils[1], {"access": "none", "consent": "on"}),
        (pupils[2], {"access": "shared", "consent": "on"}),  # changed by hand after the filling
        batal="1", all_access="none", all_consent="on", terisi=page.context["filled"],
    )  # fmt: skip
    back = desk.post(PATH, again).context["ticks"].rows
    assert [row["access"].value() for row in back] == ["own", None, "shared"]
    assert not any(row["consent"].value() for row in back)


# --- long lists, other people --------------------------------------------------------------------------


def test_a_list_longer_than_a_page_is_walked_without_names_in_the_address(desk: Client, school: School) -> None:
    for number in range(55):
        RecipientFactory.create(school=school, full_name=f"Panjang {number:02d}")
    first = desk.get(PATH)
    second = desk.get(PATH, {"sesudah": first.context["after"]})
    shown = [row.recipient.full_name for page in (first, second) for row in page.context["ticks"].rows]
    assert shown == [f"Panjang {number:02d}" for number in range(55)]
    assert len(first.context["ticks"].rows) == 50
    assert "Panjang" not in first.context["after"]


def test_a_saved_page_goes_on_from_where_one_was(desk: Client, school: School) -> None:
    people = [RecipientFactory.create(school=school, full_name=f"Panjang {number:02d}") for number in range(55)]
    after = desk.get(PATH).context["after"]
    saved = desk.post(f"{PATH}?sesudah={after}", ticked((people[50], {"access": "own"})))
    shown = desk.get(saved["Location"]).context["ticks"].rows
    assert [row.recipient.full_name for row in shown] == [f"Panjang {number}" for number in range(51, 55)]


@pytest.mark.parametrize("people", [3, 30])
def test_the_number_of_queries_does_not_grow(desk: Client, school: School, people: int) -> None:
    made = [RecipientFactory.create(school=school) for _ in range(people)]
    with CaptureQueriesContext(
        connection,
    ) as shown:
        desk.get(PATH)
    with CaptureQueriesContext(connection) as saved:
        autosaved(desk, *((person, {"access": "none", "consent": "on", "was": BLANK}) for person in made))
    assert len(shown) <= 14
    assert len(saved) <= 45


def test_the_day_offered_is_today(desk: Client, pupils: list[Recipient]) -> None:
    assert desk.get(PATH).context["ticks"].consent["given_on"].value() == timezone.localdate()


def test_another_schools_person_cannot_be_slipped_in(desk: Client, pupils: list[Recipient]) -> None:
    stranger = RecipientFactory.create()
    desk.post(PATH, ticked((stranger, {"access": "none", "consent": "on"})))
    autosaved(desk, (stranger, {"access": "none", "consent": "on", "was": BLANK}))
    assert told_of(stranger).device_access == "unknown"


@pytest.mark.parametrize("role", ["coordinator", "district_supervisor", "donor"])
def test_only_a_school_ticks(client_as: ClientAs, acting: Acting, role: str) -> None:
    assert client_as(acting(role)).get(PATH).status_code == 403


def test_what_is_no_person_is_nobody(desk: Client, pupils: list[Recipient]) -> None:
    sent = ticked((pupils[0], {"access": "own", "was": BLANK}))
    assert desk.post(PATH, sent | {"orang": ["abc", str(pupils[0].public_id)]}).status_code == 302
    assert told_of(pupils[0]).device_access == "own"
