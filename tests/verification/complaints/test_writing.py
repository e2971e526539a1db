"""Anybody complains, without an account and without JavaScript; what was typed is never lost."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ksbb.audit.models import Event
from ksbb.common import sealing
from ksbb.notifications.models import Message
from schools.models import School
from tests.donations.parallel import at_once
from tests.factories.complaints import WORDS, complained
from tests.factories.devices import stocked
from tests.factories.donations import school_at
from tests.factories.verification import member, photo_file
from tests.verification.complaints.conftest import Offices
from verification.models import Complaint, ComplaintFile

ADDRESS = "/lapor/"


def told(**more: Any) -> dict[str, Any]:
    return {"category": "not_arrived", "text": WORDS, **more}


def test_without_an_account_and_without_a_name(visitor: Client, school: School, offices: Offices) -> None:
    answer = visitor.post(ADDRESS, told(school_words=school.npsn))
    complaint = Complaint.objects.get()
    assert complaint.code in visitor.get(answer["Location"]).content.decode()
    assert (complaint.school, complaint.region, complaint.level) == (school, school.region, 1)
    assert complaint.assigned_to_id == offices.district.organisation_id
    assert sealing.unseal(complaint.text_sealed) == WORDS
    assert (bytes(complaint.name_sealed), bytes(complaint.contact_sealed)) == (b"", b"")


def test_a_name_and_a_number_are_kept_sealed(visitor: Client, offices: Offices) -> None:
    visitor.post(ADDRESS, told(name="Ibu Rekaan", contact="0812-0000-0000"))
    complaint = Complaint.objects.get()
    assert sealing.unseal(complaint.name_sealed) == "Ibu Rekaan"
    assert sealing.unseal(complaint.contact_sealed) == "0812-0000-0000"
    assert b"Rekaan" not in bytes(complaint.name_sealed)


def test_the_page_says_that_it_is_free_and_names_the_other_channels(visitor: Client) -> None:
    page = visitor.get(ADDRESS).content.decode()
    wanted = ["GRATIS, tidak ada biaya apa pun", "JAKI", "SP4N-LAPOR!", "112"]
    assert [words for words in wanted if words not in page] == []
    assert "noindex" not in page


def test_the_codes_in_the_address_fill_in_school_and_device(visitor: Client, school: School) -> None:
    device = stocked(member("donor"))
    device.label_code = "23456789ABCDEFGHJ"
    device.save(update_fields=["label_code"])
    page = visitor.get(ADDRESS, {"sekolah": school.npsn, "gawai": device.label_code}).content.decode()
    assert school.name in page
    visitor.post(ADDRESS, told(school_words=school.npsn, school=school.npsn, device_code=device.label_code))
    assert Complaint.objects.get().device_id == device.pk


def test_a_wrong_code_in_the_address_is_no_obstacle(visitor: Client) -> None:
    assert visitor.get(ADDRESS, {"sekolah": "\x00' OR 1", "gawai": "<script>"}).status_code == 200


def test_only_the_kecamatan_is_known(visitor: Client, school: School, offices: Offices) -> None:
    visitor.post(ADDRESS, told(district="31.73.06"))
    complaint = Complaint.objects.get()
    assert (complaint.school, complaint.region, complaint.level) == (None, "31.73.06", 1)


def test_nothing_is_known_of_the_place(visitor: Client, offices: Offices) -> None:
    """Then it is for the office over the whole province."""
    visitor.post(ADDRESS, told())
    complaint = Complaint.objects.get()
    assert (complaint.region, complaint.level) == ("31", 3)
    assert complaint.assigned_to_id == offices.coordinator.organisation_id


def test_of_several_schools_one_is_chosen_and_nothing_typed_is_lost(visitor: Client, school: School) -> None:
    other = school_at(name="SMP Uji Kalideres Dua")
    sent = told(school_words="smp uji kalideres", name="Ibu Rekaan")
    page = visitor.post(ADDRESS, sent).content.decode()
    assert [school.npsn in page, other.npsn in page, WORDS in page, "Ibu Rekaan" in page] == [True] * 4
    assert not Complaint.objects.exists()
    visitor.post(ADDRESS, sent | {"school": other.npsn})
    assert Complaint.objects.get().school == other


def test_looking_for_the_school_sends_nothing(visitor: Client, school: School) -> None:
    page = visitor.post(ADDRESS, told(school_words="kalideres", cari="1")).content.decode()
    assert [school.name in page, WORDS in page] == [True, True]
    assert not Complaint.objects.exists()


def test_a_school_that_does_not_exist_is_said_so(visitor: Client, school: School) -> None:
    page = visitor.post(ADDRESS, told(school_words="Sekolah Awan")).content.decode()
    assert "Tidak ada sekolah dengan nama itu" in page
    assert not Complaint.objects.exists()


def test_files_must_be_chosen_again_and_the_page_says_so(visitor: Client) -> None:
    file = SimpleUploadedFile("kuitansi.jpg", photo_file())
    page = visitor.post(ADDRESS, told(text="pendek", attachments=[file])).content.decode()
    assert "Berkasnya harus dipilih lagi" in page


def test_a_picture_is_encoded_anew_and_kept_sealed(visitor: Client) -> None:
    sent = photo_file(taken="2026:01:02 03:04:05")
    visitor.post(ADDRESS, told(attachments=[SimpleUploadedFile("../../kuitansi.php", sent)]))
    kept = ComplaintFile.objects.get()
    with kept.file.open("rb") as stream:
        raw = stream.read()
    clean = sealing.unseal_bytes(raw)
    assert (kept.kind, clean[:3], b"2026:01:02" in clean) == ("image", b"\xff\xd8\xff", False)
    assert b"\xff\xd8\xff" not in raw[:64]
    assert "kuitansi" not in str(kept.file.name)


HOSTILE = {
    "a page": b"<html><script>alert(1)</script></html>",
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "a program": b"MZ\x90\x00" + b"\x00" * 200,
    "a picture that is a page": photo_file() + b"<script>alert(1)</script>",
    "a PDF that runs something": b"%PDF-1.7\n/JavaScript (app.alert(1))\n%%EOF\n",
    "half a PDF": b"%PDF-1.7\n",
    "a sheet in a PDF's name": b"PK\x03\x04" + b"\x00" * 100,
    "nothing at all but bytes": b"\x00" * 500,
    "too much": b"%PDF-1.7\n" + b"0" * (5 * 1024 * 1024) + b"%%EOF",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_whole(visitor: Client, data: bytes) -> None:
    file = SimpleUploadedFile("surat.pdf", data, content_type="application/pdf")
    answer = visitor.post(ADDRESS, told(attachments=[file]))
    assert (answer.status_code, Complaint.objects.exists()) == (200, False)
    assert WORDS in answer.content.decode()


def test_a_fourth_file_is_refused(visitor: Client) -> None:
    files = [SimpleUploadedFile(f"{n}.jpg", photo_file()) for n in range(4)]
    assert "Paling banyak tiga berkas" in visitor.post(ADDRESS, told(attachments=files)).content.decode()
    assert not Complaint.objects.exists()


def test_a_program_that_fills_every_field_is_not_heard(visitor: Client) -> None:
    assert visitor.post(ADDRESS, told(website="https://uji.example")).status_code == 200
    assert not Complaint.objects.exists()


def test_fields_of_no_form_change_nothing(visitor: Client, offices: Offices) -> None:
    visitor.post(ADDRESS, told(state="closed", level="4", assigned_to="1", code="AAAAAAAA", district="31.73.06"))
    complaint = Complaint.objects.get()
    assert (complaint.state, complaint.level, len(complaint.code)) == ("open", 1, 17)


def test_a_flood_is_told_to_wait_and_keeps_its_words(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verification.views.complaining.FROM_ONE", 2)
    for _time in range(2):
        visitor.post(ADDRESS, told())
    answer = visitor.post(ADDRESS, told(text=f"{WORDS} Lagi."))
    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)
    assert f"{WORDS} Lagi." in answer.content.decode()
    assert Complaint.objects.count() == 2


def test_a_flood_from_many_addresses_is_one_flood(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verification.views.complaining.FROM_ALL", 1)
    visitor.post(ADDRESS, told(), REMOTE_ADDR="203.0.113.1")
    assert visitor.post(ADDRESS, told(), REMOTE_ADDR="203.0.113.2").status_code == 429


def test_whoever_is_signed_in_complains_like_everybody_else(client: Client, visitor: Client) -> None:
    """The principal's browser: nothing of the account goes along."""
    client.post(ADDRESS, told())
    visitor.post(ADDRESS, told())
    with_account, without = Complaint.objects.order_by("pk")
    events = [list(_acts(one)) for one in (with_account, without)]
    assert events[0] == events[1] == [("complaint.filed", None, "visitor")]


