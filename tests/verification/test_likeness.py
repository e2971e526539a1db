"""Copies of earlier evidence are found across schools, and the validator reads whose they are only where that is theirs to see."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from benchmarks._pictures import DISGUISES, picture
from ksbb.authority.actors import Actor
from ksbb.common.photos import CleanPhoto, clean_photo
from ksbb.common.prints import kept_prints, questions
from tests.factories.verification import handed_over, member, principal_of
from tests.verification.conftest import Scene
from tests.verification.sending import received
from verification.actions.submit_report import submit_report
from verification.likeness import copies_of, likenesses_of, prints_to_keep
from verification.models import EvidenceLikeness, EvidencePrint, Report
from verification.states import PhotoState

ClientAs = Callable[[Actor], Client]


def clean(seen: Image.Image) -> CleanPhoto:
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=90)
    return clean_photo(out.getvalue(), max_bytes=5_000_000, max_pixels=5_000_000)


def reported(seen: Image.Image, **school_facts: Any) -> Report:
    handover = handed_over(**school_facts)
    return submit_report(
        handover=handover, photos=[clean(seen)], actor=principal_of(handover.school), received_on=received()
    )


@pytest.fixture
def earlier(db: None) -> Report:
    return reported(picture(7), latitude=-6.14, longitude=106.7)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_copy_at_another_school_is_flagged(earlier: Report, scene: Scene, disguise: str) -> None:
    copy = clean(DISGUISES[disguise](picture(7), Random(7)))
    late = submit_report(handover=scene.handover, photos=[copy], actor=scene.principal, received_on=received())
    found = EvidenceLikeness.objects.get()
    assert found.later is not None
    assert found.earlier is not None
    assert (found.later.report_id, found.earlier.report_id) == (late.pk, earlier.pk)
    assert "photo_like" in {fact["code"] for fact in late_again(late).risk_facts}
    # Both are looked at anew: who copied whom is for a person to say.
    assert "photo_like" in {fact["code"] for fact in late_again(earlier).risk_facts}
    assert not late_again(late).is_green


def late_again(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def test_of_two_hundred_pictures_none_is_another(earlier: Report) -> None:
    evidence = earlier.evidence.get()
    EvidencePrint.objects.all().delete()
    others = {seed: picture(seed) for seed in range(100, 300)}
    rows = [row for seen in others.values() for row in prints_to_keep(evidence, kept_prints(seen))]
    for variant, row in enumerate(rows):
        row.variant = variant
    EvidencePrint.objects.bulk_create(rows)
    strangers = [questions(picture(seed)) for seed in range(300, 400)]
    assert [found for found in map(copies_of, strangers) if found] == []
    # And each of those that are there is found.
    assert all(copies_of(questions(others[seed])) for seed in range(100, 300, 20))


def test_two_photos_of_one_report_are_no_finding(scene: Scene) -> None:
    twice = [clean(picture(9)), clean(DISGUISES["mirrored"](picture(9), Random(9)))]
    submit_report(handover=scene.handover, photos=twice, actor=scene.principal, received_on=received())
    assert not EvidenceLikeness.objects.exists()


def test_the_very_same_file_is_told_as_that_and_not_twice(earlier: Report, scene: Scene) -> None:
    same = submit_report(
        handover=scene.handover, photos=[clean(picture(7))], actor=scene.principal, received_on=received()
    )
    codes = {fact["code"] for fact in late_again(same).risk_facts}
    assert "photo_reused" in codes
    assert "photo_like" not in codes


def test_the_sheet_names_the_other_report_only_where_it_may_be_seen(scene: Scene, client_as: ClientAs) -> None:
    far = reported(picture(11), code="31.72.01.1001")
    copy = clean(DISGUISES["cropped 5 %"](picture(11), Random(1)))
    late = submit_report(handover=scene.handover, photos=[copy], actor=scene.principal, received_on=received())
    everywhere = member("validator", codes=("31",))
    assert [one.other for one in likenesses_of(late, scene.validator)] == [None]
    assert [one.other for one in likenesses_of(late, everywhere)] == [far]
    address = reverse("verification:report_detail", args=[late.public_id])
    page = client_as(scene.validator).get(address).content.decode()
    assert "Mirip sekali dengan foto laporan lain" in page
    assert str(far.public_id) not in page
    assert far.handover.school.name not in page
    assert str(far.public_id) in client_as(everywhere).get(address).content.decode()


def test_a_photo_is_compared_when_it_is_clean(earlier: Report) -> None:
    assert earlier.evidence.get().state == PhotoState.CLEAN
    assert earlier.evidence.get().prints.count() >= 2
