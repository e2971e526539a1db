"""Neither side alone is enough: the giver opens a code that the school enters, or both sign a paper (promise 10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from donations.actions.hand_over import hand_over
from donations.actions.open_code import open_code
from donations.models import Confirmed, Handover, HandoverCode
from donations.states import HandoverState
from ksbb.accounts.models import User
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from tests.factories.accounts import MembershipFactory
from tests.factories.donations import (
    appoint,
    complete_on_paper,
    issue_all,
    offer,
    on_the_day,
    opened,
    promise,
    signed_photo,
)
from tests.factories.verification import photo_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def handover(donor, school) -> Handover:
    """Two tablets; the papers are issued and it is the day."""
    return on_the_day(issue_all(appoint(promise(donor, school, offer(2)))))


@pytest.fixture
def page_of(handover):
    return f"/serah-terima/{handover.public_id}/"


def digits_on(page: Any) -> str:
    return "".join(page.context["digits"].split())


def state_of(handover: Handover) -> str:
    handover.refresh_from_db()
    return handover.state


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def sent_photo(data: bytes = b"") -> dict[str, SimpleUploadedFile]:
    return {"signed": SimpleUploadedFile("bast.jpg", data or photo_file(), "image/jpeg")}


# --- the code ---


def test_the_giver_opens_the_school_enters_and_both_are_on_record(client_as, donor, principal, handover, page_of):
    code = digits_on(client_as(donor).post(f"{page_of}kode/"))
    answer = client_as(principal).post(f"{page_of}selesai/", {"code": f"{code[:3]} {code[3:]}"})
    assert answer["Location"] == page_of
    assert state_of(handover) == HandoverState.DONE
    assert handover.confirmed_how == Confirmed.CODE
    assert (handover.giver_confirmed_by_id, handover.done_by_id) == (donor.user_id, principal.user_id)
    assert Message.objects.filter(kind="donations/handed_over", to_user_id=donor.user_id).count() == 1
    assert "kode dari pemberi" in client_as(donor).get(page_of).content.decode()


def test_the_school_alone_records_nothing(client_as, principal, handover, page_of):
    page = client_as(principal).post(f"{page_of}selesai/").content.decode()
    assert "Masukkan enam angka dari layar pemberi" in page
    with pytest.raises(Refused):
        hand_over(handover=handover, actor=principal)
    assert state_of(handover) == HandoverState.PLANNED


def test_the_giver_alone_records_nothing(client_as, donor, handover, page_of):
    code = digits_on(client_as(donor).post(f"{page_of}kode/"))
    assert client_as(donor).post(f"{page_of}selesai/", {"code": code}).status_code == 403
    assert state_of(handover) == HandoverState.PLANNED


def test_nobody_opens_a_code_for_the_other_side(client_as, acting, principal, school, outsider, handover, page_of):
    operator = acting("school_operator", organisation=school.organisation)
    officer = acting("district_supervisor", codes=["31.73.06"])
    answers = {actor: client_as(actor).post(f"{page_of}kode/").status_code for actor in (principal, operator, officer)}
    assert set(answers.values()) == {403}
    stranger = acting("donor")
    assert client_as(stranger).post(f"{page_of}kode/").status_code == 404
    assert client_as(outsider).post(f"{page_of}selesai/", {"code": "123456"}).status_code == 404
    with pytest.raises(Forbidden):
        open_code(handover=handover, actor=stranger)
    assert not HandoverCode.objects.exists()


def test_the_digits_are_shown_once_and_kept_nowhere(client_as, donor, handover, page_of):
    shown = client_as(donor).post(f"{page_of}kode/")
    code = digits_on(shown)
    assert shown["Cache-Control"] == "no-store"
    again = client_as(donor).get(f"{page_of}kode/").content.decode()
    assert code not in again
    assert f"{code[:3]} {code[3:]}" not in again
    kept = HandoverCode.objects.get()
    assert code.encode() not in bytes(kept.digest)
    assert code not in str(Event.objects.filter(action="handover.code_opened").values_list("facts", flat=True))


def test_a_code_opens_its_own_handover_only(donor, principal, school, handover):
    other = on_the_day(issue_all(appoint(promise(donor, school))))
    code = open_code(handover=handover, actor=donor)
    HandoverCode.objects.create(
        handover=other, digest=HandoverCode.objects.get().digest, opened_at=timezone.now(), opened_by_id=donor.user_id,
        expires_at=timezone.now() + timedelta(minutes=10),
    )  # fmt: skip
    with pytest.raises(Refused, match="tidak cocok"):
        hand_over(handover=other, actor=principal, code=code)


def test_a_newer_code_ends_the_older_one(donor, principal, handover):
    older = open_code(handover=handover, actor=donor)
    newer = open_code(handover=handover, actor=donor)
    assert HandoverCode.objects.filter(ended_at=None).count() == 1
    HandoverCode.objects.filter(ended_at=None).update(tries_left=5)
    if older != newer:
        with pytest.raises(Refused, match="tidak cocok"):
            hand_over(handover=handover, actor=principal, code=older)
    assert hand_over(handover=handover, actor=principal, code=newer).state == HandoverState.DONE


def test_a_code_lives_ten_minutes(donor, principal, handover):
    code = open_code(handover=handover, actor=donor)
    kept = HandoverCode.objects.get()
    assert kept.expires_at - kept.opened_at == timedelta(minutes=10)
    HandoverCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="Tidak ada kode yang berlaku"):
        hand_over(handover=handover, actor=principal, code=code)


def test_five_wrong_entries_end_it_and_the_right_one_comes_too_late(client_as, donor, principal, handover, page_of):
    code = digits_on(client_as(donor).post(f"{page_of}kode/"))
    browser = client_as(principal)
    told = [browser.post(f"{page_of}selesai/", {"code": wrong(code)}).content.decode() for _number in range(5)]
    assert "masih ada 4 percobaan" in told[0]
    assert "Kode salah lima kali" in told[4]
    assert HandoverCode.objects.get().tries_left == 0
    assert "Tidak ada kode yang berlaku" in browser.post(f"{page_of}selesai/", {"code": code}).content.decode()
    assert state_of(handover) == HandoverState.PLANNED
    assert Event.objects.filter(action="handover.code_missed").count() == 5


def test_what_is_no_code_costs_no_try(client_as, donor, principal, page_of):
    client_as(donor).post(f"{page_of}kode/")
    page = client_as(principal).post(f"{page_of}selesai/", {"code": "12345"}).content.decode()
    assert "Kode terdiri dari 6 angka" in page
    assert HandoverCode.objects.get().tries_left == 5


def test_a_code_is_used_once(donor, principal, handover):
    code = open_code(handover=handover, actor=donor)
    hand_over(handover=handover, actor=principal, code=code)
    with pytest.raises(Refused, match="sudah dicatat"):
        hand_over(handover=handover, actor=principal, code=code)
    assert HandoverCode.objects.get().used_at is not None


# --- two sides are two people ---


def test_one_account_with_two_roles_is_one_side(acting, client_as, donor, principal, handover, page_of):
    """The principal is also a member of the giver's organisation: what they open they cannot enter."""
    user = User.objects.get(pk=principal.user_id)
    MembershipFactory.create(user=user, organisation_id=donor.organisation_id, role="donor")
    both = acting("donor")
    as_giver = type(both)(user_id=user.pk, organisation_id=donor.organisation_id, role=donor.role)
    code = open_code(handover=handover, actor=as_giver)
    page = client_as(principal).post(f"{page_of}selesai/", {"code": code}).content.decode()
    assert "dibuka oleh orang yang sama" in page
    assert state_of(handover) == HandoverState.PLANNED


