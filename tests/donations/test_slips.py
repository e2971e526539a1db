"""The guardian confirms, not the school: a code on paper, two questions, one answer."""

from __future__ import annotations

import io
import logging
import re
from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from donations.actions.answer_slip import answer_slip
from donations.actions.forget_sources import forget_sources
from donations.actions.issue_certificates import issue_certificates
from donations.actions.void_certificates import void_certificates
from donations.models import Handover, ReceiptSlip
from donations.models.codes import ALPHABET
from donations.slips import SlipCount, digest_of, in_groups, plain, slips_of
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, VISITOR, Actor
from ksbb.common import sealing
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import (
    appoint,
    complete,
    issue_all,
    offer,
    on_the_day,
    people_at,
    promise,
)

pytestmark = pytest.mark.django_db
PAGE = "/terima/"
UNKNOWN = "Kode ini tidak dikenal atau belum berlaku"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def handover(donor, school) -> Handover:
    """Two tablets for pupils and a laptop for a teacher are in the school's hands."""
    return complete(appoint(promise(donor, school, offer(2), offer(1, "laptop"))))


@pytest.fixture
def code(handover) -> str:
    return code_of(ReceiptSlip.objects.order_by("pk")[0])


def code_of(slip: ReceiptSlip) -> str:
    return in_groups(sealing.unseal(slip.code_sealed))


def said(code: str, arrived: str = "ya", was_charged: str = "tidak") -> dict[str, str]:
    return {"code": code, "arrived": arrived, "was_charged": was_charged, "jawab": "1"}


def text_of(pdf: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages)


def words(response) -> str:
    return response.content.decode()


# --- the code ---


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8), st.sampled_from([" ", "-", "", " - ", "\u2013"]))
def test_a_code_is_understood_however_it_is_typed(code, between):
    assert plain(f" {code[:4].lower()}{between}{code[4:]}\n") == code


@given(st.text(max_size=40))
def test_what_is_no_code_is_none(typed):
    assert plain(typed) == "" or re.fullmatch(f"[{ALPHABET}]{{8}}", plain(typed))


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFG0", "ABCD-EFG1", "IBCD-EFGH", "ABCDEFGHJ", "'; --", "\x00" * 8, "Ⅷ" * 8]
)
def test_signs_that_look_alike_are_in_no_code(typed):
    assert plain(typed) == ""


# --- making and printing ---


def test_every_pupil_gets_a_slip_with_the_papers_and_the_teacher_none(donor, school):
    issued = issue_all(appoint(promise(donor, school, offer(2), offer(1, "laptop"))))
    slips = ReceiptSlip.objects.filter(allocation__handover=issued)
    assert slips.count() == 2
    assert {slip.allocation.line.device_type for slip in slips} == {"tablet"}
    assert all(digest_of(plain(code_of(slip))) == bytes(slip.digest) for slip in slips)


def test_the_school_prints_them_without_names_and_the_trail_says_so(client_as, principal, handover):
    answer = client_as(principal).get(f"/serah-terima/{handover.public_id}/slip.pdf")
    printed = text_of(answer.content)
    slips = list(ReceiptSlip.objects.all())
    assert all(code_of(slip) in printed for slip in slips)
    assert printed.count("GRATIS") == 2
    assert printed.count("tidak ada biaya apa pun") == 2
    assert "/lapor/" in printed
    assert "Rahasia" not in printed
    assert all(slip.printed_at for slip in slips)
    event = Event.objects.get(action="slips.printed")
    assert (event.user_id, event.facts) == (principal.user_id, {"slips": 2})
    assert answer["Cache-Control"] == "private, no-store"


def test_only_the_school_prints(client_as, acting, outsider, donor, handover):
    officer = acting("district_supervisor", codes=["31.73.06"])
    operator = acting("school_operator", organisation=handover.school.organisation)
    answers = {
        reader: client_as(reader).get(f"/serah-terima/{handover.public_id}/slip.pdf").status_code
        for reader in (operator, donor, officer, acting("validator"), outsider)
    }
    assert list(answers.values()) == [200, 403, 403, 403, 404]