def _acts(complaint: Complaint) -> Any:
    return Event.objects.about(complaint).values_list("action", "user_id", "role")


def number_of(page: str) -> str:
    """Of the form that was opened."""
    found = re.search(r'name="submission" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_second_click_gives_the_same_ticket(visitor: Client) -> None:
    sent = told(submission=number_of(visitor.get(ADDRESS).content.decode()))
    receipt = photo_file()
    files = [{"attachments": [SimpleUploadedFile("a.jpg", receipt)]} for _time in range(2)]
    pages = [visitor.get(visitor.post(ADDRESS, sent | file)["Location"]).content.decode() for file in files]
    complaint = Complaint.objects.get()
    assert [complaint.code in page for page in pages] == [True, True]
    assert (complaint.files.count(), complaint.steps.count()) == (1, 1)


def test_another_word_from_the_same_form_is_another_complaint(visitor: Client) -> None:
    """Somebody goes back and writes what else happened: nothing of it may be swallowed."""
    sent = told(submission=number_of(visitor.get(ADDRESS).content.decode()))
    visitor.post(ADDRESS, sent)
    visitor.post(ADDRESS, sent | {"text": f"{WORDS} Lalu diminta uang."})
    assert Complaint.objects.count() == 2


def test_the_forms_number_stays_when_the_form_comes_back(visitor: Client) -> None:
    number = number_of(visitor.get(ADDRESS).content.decode())
    looked = visitor.post(ADDRESS, told(submission=number, cari="1")).content.decode()
    refused = visitor.post(ADDRESS, told(submission=number, text="pendek")).content.decode()
    assert [number_of(looked), number_of(refused)] == [number, number]


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_give_one_complaint(school: School, offices: Offices) -> None:
    click = partial(complained, school=school, submission=b"satu")
    assert len({complaint.pk for complaint in at_once([click] * 4)}) == 1
    complaint = Complaint.objects.get()
    assert Message.objects.filter(kind="verification/complaint_waiting").count() == 1
    assert [step.kind for step in complaint.steps.all()] == ["received"]
