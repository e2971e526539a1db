"""Every file that is kept comes through one door: what the scanner has not seen goes no further (promise 32)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.imports.models import HeldFile
from ksbb.imports.tasks import look_at_held_files
from ksbb.notifications.models import Message
from tests.factories.donations import appoint, issue_all, on_the_day, promise, school_at
from tests.factories.donations import people_at as with_people
from tests.factories.verification import member, photo_file, principal_of
from tests.verification.clamd import EICAR, clamd
from verification.actions.take_up_files import take_up_files
from verification.models import Complaint, ComplaintFile

ClientAs = Callable[[Actor], Client]
AWAY = "tcp://127.0.0.1:1"
TOLD = {"category": "not_arrived", "text": "Gawai yang dijanjikan untuk anak saya belum sampai di rumah."}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_remembers() -> None:
    cache.clear()


def pdf(more: bytes = b"") -> bytes:
    return b"%PDF-1.7\nKuitansi " + more + b"\n%%EOF\n"


def sent(data: bytes, name: str = "bukti.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def later() -> None:
    """The worker comes when every pause is over."""
    HeldFile.objects.waiting().update(next_try_at=timezone.now() - timedelta(seconds=1))
    look_at_held_files()


class Door:
    """A handover on its day, at which the school shows the paper that both signed."""

    def __init__(self) -> None:
        school = school_at()
        with_people(school, pupils=2)
        self.handover = on_the_day(issue_all(appoint(promise(member("donor"), school))))
        self.principal = principal_of(school)

    def shown(self, client: Client, data: bytes) -> str:
        answer = client.post(f"/serah-terima/{self.handover.public_id}/selesai/", {"signed": sent(data, "bast.jpg")})
        self.handover.refresh_from_db()
        return "" if answer.status_code == 302 else answer.content.decode()


def test_without_a_scanner_nothing_is_held(client_as: ClientAs) -> None:
    door = Door()
    assert door.shown(client_as(door.principal), photo_file()) == ""
    assert (door.handover.state, HeldFile.objects.count()) == ("done", 0)


def test_an_infected_paper_is_quarantined_and_the_auditors_hear_who_sent_it(client_as: ClientAs, settings: Any) -> None:
    door = Door()
    auditor, elsewhere = member("auditor", codes=("31",)), member("auditor", codes=("32",))
    with clamd(settings):
        page = door.shown(client_as(door.principal), photo_file() + EICAR)
    held = HeldFile.objects.get()
    assert "Pemindai menemukan virus" in page
    assert (door.handover.state, held.state, held.virus) == ("planned", "infected", "Eicar-Signature")
    assert Event.objects.get(action="file.infected").user_id == door.principal.user_id
    told = set(Message.objects.filter(kind="imports/file_infected").values_list("to_user_id", flat=True))
    assert auditor.user_id in told
    assert elsewhere.user_id not in told
    with held.file.open("rb") as kept:
        assert EICAR not in kept.read(), "on the disk it is sealed"


def test_a_paper_is_held_while_the_scanner_is_down_and_passes_afterwards(client_as: ClientAs, settings: Any) -> None:
    door, paper = Door(), photo_file()
    client = client_as(door.principal)
    settings.SCANNER_URL = AWAY
    assert "Pemindai virus sedang tidak menjawab" in door.shown(client, paper)
    assert door.shown(client, paper)
    held = HeldFile.objects.get()
    name = str(held.file.name)
    assert (door.handover.state, held.state, default_storage.exists(name)) == ("planned", "held", True)
    assert client.get(f"/files/{name}").status_code == 404
    later()
    held.refresh_from_db()
    assert held.next_try_at is not None
    assert (held.state, held.next_try_at > timezone.now()) == ("held", True)
    with clamd(settings) as server:
        later()
        assert len(server.seen) == 1
        # The very same file is known; another one is asked about.
        assert door.shown(client, paper) == ""
        assert len(server.seen) == 1
    held.refresh_from_db()
    assert (door.handover.state, held.state, held.file.name) == ("done", "clean", "")


def test_a_scanner_that_hangs_keeps_one_person_waiting_for_a_moment(client_as: ClientAs, settings: Any) -> None:
    door = Door()
    client = client_as(door.principal)
    settings.SCANNER_DOOR_SECONDS = 0.3
    with clamd(settings, "hangs"):
        door.shown(client, photo_file())
        begin = time.monotonic()
        assert "Pemindai virus sedang tidak menjawab" in door.shown(client, photo_file())
        # Ten seconds is what a worker waits; the page does not.
        assert time.monotonic() - begin < 5
    assert HeldFile.objects.waiting().count() == 2


def test_a_complaint_is_filed_and_its_file_follows(settings: Any) -> None:
    visitor, settings.SCANNER_URL = Client(), AWAY
    answer = visitor.post("/lapor/", {**TOLD, "attachments": sent(pdf())})
    complaint = Complaint.objects.get()
    assert "menunggu pemindai virus" in visitor.get(answer["Location"]).content.decode()
    assert (complaint.files.count(), take_up_files()) == (0, 0)
    with clamd(settings):
        later()
    assert take_up_files() == 1
    with complaint.files.get().file.open("rb") as kept:
        assert sealing.unseal_bytes(kept.read()) == pdf()
    assert not HeldFile.objects.exists()


def test_an_infected_file_of_a_complaint_never_comes_to_it(settings: Any) -> None:
    auditor = member("auditor", codes=("31",))
    visitor, settings.SCANNER_URL = Client(), AWAY
    answer = visitor.post("/lapor/", {**TOLD, "attachments": sent(pdf(EICAR))})
    with clamd(settings):
        later()
        assert take_up_files() == 0
        page = visitor.post("/lapor/", {**TOLD, "attachments": sent(pdf(EICAR))}).content.decode()
    assert "Pemindai menemukan virus" in page
    assert "tidak diteruskan" in visitor.get(answer["Location"]).content.decode()
    assert not ComplaintFile.objects.exists()
    assert Message.objects.filter(kind="imports/file_infected", to_user_id=auditor.user_id).count() == 2


def test_a_sheet_is_not_read_before_the_scanner_saw_it(client_as: ClientAs, settings: Any) -> None:
    coordinator = client_as(member("coordinator", codes=("31",)))
    sheet = b"NPSN,Untuk,Batas,Penerimaan,Alasan\n"
    settings.SCANNER_URL = AWAY
    page = coordinator.post(reverse("donations:allowance_upload"), {"file": sent(sheet, "batas.csv")}).content.decode()
    assert "Pemindai virus sedang tidak menjawab" in page
    assert HeldFile.objects.get().purpose == "sheet"


def test_a_phone_keeps_a_record_whose_paper_waits(client_as: ClientAs, settings: Any) -> None:
    door = Door()
    settings.SCANNER_URL = AWAY
    record = {
        "client_id": "6a3b4b3e-5a58-4a0e-9d4c-0a3f6a8f5c11",
        "handover": str(door.handover.public_id),
        "written_at": timezone.now().isoformat(),
        "count": 1,
        "signed": sent(photo_file(), "bast.jpg"),
    }
    answer = client_as(door.principal).post("/luring/kirim/", record)
    assert (answer.status_code, answer.json()["state"]) == (409, "busy")


# Where a file field stands whose file does not come through the door, and why.
ELSEWHERE = {
    "verification/forms.py": "photos of a report wait for the worker",
    "verification/forms_use.py": "photos of devices in use wait for the worker",
    "verification/complaint_forms.py": "",
    "donations/forms/books.py": "",
    "donations/forms/confirming.py": "",
    "donations/forms/gift.py": "",
    "donations/forms/inspection.py": "",
    "donations/forms/allowances.py": "SheetForm",
    "donations/forms/inventory.py": "SheetForm",
    "recipients/api/words.py": "words of the API's documents; recipients/api/incoming.py takes the file",
    "recipients/forms/checking.py": "SheetForm",
    "recipients/forms/uploads.py": "SheetForm",
    "ksbb/portal/copies.py": "asks of a column whether it is a file, and takes none",
    "ksbb/portal/showroom.py": "a page of components, nothing is kept",
}


def test_no_form_takes_a_file_past_the_door() -> None:
    """A new file field is written down here, with the way that its file goes."""
    rooms = ("donations", "recipients", "schools", "verification", "ksbb")
    read = {
        path: path.read_text(encoding="utf-8") for room in rooms for path in Path(project.BASE_DIR, room).rglob("*.py")
    }
    found = {
        str(path.relative_to(project.BASE_DIR)): text
        for path, text in read.items()
        if re.search(r"Files?Field[()]", text) and "/models" not in str(path) and "/migrations/" not in str(path)
    }
    assert set(found) == set(ELSEWHERE)
    assert "let_in(" in Path(project.BASE_DIR, "recipients/api/incoming.py").read_text(encoding="utf-8")
    assert [path for path, way in ELSEWHERE.items() if not way and "let_in(" not in found[path]] == []
    assert [path for path, way in ELSEWHERE.items() if way == "SheetForm" and "(SheetForm)" not in found[path]] == []