def test_slips_die_with_their_papers_and_answered_ones_stay(donor, school, principal):
    issued = on_the_day(issue_all(appoint(promise(donor, school, offer(2)))))
    kept, gone = ReceiptSlip.objects.order_by("pk")
    old = code_of(gone)
    answer_slip(slip=kept, arrived=True, was_charged=False, source=b"", actor=VISITOR)
    void_certificates(handover=issued, actor=SYSTEM, reason="Salah ketik.")
    assert UNKNOWN in words(Client().post(PAGE, {"code": old}))
    issue_certificates(handover=issued, actor=SYSTEM, principal_name="Kepala Uji")
    slips = list(ReceiptSlip.objects.order_by("pk"))
    assert slips[0] == kept
    assert len(slips) == 2
    assert code_of(slips[1]) != old
    assert UNKNOWN in words(Client().post(PAGE, {"code": old}))
    assert "Apakah gawai sudah Anda terima?" in words(Client().post(PAGE, {"code": code_of(slips[1])}))


# --- answering ---


def test_a_guardian_confirms_without_an_account(client, code):
    page = client.get(PAGE)
    assert "GRATIS" in words(page)
    asked = client.post(PAGE, {"code": code.lower().replace("-", " ")})
    assert "Apakah gawai sudah Anda terima?" in words(asked)
    assert "Apakah Anda diminta membayar?" in words(asked)
    thanks = client.post(PAGE, said(code))
    assert "Terima kasih" in words(thanks)
    slip = ReceiptSlip.objects.get(digest=digest_of(plain(code)))
    assert (slip.arrived, slip.was_charged) == (True, False)
    assert slip.answered_at
    assert len(bytes(slip.source_digest)) == 32


@pytest.mark.parametrize(
    ("arrived", "charged", "category"), [("ya", "ya", "fee"), ("tidak", "ya", "fee"), ("tidak", "tidak", "not_arrived")]
)
def test_whoever_tells_of_trouble_is_led_to_the_complaint(client, code, arrived, charged, category):
    page = words(client.post(PAGE, said(code, arrived, charged)))
    assert f"/lapor/?tentang={category}" in page
    form = client.get(f"/lapor/?tentang={category}").context["form"]
    assert form.initial["category"] == category


@pytest.mark.parametrize("missing", ["arrived", "was_charged"])
def test_both_questions_need_an_answer(client, code, missing):
    page = client.post(PAGE, {name: value for name, value in said(code).items() if name != missing})
    assert "Pilih Ya atau Tidak." in words(page)
    assert not ReceiptSlip.objects.filter(answered_at__isnull=False).exists()


def test_a_second_visit_shows_when_it_was_answered_and_nothing_else(client, code):
    client.post(PAGE, said(code, "ya", "ya"))
    again = Client().post(PAGE, said(code, "tidak", "tidak"))
    page = words(again)
    assert "Slip ini sudah dijawab" in page
    assert "fee" not in page
    assert "Apakah" not in page
    slip = ReceiptSlip.objects.get(digest=digest_of(plain(code)))
    assert (slip.arrived, slip.was_charged) == (True, True)


def test_no_page_says_who_or_where(client, handover, code):
    pages = [
        client.get(PAGE),
        client.post(PAGE, {"code": code}),
        client.post(PAGE, said(code)),
        client.post(PAGE, said(code)),
    ]
    for page in pages:
        text = words(page)
        assert handover.school.name not in text
        assert handover.school.npsn not in text
        assert "Rahasia" not in text
        assert page["Cache-Control"].count("no-store") == 1


def test_wrong_dead_and_early_codes_get_the_same_answer(donor, school, code):
    early = issue_all(appoint(promise(donor, school)))
    codes = ["ABCD-EFGH", "0000-0000", code_of(ReceiptSlip.objects.get(allocation__handover=early))]
    void_certificates(handover=issue_all(appoint(promise(donor, school))), actor=SYSTEM, reason="Salah ketik.")
    codes.append(code_of(ReceiptSlip.objects.order_by("-pk")[0]))
    pages = [words(Client().post(PAGE, {"code": one})) for one in codes]
    bodies = {re.sub(r'value="[^"]*"', "", page) for page in pages}
    assert len(bodies) == 1
    assert UNKNOWN in bodies.pop()


