"""The draw: committed before, opened after, equal in Python, in the database and in anybody's hands."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from datetime import timedelta
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Value
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as pace
from hypothesis import strategies as st

from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from recipients.actions.assess import assess
from recipients.actions.commit_draw import commit_draw
from recipients.actions.declare_needs import declare_needs
from recipients.actions.draw_lots import draw_lots
from recipients.actions.register import register
from recipients.draws import LotOf, commitment_of, lot_in_digits, lot_of, new_seed, ticket_range
from recipients.explaining import lot_of_need
from recipients.models import NO_LOT, Circumstances, Draw, Need
from recipients.ranking import in_line
from tests.factories.recipients import RegistrationFactory

SCRIPT = Path(configured.BASE_DIR, "static", "undian", "ulangi_undian.py")


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def needs(school) -> list[Need]:
    """Six pupils with equal points."""
    register(school=school, people=RegistrationFactory.build_batch(6, ready=True), actor=SYSTEM)
    return list(Need.objects.order_by("pk"))


@pytest.fixture
def first(acting):
    return acting("coordinator")


@pytest.fixture
def second(acting):
    return acting("coordinator")


@pytest.fixture
def drawn(needs, first, second) -> Draw:
    return draw_lots(draw=commit_draw(actor=first), actor=second)


# --- by itself ---------------------------------------------------------------------------------------


def test_it_is_what_the_commands_on_the_page_give():
    seed, ticket = "ab" * 32, UUID("3f2a9c1e-7b40-4a9b-9a11-0c5d2e6f7a88")
    by_hand = subprocess.run(
        ["sh", "-c", f"printf '%s' '{seed}:{ticket}' | sha256sum | cut -c1-15"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert lot_in_digits(lot_of(seed, ticket)) == by_hand.stdout.strip()


@given(seed=st.binary(min_size=32, max_size=32).map(bytes.hex), ticket=st.uuids())
def test_a_lot_stands_before_who_was_not_drawn(seed, ticket):
    assert 0 <= lot_of(seed, ticket) < 2**60 < NO_LOT


@given(ticket=st.uuids(), digits=st.integers(min_value=12, max_value=32))
def test_a_ticket_is_found_by_its_beginning(ticket, digits):
    low, high = ticket_range(f" {ticket.hex[:digits].upper()} ")
    assert low <= ticket <= high


@pytest.mark.parametrize("typed", ["", "3f2a9c1e", "bukan nomor", "f" * 33])
def test_what_is_too_short_or_no_ticket_finds_nothing(typed):
    assert ticket_range(typed) is None


@pytest.mark.django_db
@pace(max_examples=60, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32).map(bytes.hex), ticket=st.uuids())
def test_the_database_gives_the_same_lot(seed, ticket):
    query = Need.objects.annotate(drawn=LotOf(Value(seed), Value(str(ticket)))).values("drawn").query
    sql, params = query.sql_with_params()
    expression = sql.split("SELECT ", 1)[1].split(' AS "drawn"', 1)[0]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}", params[: expression.count("%s")])
        assert cursor.fetchone() == (lot_of(seed, ticket),)


# --- committing and drawing ---------------------------------------------------------------------------


def test_the_commitment_is_public_and_the_seed_is_seen_by_nobody(first, client, db):
    draw = commit_draw(actor=first)
    page = client.get(reverse("recipients:draw_detail", args=[draw.public_id])).content.decode()
    assert draw.commitment in page
    assert draw.seed == ""
    assert bytes(draw.seed_sealed).hex() not in page


def test_another_coordinator_opens_it_and_every_need_has_its_lot(drawn, needs, first, second):
    assert commitment_of(drawn.seed) == drawn.commitment
    assert drawn.tickets == 6
    assert (drawn.committed_by_id, drawn.drawn_by_id) == (first.user_id, second.user_id)
    lots = {need.pk: need.lot for need in Need.objects.all()}
    assert lots == {need.pk: lot_of(drawn.seed, need.public_id) for need in needs}


def test_equal_ranks_stand_in_the_order_of_their_lots(drawn):
    line = list(in_line(Need.objects.all()))
    assert [need.lot for need in line] == sorted(need.lot for need in line)


def test_who_committed_does_not_draw(needs, first):
    draw = commit_draw(actor=first)
    with pytest.raises(Refused, match="koordinator lain"):
        draw_lots(draw=draw, actor=first)
    assert not Need.objects.exclude(lot=NO_LOT).exists()


def test_nobody_draws_before_the_commitment_was_public_long_enough(needs, first, second, settings):
    settings.DRAW_WAIT_HOURS = 24
    draw = commit_draw(actor=first)
    with pytest.raises(Refused, match="mulai"):
        draw_lots(draw=draw, actor=second)
    Draw.objects.update(committed_at=draw.committed_at - timedelta(hours=25))
    assert draw_lots(draw=Draw.objects.get(), actor=second).tickets == 6


def test_a_seed_that_waits_cannot_be_replaced(first, second):
    commit_draw(actor=first)
    with pytest.raises(Refused, match="tidak dapat dibuang"):
        commit_draw(actor=second)


def test_a_lot_is_for_life_and_later_needs_wait_for_the_next_draw(drawn, school, first, second):
    before = dict(Need.objects.values_list("pk", "lot"))
    [late] = register(school=school, people=[RegistrationFactory.build(ready=True)], actor=SYSTEM)
    assert [need.recipient_id for need in in_line(Need.objects.all())][-1] == late
    again = draw_lots(draw=commit_draw(actor=second), actor=first)
    assert again.tickets == 1
    assert {pk: lot for pk, lot in Need.objects.values_list("pk", "lot") if pk in before} == before


def test_a_promised_need_takes_part_and_a_closed_one_does_not(needs, first, second):
    Need.objects.filter(pk=needs[0].pk).update(state="reserved", reserved_at=needs[0].created_at)
    Need.objects.filter(pk=needs[1].pk).update(state="closed", closed_at=needs[1].created_at)
    assert draw_lots(draw=commit_draw(actor=first), actor=second).tickets == 5
    assert Need.objects.get(pk=needs[1].pk).lot == NO_LOT


def test_who_is_eligible_again_comes_back_with_the_ticket_of_the_draw(drawn, needs, client):
    pupil, others = needs[2].recipient, [need for need in needs if need.pk != needs[2].pk]
    before = [need.pk for need in in_line(Need.objects.all())]
    for device in ("own", "none"):
        Circumstances.objects.filter(recipient=pupil).update(device_access=device)
        assess(recipient_ids=[pupil.pk])
    assert [need.pk for need in in_line(Need.objects.all())] == before
    need = Need.objects.get(recipient=pupil)
    assert (need.state, need.closed_at, need.public_id, need.draw) == ("open", None, needs[2].public_id, drawn)
    assert need.lot == lot_of(drawn.seed, need.public_id)
    assert all(str(one.public_id) in published(client, drawn).decode() for one in (need, *others))


def test_who_came_back_before_lots_were_kept_takes_the_first_one(drawn, needs, school):
    pupil = needs[0].recipient
    Need.objects.filter(pk=needs[0].pk).update(state="closed", closed_at=drawn.drawn_at)
    Need.objects.create(
        recipient=pupil, school=school, region=school.region, need_class="student_device", lot=5, state="closed",
        closed_at=drawn.drawn_at,
    )  # fmt: skip
    declare_needs(recipient_ids=[pupil.pk])
    assert Need.objects.open().get(recipient=pupil).pk == needs[0].pk


def test_who_was_never_drawn_comes_back_as_somebody_new(needs, first, second):
    pupil = needs[0].recipient
    for device in ("own", "none"):
        Circumstances.objects.filter(recipient=pupil).update(device_access=device)
        assess(recipient_ids=[pupil.pk])
    assert Need.objects.open().get(recipient=pupil).pk not in {need.pk for need in needs}


def test_of_two_who_draw_at_once_one_comes_too_late(needs, first, second, acting):
    draw, same = commit_draw(actor=first), Draw.objects.get()
    draw_lots(draw=draw, actor=second)
    with pytest.raises(StaleState):
        draw_lots(draw=same, actor=acting("coordinator"))
    assert Event.objects.filter(action="draw.drawn").count() == 1


@pytest.mark.parametrize("role", ["city_supervisor", "principal", "auditor", "donor"])
def test_only_coordinators_hold_a_draw(acting, first, role, db):
    draw = commit_draw(actor=first)
    with pytest.raises(Forbidden):
        draw_lots(draw=draw, actor=acting(role))


# --- for everybody --------------------------------------------------------------------------------------


def published(client, draw) -> bytes:
    response = client.get(reverse("recipients:draw_tickets", args=[draw.public_id]))
    return b"".join(response.streaming_content)


def test_anybody_repeats_it_with_the_published_file_and_the_script(drawn, client, tmp_path):
    (tmp_path / "undian.csv").write_bytes(published(client, drawn))
    ask = [sys.executable, str(SCRIPT), str(tmp_path / "undian.csv"), "--sidik", drawn.commitment, "--benih"]
    good = subprocess.run([*ask, drawn.seed], capture_output=True, text=True)
    wrong = subprocess.run([*ask, new_seed()], capture_output=True, text=True)
    assert (good.returncode, wrong.returncode) == (0, 1)
    assert "Semua cocok" in good.stdout


def test_the_script_finds_a_lot_that_was_changed(drawn, client, tmp_path):
    script = SourceFileLoader("ulangi_undian", str(SCRIPT)).load_module()
    lines = published(client, drawn).decode().splitlines()
    forged = [*lines[:3], lines[3][:-1] + ("0" if lines[3][-1] != "0" else "1"), *lines[4:]]
    (tmp_path / "undian.csv").write_text("\n".join(forged))
    assert len(script.periksa(str(tmp_path / "undian.csv"), drawn.seed, drawn.commitment)) >= 1


def test_the_file_tells_tickets_and_nothing_of_people_or_schools(drawn, client, school, needs):
    text = published(client, drawn).decode("utf-8-sig")
    assert text.splitlines()[0] == "urutan,tiket,hasil"
    assert all(str(need.public_id) in text for need in needs)
    assert school.name not in text
    assert not any(str(need.recipient.public_id) in text for need in needs)


def test_the_file_of_a_draw_holds_its_own_tickets_only(drawn, school, client, first, second):
    register(school=school, people=[RegistrationFactory.build(ready=True)], actor=SYSTEM)
    again = draw_lots(draw=commit_draw(actor=second), actor=first)
    assert len(published(client, again).splitlines()) == 2
    assert len(published(client, drawn).splitlines()) == 7


def test_who_holds_a_ticket_finds_the_place(drawn, client, needs):
    first_drawn = min(needs, key=lambda need: lot_of(drawn.seed, need.public_id))
    page = client.post(reverse("recipients:draw_list"), {"ticket": str(first_drawn.public_id)[:14]}).content.decode()
    assert "ke-1" in page
    assert lot_in_digits(lot_of(drawn.seed, first_drawn.public_id)) in page


def test_one_ticket_is_looked_up_without_hashing_the_others(drawn, client, needs, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as counts:
        client.post(reverse("recipients:draw_list"), {"ticket": str(needs[0].public_id)})
    assert not [query for query in counts.captured_queries if "sha256" in query["sql"]]


def test_a_mark_set_by_hand_makes_no_ticket_of_the_draw(drawn, school, client, needs):
    register(school=school, people=[RegistrationFactory.build(ready=True)], actor=SYSTEM)
    forged = Need.objects.get(lot=NO_LOT)
    Need.objects.filter(pk=forged.pk).update(lot=1, draw=drawn)
    assert len(published(client, drawn).splitlines()) == 7
    page = client.post(reverse("recipients:draw_list"), {"ticket": str(forged.public_id)}).content.decode()
    assert "ke-1 " not in page
    assert lot_of_need(forged).draw is None


def test_tickets_of_earlier_draws_learn_which_one_it_was(drawn):
    lots = set(Need.objects.values_list("pk", "lot"))
    Need.objects.update(draw=None)
    step = import_module("recipients.migrations.0017_drawn_tickets_name_their_draw")
    with connection.cursor() as cursor:
        cursor.execute(step.FORWARD)
    assert set(Need.objects.values_list("pk", "lot")) == lots
    assert not Need.objects.exclude(draw=drawn).exists()


def test_an_unknown_ticket_is_said_to_be_none(drawn, client):
    page = client.post(reverse("recipients:draw_list"), {"ticket": str(uuid4())}).content.decode()
    assert "Tidak ada nomor undian yang begitu" in page


def test_a_draw_that_waits_has_no_file(first, client, db):
    draw = commit_draw(actor=first)
    assert client.get(reverse("recipients:draw_tickets", args=[draw.public_id])).status_code == 404


def test_a_flood_of_questions_is_told_to_wait(db, client):
    answers = [client.post(reverse("recipients:draw_list"), {"ticket": "x"}) for _n in range(61)]
    assert answers[59].status_code == 200
    assert answers[60].status_code == 429
    assert int(answers[60]["Retry-After"]) > 0


# --- pages of the coordinators ------------------------------------------------------------------------------


def test_two_coordinators_hold_a_draw_on_the_pages(needs, first, second, client_as):
    client_as(first).post(reverse("recipients:draw_commit"))
    draw = Draw.objects.get()
    client_as(second).post(reverse("recipients:draw_hold", args=[draw.public_id]))
    draw.refresh_from_db()
    assert (draw.state, draw.tickets) == ("drawn", 6)


def test_the_second_coordinator_is_asked_to_draw_and_the_first_is_not(first, second, client_as):
    draw = commit_draw(actor=first)
    address = reverse("recipients:draw_hold", args=[draw.public_id])
    assert address in client_as(second).get(reverse("portal:dashboard")).content.decode()
    assert address not in client_as(first).get(reverse("portal:dashboard")).content.decode()


# --- the base ---------------------------------------------------------------------------------------------


def found() -> str:
    out = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("check_data", stdout=out)
    return out.getvalue()


def test_the_base_is_sound_after_a_draw_and_a_lot_by_hand_is_found(drawn, needs):
    assert "draw." not in found()
    Need.objects.filter(pk=needs[0].pk).update(lot=F("lot") + 1)
    assert "draw.lots" in found()
    assert "draw.tickets" in found()
