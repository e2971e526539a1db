"""The principal's report: what it takes in, whom it turns away, and that nothing typed or photographed is lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from donations.models import Handover
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from tests.factories.donations import appoint, promise
from tests.factories.verification import KALIDERES_GPS, judged, member, photo, photo_file, principal_of, report_on
from tests.verification.conftest import Scene
from verification.actions.submit_report import submit_report
from verification.models import DraftPhoto, Evidence, Report
from verification.states import ReportState
from verification.tasks import sweep_draft_photos

ClientAs = Callable[[Actor], Client]


def address(handover: Handover) -> str:
    return reverse("verification:report_submit", args=[handover.public_id])


def typed(**changes: Any) -> dict[str, Any]:
    return {"received_on": timezone.localdate().isoformat(), "received_count": "1", "note": "Lengkap.", **changes}


def upload(data: bytes | None = None, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo_file() if data is None else data, content_type="image/jpeg")


def post(client: Client, handover: Handover, *files: SimpleUploadedFile, **changes: Any) -> Any:
    return client.post(address(handover), {**typed(**changes), "photos": list(files)})


@pytest.fixture
def client(scene: Scene, client_as: ClientAs) -> Client:
    return client_as(scene.principal)


def test_the_page_tells_what_was_handed_over(client: Client, scene: Scene) -> None:
    page = client.get(address(scene.handover)).content.decode()
    device = scene.handover.allocations.get().device
    assert device.identity in page
    assert "wajah anak tidak perlu" in page.lower()


def test_a_report_with_photos_is_sent(client: Client, scene: Scene) -> None:
    answer = post(client, scene.handover, upload(), upload())
    report = Report.objects.get()
    assert answer["Location"] == reverse("verification:report_detail", args=[report.public_id])
    assert (report.state, report.received_count, report.note) == (ReportState.SUBMITTED, 1, "Lengkap.")
    assert report.evidence.count() == 2
    assert not DraftPhoto.objects.exists()
    scene.handover.refresh_from_db()
    assert scene.handover.state == "reported"


def test_without_a_photo_it_is_not_sent_and_the_typing_stays(client: Client, scene: Scene) -> None:
    page = post(client, scene.handover, note="Satu kardus penyok.").content.decode()
    assert "sedikitnya satu foto" in page
    assert "Satu kardus penyok." in page
    assert not Report.objects.exists()


def test_a_bad_photo_is_named_and_the_good_one_is_kept(client: Client, scene: Scene) -> None:
    answer = post(client, scene.handover, upload(name="baik.jpg"), upload(b"bukan foto", name="rusak.jpg"))
    page = answer.content.decode()
    assert "rusak.jpg: " in page
    assert "baik.jpg: " not in page
    draft = DraftPhoto.objects.get()
    assert reverse("verification:draft_photo", args=[draft.public_id, "kecil"]) in page
    assert "Lengkap." in page
    post(client, scene.handover)
    assert Evidence.objects.get().sha256 == draft.sha256


def chooser(page: str) -> str:
    """The control that photos are chosen with."""
    found = re.search(r'<input type="file"[^>]*>', page)
    assert found
    return found[0]


def test_the_browser_insists_on_a_photo_until_one_is_there(client: Client, scene: Scene) -> None:
    assert " required" in chooser(client.get(address(scene.handover)).content.decode())
    page = post(client, scene.handover, upload(), received_on="").content.decode()
    assert " required" not in chooser(page)


def test_photos_survive_a_wrong_date_too(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(), received_on="besok")
    assert DraftPhoto.objects.count() == 1
    assert not Report.objects.exists()


def test_the_same_photo_sent_twice_is_kept_once(client: Client, scene: Scene) -> None:
    data = photo_file()
    for _turn in range(2):
        post(client, scene.handover, upload(data), received_on="")
    assert DraftPhoto.objects.count() == 1


def test_a_kept_photo_can_be_taken_off(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(), received_on="")
    draft = DraftPhoto.objects.get()
    page = post(client, scene.handover, lepas=str(draft.public_id)).content.decode()
    assert "sedikitnya satu foto" in page
    assert not DraftPhoto.objects.exists()


def test_a_seventh_photo_is_refused(client: Client, scene: Scene) -> None:
    page = post(client, scene.handover, *(upload(name=f"foto-{n}.jpg") for n in range(7))).content.decode()
    assert "Paling banyak 6 foto" in page
    assert DraftPhoto.objects.count() == 6
    post(client, scene.handover)
    assert Evidence.objects.count() == 6


@pytest.mark.parametrize(
    "changes",
    [
        {"received_count": "0"},
        {"received_count": "2"},
        {"received_count": "banyak"},
        {"received_on": (timezone.localdate() + timedelta(days=1)).isoformat()},
        {"received_on": "2019-01-01"},
        {"note": "x" * 1001},
    ],
    ids=str,
)
def test_what_cannot_be_true_is_not_taken(client: Client, scene: Scene, changes: dict[str, str]) -> None:
    assert post(client, scene.handover, upload(), **changes).status_code == 200
    assert not Report.objects.exists()


def test_other_fields_change_nothing(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(), state="verified", verified_by_id="1", region="99", submitted_by_id="1")
    report = Report.objects.get()
    assert (report.state, report.region) == ("submitted", scene.handover.region)
    assert report.submitted_by_id == scene.principal.user_id


def test_sent_twice_it_is_one_report(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload())
    assert post(client, scene.handover, upload()).status_code == 302
    assert Report.objects.count() == 1
    assert Evidence.objects.count() == 1


def test_a_planned_handover_is_not_reported_yet(client: Client, scene: Scene) -> None:
    planned = appoint(promise(scene.donor, scene.school))
    answer = client.get(address(planned))
    assert answer["Location"] == reverse("donations:handover_detail", args=[planned.public_id])


def test_a_returned_report_shows_why_and_keeps_what_is_good(client: Client, scene: Scene) -> None:
    report = report_on(scene.handover, actor=scene.principal, photos=2, note="Catatan pertama.")
    judged(report, ReportState.RETURNED, reason="Foto kedua buram.")
    good, blurred = report.evidence.order_by("pk")
    page = client.get(address(scene.handover)).content.decode()
    assert "Foto kedua buram." in page
    assert "Catatan pertama." in page
    post(client, scene.handover, upload(), lepas=str(blurred.public_id))
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert report.evidence.current().count() == 2
    assert set(report.evidence.current()) >= {good}
    assert report.evidence.exclude(replaced_at=None).get() == blurred


def test_all_photos_taken_off_is_refused_and_nothing_changes(client: Client, scene: Scene) -> None:
    report = judged(report_on(scene.handover, actor=scene.principal), ReportState.RETURNED)
    post(client, scene.handover, lepas=str(report.evidence.get().public_id))
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    assert report.evidence.current().count() == 1


def test_another_school_finds_nothing(scene: Scene, client_as: ClientAs, outsider: Actor) -> None:
    client = client_as(outsider)
    assert client.get(address(scene.handover)).status_code == 404
    assert post(client, scene.handover, upload()).status_code == 404


@pytest.mark.parametrize("role", ["school_operator", "donor", "validator", "district_supervisor"])
def test_who_sees_it_but_is_not_the_principal_may_not(scene: Scene, client_as: ClientAs, role: str) -> None:
    there = {
        "school_operator": lambda: member("school_operator", scene.school.organisation),
        "donor": lambda: scene.donor,
        "validator": lambda: scene.validator,
        "district_supervisor": lambda: member("district_supervisor", codes=("31.73.06",)),
    }
    client = client_as(there[role]())
    assert client.get(address(scene.handover)).status_code == 403
    assert post(client, scene.handover, upload()).status_code == 403
    assert not Report.objects.exists()
    assert not DraftPhoto.objects.exists()


def test_a_visitor_is_sent_to_sign_in(scene: Scene) -> None:
    assert Client().get(address(scene.handover))["Location"].startswith(reverse("account_login"))


def test_another_principal_s_drafts_are_the_other_one_s(client: Client, scene: Scene, client_as: ClientAs) -> None:
    post(client, scene.handover, upload(), received_on="")
    draft = DraftPhoto.objects.get()
    photo_address = reverse("verification:draft_photo", args=[draft.public_id, "besar"])
    assert client.get(photo_address).status_code == 200
    colleague = client_as(principal_of(scene.school))
    assert colleague.get(photo_address).status_code == 404
    post(colleague, scene.handover, lepas=str(draft.public_id))
    assert DraftPhoto.objects.exists()


def test_forgotten_drafts_are_swept_with_their_files(
    client: Client, scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    post(client, scene.handover, upload(), received_on="")
    draft = DraftPhoto.objects.get()
    DraftPhoto.objects.update(created_at=timezone.now() - timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_draft_photos() == 1
    assert not default_storage.exists(str(draft.photo.name))


def test_the_action_refuses_more_devices_than_the_papers_name(scene: Scene) -> None:
    with pytest.raises(Refused, match="antara 1 dan 1"):
        submit_report(
            handover=scene.handover,
            received_on=timezone.localdate(),
            received_count=2,
            photos=[photo()],
            actor=scene.principal,
        )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def _polyglot() -> bytes:
    out = io.BytesIO(photo_file())
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("index.html", HTML)
    return out.getvalue()


def _too_many_pixels() -> bytes:
    out = io.BytesIO()
    Image.new("1", (9_000, 6_000)).save(out, "PNG")
    return out.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "drawing.svg": lambda: SVG,
    "page.html": lambda: HTML,
    "double.php.jpg": lambda: b"<?php system($_GET[0]);",
    "polyglot.jpg": _polyglot,
    "comment.jpg": lambda: photo_file() + b"<script>alert(1)</script>",
    "archive.jpg": lambda: b"PK\x03\x04" + b"0" * 200,
    "paper.pdf": lambda: b"%PDF-1.7\n" + b"0" * 200,
    "empty.jpg": lambda: b"",
    "huge.png": _too_many_pixels,
    "half.jpg": lambda: photo_file()[:400],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_a_photo_is_turned_away_by_name(client: Client, scene: Scene, name: str) -> None:
    page = post(client, scene.handover, upload(HOSTILE[name](), name=name)).content.decode()
    assert f"{name}: " in page
    assert not DraftPhoto.objects.exists()
    assert not Evidence.objects.exists()


def test_a_photo_over_the_limit_is_turned_away(client: Client, scene: Scene, settings: Any) -> None:
    settings.UPLOAD_MAX_PHOTO_BYTES = 500
    assert "foto.jpg: Foto terlalu besar" in post(client, scene.handover, upload()).content.decode()
    assert not DraftPhoto.objects.exists()


def test_a_request_over_the_limit_is_not_even_read(client: Client, scene: Scene, settings: Any) -> None:
    settings.UPLOAD_MAX_REQUEST_BYTES = 1000
    assert post(client, scene.handover, upload()).status_code == 400
    assert not DraftPhoto.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.jpg", "..\\..\\x.jpg", "a\x00b.jpg", "x" * 300 + ".jpg", "<b>.jpg"]
)
def test_the_sent_name_never_becomes_a_name_of_ours(client: Client, scene: Scene, name: str) -> None:
    post(client, scene.handover, upload(name=name))
    evidence = Evidence.objects.get()
    assert evidence.photo.name == f"evidence/{evidence.public_id}.jpg"


def test_a_name_of_a_file_is_shown_as_text(client: Client, scene: Scene) -> None:
    page = post(client, scene.handover, upload(b"x", name="<img src=x>.jpg")).content.decode()
    assert "<img src=x>" not in page


def test_time_and_place_are_kept_as_facts_and_gone_from_the_file(client: Client, scene: Scene) -> None:
    post(client, scene.handover, upload(photo_file(taken="2026:11:20 09:10:11", gps=KALIDERES_GPS)))
    evidence = Evidence.objects.get()
    assert evidence.taken_at is not None
    assert evidence.latitude == pytest.approx(-6.1418, abs=0.001)
    for size in ("besar", "kecil"):
        served = client.get(reverse("verification:evidence_photo", args=[evidence.public_id, size])).content
        assert dict(Image.open(io.BytesIO(served)).getexif()) == {}
        assert b"Exif" not in served
