"""What was said, and who said it, stands in no log, trail, message, address, figure or file of the disk."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.notifications.models import Message
from schools.models import School
from tests.verification.complaints.conftest import Offices
from verification import complaint_watch
from verification.models import Complaint

ClientAs = Callable[[Actor], Client]
CANARIES = ("KENARI-CERITA", "KENARI-NAMA", "KENARI-KONTAK", "KENARI-JAWABAN", "KENARI-ALASAN", "KENARI-BERKAS")


@pytest.fixture
def files(tmp_path: Path, settings: Any) -> Path:
    where = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": where}
    return tmp_path


@pytest.mark.parametrize("category", ["not_arrived", "fee"])
def test_the_words_of_a_whole_life_are_nowhere_but_under_seal(
    visitor: Client,
    school: School,
    offices: Offices,
    client_as: ClientAs,
    files: Path,
    caplog: pytest.LogCaptureFixture,
    category: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    addresses = [visitor.post("/lapor/", _told(school, category))["Location"]]
    complaint = Complaint.objects.get()
    officer = offices.auditor if category == "fee" else offices.district
    desk, page = client_as(officer), f"/pengaduan/{complaint.public_id}/"
    desk.get(page)
    addresses.append(desk.post(f"{page}ambil/")["Location"])
    addresses.append(desk.post(f"{page}jawab/", {"answer": "KENARI-JAWABAN sudah kami periksa."})["Location"])
    contest = {"reason": "KENARI-ALASAN masih belum selesai."}
    addresses.append(visitor.post(f"{addresses[0]}belum-puas/", contest)["Location"])
    Complaint.objects.update(due_at=complaint.created_at)
    complaint_watch.watch()
    figures = visitor.get("/lapor/statistik/").content.decode()
    ticket = visitor.get(addresses[0]).content.decode()
    places = {
        "log": caplog.text,
        "trail": json.dumps(list(Event.objects.values_list("facts", flat=True))),
        "messages": json.dumps(list(Message.objects.values_list("context", "path", "kind"))),
        "addresses": " ".join(addresses),
        "figures": figures,
        "ticket": ticket,
        "table": _dump(),
        "disk": "".join(path.read_bytes().decode("latin-1") for path in files.rglob("*") if path.is_file()),
    }
    assert {name: word for name, text in places.items() for word in CANARIES if word in text} == {}
    # The ticket opens the answer: it stands in no address and no log either.
    assert [name for name in ("log", "addresses", "messages", "trail") if complaint.code in places[name]] == []


def _told(school: School, category: str) -> dict[str, object]:
    pdf = b"%PDF-1.7\nKENARI-BERKAS\n%%EOF\n"
    return {
        "category": category,
        "school_words": school.npsn,
        "text": "KENARI-CERITA dan seterusnya sampai selesai.",
        "name": "KENARI-NAMA",
        "contact": "KENARI-KONTAK",
        "attachments": [SimpleUploadedFile("KENARI-BERKAS.pdf", pdf)],
    }


def _dump() -> str:
    """The tables as somebody without the key would read them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(c::text, '') FROM verification_complaint c)"
            " || (SELECT string_agg(encode(c.text_sealed || c.name_sealed || c.contact_sealed || c.answer_sealed, 'escape'), '')"
            " FROM verification_complaint c)"
            " || (SELECT string_agg(f::text, '') FROM verification_complaintfile f)"
        )
        return str(cursor.fetchone()[0])


def test_a_refused_form_leaves_no_words_in_the_log(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visitor.post("/lapor/", {"category": "KENARI-NAMA", "text": "KENARI-CERITA", "contact": "KENARI-KONTAK"})
    assert [word for word in CANARIES if word in caplog.text] == []
