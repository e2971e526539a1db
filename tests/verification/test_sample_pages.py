"""The draw of visits on its pages: anybody repeats it, and no school can foretell a visit by it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from ksbb.portal.demo import samples
from recipients.draws import lot_in_digits, lot_of
from tests.factories.donations import people_at, school_at
from tests.factories.samples import committed_sample, drawn_sample, long_known, verified_report
from tests.factories.verification import member
from verification.models import IntegrityCase, Report, SampleDraw, Visit

pytestmark = pytest.mark.django_db
SCRIPT = Path(settings.BASE_DIR, "static", "undian", "ulangi_undian.py")


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def school():
    found = school_at(name="SMP Rahasia Undian")
    people_at(found, pupils=5)
    return found


@pytest.fixture
def draw(school) -> SampleDraw:
    for _n in range(4):
        long_known(school=school, pupils=0)
    return drawn_sample(margin=40, expected=10)


def over(draw: SampleDraw) -> SampleDraw:
    Visit.objects.filter(draw=draw).update(state="cancelled", cancelled_reason="Uji")
    return draw


def page(client, draw: SampleDraw) -> str:
    return client.get(reverse("verification:sample_detail", args=[draw.public_id])).content.decode()


def published(client, draw: SampleDraw) -> bytes:
    answer = client.get(reverse("verification:sample_lots", args=[draw.public_id]))
    return b"".join(answer.streaming_content)


def test_seed_and_lots_are_kept_until_the_visits_are_over(draw, client):
    told = page(client, draw)
    assert draw.commitment in told
    assert draw.list_sha256 in told
    assert draw.seed not in told
    assert client.get(reverse("verification:sample_lots", args=[draw.public_id])).status_code == 404
    assert draw.seed in page(client, over(draw))


def test_a_visit_that_is_never_made_does_not_keep_them_for_ever(draw, client):
    past = timezone.now() - timedelta(days=91)
    Visit.objects.filter(draw=draw).update(created_at=past)
    SampleDraw.objects.filter(pk=draw.pk).update(drawn_at=past)
    assert draw.seed in page(client, draw)


def test_anybody_repeats_it_with_the_file_and_the_script(draw, client, tmp_path):
    file = tmp_path / "undian.csv"
    file.write_bytes(published(client, over(draw)))
    ask = [sys.executable, str(SCRIPT), str(file), "--sidik", draw.commitment, "--benih", draw.seed]
    assert "Semua cocok" in subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    assert hashlib.sha256(file.read_bytes()).hexdigest() == draw.list_sha256


def test_the_file_is_the_same_after_later_visits_were_laid(draw, client):
    for report in Report.objects.filter(visit=None, state="verified"):
        Visit.objects.create(report=report, region=report.region, why="widened", due_on=timezone.localdate())
    assert hashlib.sha256(published(client, over(draw))).hexdigest() == draw.list_sha256


def test_the_file_tells_tickets_and_nothing_of_schools(draw, client):
    text = published(client, over(draw)).decode("utf-8-sig")
    lots = [line.split(",") for line in text.splitlines()]
    assert lots[0] == ["urutan", "tiket", "hasil", "dikunjungi"]
    assert [line[3] for line in lots[1:]] == ["ya"] * draw.size + ["tidak"] * (draw.population - draw.size)
    assert {line[1]: line[2] for line in lots[1:]} == {
        str(one.public_id): lot_in_digits(lot_of(draw.seed, one.public_id)) for one in Report.objects.all()
    }
    assert "Rahasia" not in text + page(client, draw)


def test_two_coordinators_hold_it_on_the_pages(school, client_as):
    long_known(school=school, pupils=0)
    # A period is over an hour after its last midnight.
    today = timezone.localdate(timezone.now() - timedelta(hours=2))
    told = {
        "starts_on": (today - timedelta(days=20)).isoformat(), "until": (today - timedelta(days=1)).isoformat(),
        "confidence": "95", "margin": "5", "expected": "50",
    }  # fmt: skip
    client_as(member("coordinator")).post(reverse("verification:sample_commit"), told)
    draw = SampleDraw.objects.get()
    assert draw.ends_on == today
    SampleDraw.objects.update(committed_at=timezone.now() - timedelta(days=2))
    client_as(member("coordinator")).post(reverse("verification:sample_hold", args=[draw.public_id]))
    draw.refresh_from_db()
    assert (draw.state, draw.population, draw.size) == ("drawn", 1, 1)


def test_what_was_typed_is_kept_when_the_days_are_taken(client_as):
    committed_sample(days=10)
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    told = {"starts_on": day, "until": day, "confidence": "99", "margin": "7", "expected": "50"}
    answer = client_as(member("coordinator")).post(reverse("verification:sample_commit"), told).content.decode()
    assert "hanya diundi sekali" in answer
    assert 'value="7"' in answer


def test_the_second_coordinator_is_asked_to_draw_and_the_first_is_not(client_as):
    first, second = member("coordinator"), member("coordinator")
    draw = committed_sample(first)
    address = reverse("verification:sample_hold", args=[draw.public_id])
    assert address in client_as(second).get(reverse("portal:dashboard")).content.decode()
    assert address not in client_as(first).get(reverse("portal:dashboard")).content.decode()


def test_the_demo_has_a_draw_two_visits_and_a_case():
    member("coordinator")
    member("city_supervisor")
    for _n in range(2):
        verified_report()
    samples.tell()
    assert SampleDraw.objects.get().state == "committed"
    assert sorted(Visit.objects.values_list("state", flat=True)) == ["failed", "passed"]
    assert IntegrityCase.objects.get().kind == "sample_failed"