def test_who_is_signed_in_for_a_side_is_refused(client_as, acting, outsider, donor, principal, code):
    operator = acting("school_operator")
    for actor in (principal, operator, outsider, donor):
        browser = client_as(actor)
        assert browser.get(PAGE).status_code == 403
        assert browser.post(PAGE, said(code)).status_code == 403
    assert not ReceiptSlip.objects.filter(answered_at__isnull=False).exists()
    assert client_as(acting("validator")).get(PAGE).status_code == 200


def test_a_flood_from_one_address_is_held_up(client, code, monkeypatch):
    monkeypatch.setattr("donations.views.slips.FROM_ONE", 3)
    answers = [client.post(PAGE, {"code": "ABCD-EFGH"}).status_code for _try in range(3)]
    held = client.post(PAGE, said(code))
    assert answers == [200, 200, 200]
    assert held.status_code == 429
    assert int(held["Retry-After"]) > 0


def test_a_flood_from_many_addresses_is_held_up_too(client, code, monkeypatch):
    monkeypatch.setattr("donations.views.slips.FROM_ALL", 0)
    assert client.post(PAGE, said(code)).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_of_ten_answers_in_one_moment_one_counts(donor, school):
    complete(appoint(promise(donor, school)))
    slip = ReceiptSlip.objects.get()
    step = partial(answer_slip, slip=slip, arrived=True, was_charged=False, source=b"", actor=VISITOR)
    assert kinds(at_once([step] * 10)) == {"ReceiptSlip": 1, "StaleState": 9}
    assert Event.objects.filter(action="slip.answered").count() == 1


def test_the_code_is_in_no_log_no_trail_and_no_address(client, code, caplog):
    caplog.set_level(logging.DEBUG)
    pages = [client.post(PAGE, {"code": code}), client.post(PAGE, said(code, "tidak", "ya"))]
    told = "".join(f"{event.action}{event.facts}" for event in Event.objects.all())
    for written in (caplog.text, told):
        assert code not in written
        assert plain(code) not in written
    assert all(page.status_code == 200 for page in pages), "no redirect, so no address"
    answered = Event.objects.get(action="slip.answered")
    assert (answered.user_id, answered.facts) == (None, {})


def test_an_answer_holds_nothing_up(client, handover):
    """Nobody answers, and the gift goes on: the report can be sent."""
    assert not ReceiptSlip.objects.filter(answered_at__isnull=False).exists()
    handover.refresh_from_db()
    assert handover.state == "done"


def test_the_source_is_forgotten_after_ninety_days(client, code):
    client.post(PAGE, said(code))
    slip = ReceiptSlip.objects.get(digest=digest_of(plain(code)))
    assert forget_sources() == 0
    ReceiptSlip.objects.filter(pk=slip.pk).update(answered_at=timezone.now() - timedelta(days=91))
    assert forget_sources() == 1
    slip.refresh_from_db()
    assert bytes(slip.source_digest) == b""


# --- counting ---


def counted(handover: Handover, actor: Actor) -> SlipCount:
    found = slips_of(handover, actor)
    assert found is not None
    return found


def test_a_few_answers_are_some(acting, donor, school, principal):
    people_at(school, pupils=4)
    handover = complete(appoint(promise(donor, school, offer(6))))
    seen = [counted(handover, principal).answered]
    for slip in ReceiptSlip.objects.order_by("pk")[:5]:
        answer_slip(slip=slip, arrived=True, was_charged=False, source=b"", actor=VISITOR)
        seen.append(counted(handover, principal).answered)
    assert seen == ["belum ada", "beberapa", "beberapa", "beberapa", "beberapa", "5"]
    officer = acting("district_supervisor", codes=["31.73.06"])
    assert counted(handover, officer).answered == "5"
    assert not counted(handover, officer).may_print
    elsewhere = acting("district_supervisor", codes=["31.74.01"])
    assert [slips_of(handover, actor) for actor in (donor, acting("validator"), elsewhere)] == [None, None, None]


def test_the_page_of_the_handover_counts_and_never_tells_what_was_said(
    client_as, client, principal, donor, handover, code
):
    client.post(PAGE, said(code, "tidak", "ya"))
    page = words(client_as(principal).get(f"/serah-terima/{handover.public_id}/"))
    assert "Sudah dijawab" in page
    assert "beberapa" in page
    assert code not in page
    assert "Slip untuk orang tua" not in words(client_as(donor).get(f"/serah-terima/{handover.public_id}/"))
