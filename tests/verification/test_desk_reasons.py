"""A return says what to mend, and the school finds it exactly at the thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from tests.factories.verification import report_on
from tests.verification.conftest import Scene
from tests.verification.sending import address
from verification.actions.decide import decide
from verification.models import Report, Verdict
from verification.reasons import REASONS, About, Mark, are_foreign, marks_of
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]


def sent(client: Client, report: Report, decision: str, **data: object) -> str:
    where = reverse("verification:report_decide", args=[report.public_id])
    return client.post(where, {"decision": decision, **data}, follow=True).content.decode()


def place_of(page: str, text: str, *, after: str, before: str) -> bool:
    """Whether `text` stands between the two landmarks."""
    return page.index(after) < page.index(text) < page.index(before, page.index(after) + len(after))


def test_ticked_reasons_reach_the_school_at_the_thing_to_mend(
    scene: Scene, client: Client, client_as: ClientAs
) -> None:
    report = report_on(scene.handover, actor=scene.principal, photos=2)
    first, second = report.evidence.order_by("pk")
    device = scene.handover.allocations.get().device
    ticked = {
        "marks": ["date_wrong"],
        f"foto-{second.public_id}": "photo_blurred",
        f"foto-{first.public_id}": "",
        f"gawai-{device.public_id}": "device_number",
    }
    sent(client_as(scene.validator), report, "returned", **ticked)
    kept = Verdict.objects.get().reasons
    assert kept == [
        {"code": "date_wrong"},
        {"code": "photo_blurred", "photo": str(second.public_id)},
        {"code": "device_number", "device": str(device.public_id)},
    ]
    page = client.get(address(scene.handover)).content.decode()
    assert place_of(page, str(REASONS["date_wrong"].todo), after="<form", before='name="received_on"')
    assert place_of(page, str(REASONS["device_number"].todo), after=str(device.public_id), before="-kind")
    assert place_of(
        page, str(REASONS["photo_blurred"].todo), after=str(first.public_id), before=f'value="{second.public_id}"'
    )
    assert page.count(str(REASONS["photo_blurred"].todo)) == 1


def test_the_report_s_page_lists_them_too(scene: Scene, report: Report, client: Client, client_as: ClientAs) -> None:
    sent(client_as(scene.validator), report, "returned", marks=["paper_missing"])
    page = client.get(reverse("verification:report_detail", args=[report.public_id])).content.decode()
    assert str(REASONS["paper_missing"].todo) in page


def test_a_listed_reason_is_reason_enough(scene: Scene, report: Report) -> None:
    decide(report=report, decision=ReportState.REJECTED, actor=scene.validator, marks=[Mark("count_wrong")])
    assert Verdict.objects.get().reason == ""


def test_a_rejection_with_ticks_is_asked_once_more_and_keeps_them(
    scene: Scene, report: Report, client_as: ClientAs
) -> None:
    photo = report.evidence.get()
    page = sent(client_as(scene.validator), report, "rejected", **{f"foto-{photo.public_id}": "photo_other"})
    assert "Tolak laporan ini?" in page
    assert f'name="foto-{photo.public_id}"' in page
    sent(client_as(scene.validator), report, "rejected", confirmed="on", **{f"foto-{photo.public_id}": "photo_other"})
    assert Verdict.objects.get().reasons == [{"code": "photo_other", "photo": str(photo.public_id)}]


# The public id of no photo and no device.
NOWHERE = "5bb926b0-6e1f-4c26-b67b-f75bef359205"


@pytest.mark.parametrize(
    "mark",
    [Mark("photo_blurred", NOWHERE), Mark("device_number", NOWHERE), Mark("photo_blurred"), Mark("nothing")],
    ids=str,
)
def test_a_reason_about_a_thing_of_another_report_is_refused(scene: Scene, report: Report, mark: Mark) -> None:
    with pytest.raises(Refused, match="Muat ulang"):
        decide(report=report, decision=ReportState.RETURNED, actor=scene.validator, marks=[mark])
    assert not Verdict.objects.exists()


def test_a_code_that_nobody_listed_changes_nothing(scene: Scene, report: Report, client_as: ClientAs) -> None:
    sent(client_as(scene.validator), report, "returned", marks=["<script>"])
    assert not Verdict.objects.exists()


def test_the_database_refuses_a_no_without_any_reason(report: Report) -> None:
    with pytest.raises(IntegrityError, match="verdict_needs_reason"), transaction.atomic():
        Verdict.objects.create(report=report, decision="returned", decided_at=timezone.now(), decided_by_id=1)


def test_every_reason_says_what_to_do_and_where() -> None:
    places = {"photos", "received_on", "devices", "note"}
    for reason in REASONS.values():
        assert str(reason.label)
        assert str(reason.todo).endswith(".")
        assert (reason.field in places) == (reason.about == About.REPORT)


def test_marks_survive_the_column() -> None:
    marks = [Mark("explain"), Mark("photo_child", "a"), Mark("device_other", "b")]
    assert marks_of([mark.kept() for mark in marks]) == marks
    assert marks_of([{"code": "of a later version"}]) == []
    assert not are_foreign(marks, photos=["a"], devices=["b"])
