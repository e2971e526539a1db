"""The principal's report: what it takes in, whom it turns away, and that nothing typed or photographed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.authority.actors import Actor
from tests.factories.donations import appoint, promise
from tests.factories.verification import judged, looked_at, member, photo_file, principal_of, report_on
from tests.verification.conftest import Scene
from tests.verification.sending import address, post, upload
from verification.models import DraftPhoto, Evidence, Report
from verification.states import ReportState
from verification.tasks import sweep_draft_photos

ClientAs = Callable[[Actor], Client]


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
    draft = looked_at(DraftPhoto.objects.get())
    assert str(draft.public_id) in page
    assert "Lengkap." in page
    page = client.get(address(scene.handover)).content.decode()
    assert reverse("verification:draft_photo", args=[draft.public_id, "kecil"]) in page
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
    draft = looked_at(DraftPhoto.objects.get())
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
    draft = looked_at(DraftPhoto.objects.get())
    DraftPhoto.objects.update(created_at=timezone.now() - timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_draft_photos() == 1
    assert not default_storage.exists(str(draft.photo.name))
