"""Two web processes over one database, directly and through PgBouncer: what may happen once happens once (Q16, Q18)."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from donations.models import Pledge
from ksbb.authority.actors import Actor
from recipients.statistics import figures_of_school
from tests.factories.accounts import somebody
from tests.factories.donations import donor_of, people_at, school_at
from tests.faults.conftest import Visitor
from tests.faults.plant import Plant

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pooled(plant: Plant) -> None:
    """Where there is no PgBouncer the test is skipped, and in CI it fails."""
    if not shutil.which("pgbouncer") and not Path("/usr/sbin/pgbouncer").exists():
        reason = "there is no PgBouncer on this machine (Debian: apt-get install pgbouncer)"
        (pytest.fail if os.environ.get("KSBB_REQUIRE_BROWSER") else pytest.skip)(reason)
    plant.pooled()


def race(plant: Plant, visitor: Callable[[Actor], Visitor], form: Callable[[], dict[str, str]]) -> None:
    """Ten donors want four each of ten, each form is sent to both web processes at once."""
    school = school_at()
    people_at(school, pupils=10)
    donors = [somebody("donor") for _each in range(10)]
    people = [(visitor(donor), donor_of(donor))[0] for donor in donors]
    address = f"/kebutuhan/{school.npsn}/beri/"
    for person in people:
        assert person.get(address, "web-2").status_code == 200
    forms = [(person, form(), web) for person in people for _each in range(4) for web in ("web-1", "web-2")]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda one: one[0].post(address, one[1], one[2]), forms))
    statuses = Counter(answer.status_code for answer in answers)
    assert set(statuses) == {200, 302}
    made = Pledge.objects.filter(school=school)
    assert made.count() == made.values("request_key").distinct().count() == 10
    assert {answer.headers["Location"] for answer in answers if answer.status_code == 302} == {
        f"/donasi/{pledge.public_id}/" for pledge in made
    }
    refused = [answer.text for answer in answers if answer.status_code == 200]
    assert [page for page in refused if "sudah penuh" not in page and "sedang diproses" not in page] == []
    figures = figures_of_school(school.pk)["student_device"]
    assert (figures.open, figures.needed) == (0, 10)
    assert plant.manage("check_data").returncode == 0


def test_forty_promises_on_a_need_of_ten(
    plant: Plant, visitor: Callable[[Actor], Visitor], promise_of_one: Callable[[], dict[str, str]]
) -> None:
    plant.start("web-1", "web-2")
    race(plant, visitor, promise_of_one)


def test_forty_promises_through_a_pool_of_four_connections(
    plant: Plant, pooled: None, visitor: Callable[[Actor], Visitor], promise_of_one: Callable[[], dict[str, str]]
) -> None:
    plant.start("web-1", "web-2")
    race(plant, visitor, promise_of_one)
    assert "login attempt" in plant.told("pool"), "the web processes came through the pool"
