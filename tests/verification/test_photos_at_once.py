"""Four workers reach for the same photo in the same moment, on real connections: one of them cleans it, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from ksbb.notifications.models import Message
from tests.factories.verification import handed_over, member, photo_file, principal_of
from verification import photo_watch
from verification.actions.keep_draft_photo import keep_draft_photo
from verification.actions.process_photo import process_photo
from verification.actions.submit_report import submit_report
from verification.models import Evidence, EvidencePrint, Report
from verification.states import PhotoState

WORKERS = 4


def at_once(work: Callable[[], object]) -> list[object]:
    """What each of the workers gives back."""
    gate = threading.Barrier(WORKERS)
    answers: list[object] = []

    def one() -> None:
        try:
            gate.wait()
            answers.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _n in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def sent_with(photos: int) -> Report:
    """A report whose photos nobody has looked at yet."""
    handover = handed_over()
    teller = principal_of(handover.school)
    drafts = [keep_draft_photo(handover=handover, data=photo_file(), actor=teller) for _n in range(photos)]
    return submit_report(handover=handover, received_on=timezone.localdate(), photos=[], drafts=drafts, actor=teller)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """The files are counted: what another process of a parallel run keeps is not ours."""
    own = settings.STORAGES["default"] | {"OPTIONS": {"location": str(tmp_path), "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": own}


def files_in(folder: str) -> int:
    return len(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else 0


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_cleaned_by_one_of_four() -> None:
    validator = member("validator")
    report = sent_with(1)
    photo, files = Evidence.objects.get(), files_in("evidence")
    answers = at_once(lambda: process_photo(photo))
    assert sorted(map(str, answers)) == ["None", "None", "None", "clean"]
    photo.refresh_from_db()
    report.refresh_from_db()
    # Taken once, so nobody cleaned it in vain either; one picture, one thumbnail, each way of looking at it kept once.
    assert (photo.tries, photo.state, report.awaits_photos) == (1, PhotoState.CLEAN, False)
    assert files_in("evidence") == files + 2
    variants = list(EvidencePrint.objects.filter(evidence=photo).values_list("variant", flat=True))
    assert variants
    assert len(variants) == len(set(variants))
    told = Message.objects.filter(kind="verification/report_waiting", to_user_id=validator.user_id)
    assert told.count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_sweeps_share_the_photos_and_none_is_done_twice() -> None:
    report = sent_with(3)
    assert sum(map(int, map(str, at_once(photo_watch.look)))) == 3
    assert list(report.evidence.values_list("tries", "state")) == [(1, PhotoState.CLEAN)] * 3
    report.refresh_from_db()
    assert not report.awaits_photos