def test_two_accounts_of_one_person_are_one_side(donor, principal, handover):
    User.objects.filter(pk__in=[donor.user_id, principal.user_id]).update(person_digest=b"\x01" * 32)
    code = open_code(handover=handover, actor=donor)
    with pytest.raises(Refused, match="orang yang sama"):
        hand_over(handover=handover, actor=principal, code=code)
    assert state_of(handover) == HandoverState.PLANNED


def test_the_database_repeats_it(donor, handover):
    stamps = {"done_at": timezone.now(), "done_by_id": 7, "giver_confirmed_at": timezone.now()}
    with pytest.raises(IntegrityError, match="handover_code_by_two"), transaction.atomic():
        Handover.objects.filter(pk=handover.pk).update(
            state="done", confirmed_how="code", giver_confirmed_by_id=7, **stamps
        )


# --- when ---


@pytest.mark.parametrize("path", ["kode/", "selesai/"])
def test_nobody_confirms_before_the_day(client_as, donor, principal, handover, page_of, path):
    Handover.objects.update(scheduled_for=timezone.now() + timedelta(hours=13))
    browser = client_as({"kode/": donor, "selesai/": principal}[path])
    assert "baru dapat dikonfirmasi mulai" in browser.get(page_of + path).content.decode()
    page = browser.post(page_of + path, {"code": "123456"} | sent_photo()).content.decode()
    assert "baru dapat dikonfirmasi mulai" in page
    assert state_of(handover) == HandoverState.PLANNED
    assert not HandoverCode.objects.exists()


def test_without_papers_there_is_nothing_to_confirm(client_as, donor, school):
    planned = on_the_day(appoint(promise(donor, school)))
    page = client_as(donor).post(f"/serah-terima/{planned.public_id}/kode/").content.decode()
    assert "belum menerbitkan berita acara" in page


# --- the signed paper ---


def test_a_photo_of_the_paper_that_both_signed_stands_for_the_code(client_as, donor, principal, handover, page_of):
    client_as(principal).post(f"{page_of}selesai/", sent_photo())
    assert state_of(handover) == HandoverState.DONE
    assert handover.confirmed_how == Confirmed.PAPER
    assert len(handover.signed_paper_sha256) == 64
    letter = Message.objects.get(kind="donations/handed_over_on_paper", to_user_id=donor.user_id)
    assert page_of in str(letter.__dict__)


def test_who_sees_the_signed_paper(client_as, acting, outsider, donor, principal, school):
    done = complete_on_paper(appoint(promise(donor, school)))
    address = f"/serah-terima/{done.public_id}/bast-bertanda-tangan/"
    readers = {donor: 200, principal: 200, acting("validator"): 200, acting("donor"): 404, outsider: 404}
    assert {reader: client_as(reader).get(address).status_code for reader in readers} == readers
    answer = client_as(donor).get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert Event.objects.filter(action="handover.signed_paper_opened", user_id=donor.user_id).exists()


def test_one_photo_proves_one_handover(client_as, donor, principal, school, handover, page_of):
    other = on_the_day(issue_all(appoint(promise(donor, school))))
    photo = signed_photo()
    hand_over(handover=other, actor=principal, signed=photo)
    with pytest.raises(Refused, match="sudah dipakai"):
        hand_over(handover=handover, actor=principal, signed=photo)
    assert state_of(handover) == HandoverState.PLANNED


def test_what_is_no_photo_is_told_beside_its_field(client_as, principal, handover, page_of):
    page = client_as(principal).post(f"{page_of}selesai/", sent_photo(b"%PDF-1.7 bukan foto"))
    assert "bukan foto" in page.context["form"].errors["signed"][0]
    assert state_of(handover) == HandoverState.PLANNED


def test_a_handover_without_a_photo_has_no_such_page(client_as, donor, page_of):
    assert client_as(donor).get(f"{page_of}bast-bertanda-tangan/").status_code == 404


def test_no_step_records_a_handover_as_before_two_confirmations(handover, donor, principal):
    """What was recorded before the rule keeps its mark; nothing writes it any more."""
    done = hand_over(handover=handover, actor=SYSTEM, code=opened(handover))
    assert done.confirmed_how != Confirmed.BEFORE


# --- the giver's page ---


def test_the_givers_page_asks_again_until_the_school_has_entered_it(client_as, donor, principal, handover, page_of):
    browser = client_as(donor)
    code = digits_on(browser.post(f"{page_of}kode/"))
    waiting = browser.get(f"{page_of}kode/", headers={"HX-Request": "true"})
    assert "every 4s" in waiting.content.decode()
    assert "<html" not in waiting.content.decode()
    assert "HX-Request" in waiting["Vary"]
    hand_over(handover=handover, actor=principal, code=code)
    received = browser.get(f"{page_of}kode/", headers={"HX-Request": "true"}).content.decode()
    assert "Sudah diterima sekolah" in received
    assert "hx-get" not in received
    assert 'id="angka" hx-swap-oob' in received
    assert "Sudah diterima sekolah" in browser.get(f"{page_of}kode/").content.decode()


def test_the_qr_leads_to_the_schools_page_with_the_digits_where_no_server_sees_them(client_as, donor, page_of):
    page = client_as(donor).post(f"{page_of}kode/").content.decode()
    assert "<svg" in page
    assert f"{page_of}selesai/?" not in page
