"""Public pages come from a real streaming replica, and nobody misses what they have done themselves (docs/scale.md)."""

from __future__ import annotations

import copy
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from django.db import connection, connections

from ksbb.authority.actors import Actor
from ksbb.common import replica as reading_from
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.donations import donor_of, people_at, school_at
from tests.faults.conftest import Visitor
from tests.faults.plant import Plant
from tests.waiting import wait_until

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.django_db(transaction=True)]


@dataclass
class Replica:
    """A second cluster that follows the plant's own."""

    plant: Plant
    url: str

    def asked(self, statement: str) -> object:
        with psycopg.connect(self.url, autocommit=True) as line:
            [value] = line.execute(statement.encode()).fetchone() or (None,)
            return value

    @contextmanager
    def paused(self) -> Iterator[None]:
        """What is written from now on is not shown there; everything before is."""
        wait_until(lambda: self._is_level(), "the replica is level")
        self.asked("SELECT pg_wal_replay_pause()")
        wait_until(lambda: self.asked("SELECT pg_get_wal_replay_pause_state()") == "paused", "the replay paused")
        try:
            yield
        finally:
            self.asked("SELECT pg_wal_replay_resume()")

    def _is_level(self) -> bool:
        with psycopg.connect(self.plant.database, autocommit=True) as line:
            [point] = line.execute("SELECT pg_current_wal_lsn()::text").fetchone() or ("",)
        return bool(self.asked(f"SELECT pg_last_wal_replay_lsn() >= '{point}'::pg_lsn"))


@pytest.fixture(scope="module")
def replica(machinery: Plant) -> Iterator[Replica]:
    """Made as docs/scale.md says, by pg_basebackup; on the way the plant's cluster learns to be followed."""
    own = machinery.cluster
    _let_it_be_followed(machinery)
    follower = copy.copy(own)
    follower.name, follower.home = "replica", own.folder / "replica"
    follower.home.mkdir()
    follower.home.chmod(0o755)
    follower.data = follower.home / "data"
    follower._give(follower.data, 0o700)  # noqa: SLF001
    copied = [str(own.bin / "pg_basebackup"), "-D", str(follower.data), "-R", "--checkpoint=fast", "--no-sync"]
    subprocess.run([*copied, "-d", machinery.database], cwd=own.folder, check=True, **own.user)
    shutil.copy(own.home / "password", follower.home)
    (follower.home / "application").touch()
    try:
        yield Replica(machinery, follower.start(machinery.herd, machinery._log("replica")))  # noqa: SLF001
    finally:
        machinery.end("replica")


def _let_it_be_followed(plant: Plant) -> None:
    """By its superuser, who is nobody while it runs; the test may then stop and resume the replay."""
    rights = "ALTER ROLE ksbb REPLICATION;\n" + "".join(
        f"GRANT EXECUTE ON FUNCTION pg_wal_replay_{what}() TO ksbb;\n" for what in ("pause", "resume")
    )
    plant.fallen["postgres"] = list(map(str, plant.herd.children["postgres"][0].args))  # type: ignore[arg-type]
    plant.end("postgres")
    alone = [str(plant.cluster.bin / "postgres"), "--single", "-D", str(plant.cluster.data)]
    plant.cluster._run([*alone, urlsplit(plant.database).path[1:]], plant._log("postgres"), rights)  # noqa: SLF001
    plant.raise_postgres()


@pytest.fixture
def school(plant: Plant) -> School:
    school = school_at()
    people_at(school, pupils=10)
    return school


@pytest.fixture
def told_of(plant: Plant, replica: Replica) -> Iterator[None]:
    """This test's own Django knows of the replica too."""
    at = urlsplit(replica.url)
    line = connection.copy("default")  # under this name, which pytest-django lets pass
    line.settings_dict |= {"HOST": at.hostname, "PORT": str(at.port)}
    connections["replica"] = line
    yield
    line.close()
    del connections["replica"]


def test_how_far_it_is_behind_is_measured_and_one_too_far_behind_is_not_read(
    plant: Plant, replica: Replica, told_of: None, settings: Any
) -> None:
    settings.REPLICA_LAG_SECONDS = 3600
    school_at()
    wait_until(lambda: reading_from.lag() == 0, "the replica is level")
    with replica.paused():
        school_at()
        behind = reading_from.lag()
        assert 0 < behind < inf
        assert reading_from.Replica().is_near()
        settings.REPLICA_LAG_SECONDS = behind / 2
        assert not reading_from.Replica().is_near()
    wait_until(lambda: reading_from.lag() == 0, "the replica is level again")
    assert reading_from.Replica().is_near()


def open_needs(line: httpx.Client, plant: Plant, school: School) -> int:
    """As the public API tells it: rows by Django, sums by a statement of our own."""
    answer = line.get(f"{plant.address('web-1')}/api/v1/needs/{school.npsn}")
    assert answer.status_code == 200
    return int(answer.json()["total"]["open"])


def test_a_visitor_reads_there_whoever_did_something_does_not_and_nobody_misses_it_when_it_dies(
    plant: Plant,
    replica: Replica,
    school: School,
    visitor: Callable[[Actor], Visitor],
    promise_of_one: Callable[[], dict[str, str]],
) -> None:
    plant.more |= {"DATABASE_REPLICA_URL": replica.url, "KSBB_REPLICA_LAG_SECONDS": "3600"}
    plant.more["KSBB_METRICS_NETWORKS"] = "127.0.0.0/8"
    plant.start("web-1")
    donor = somebody("donor")
    donor_of(donor)
    giver, stranger, writer = visitor(donor), httpx.Client(timeout=60), httpx.Client(timeout=60)
    with replica.paused():
        answer = giver.post(f"/kebutuhan/{school.npsn}/beri/", promise_of_one())
        assert answer.status_code == 302
        assert giver.get(answer.headers["Location"]).status_code == 200
        assert open_needs(giver.line, plant, school) == 9
        assert open_needs(stranger, plant, school) == open_needs(writer, plant, school) == 10
        assert writer.post(plant.address("web-1") + "/bahasa/").cookies[reading_from.COOKIE] == "1"
        assert open_needs(writer, plant, school) == 9
    plant.kill("replica")
    assert open_needs(stranger, plant, school) == 9
    assert stranger.get(plant.address("web-1") + "/").status_code == 200
    told = stranger.get(plant.address("web-1") + "/metrics").text
    assert 'ksbb_public_reads_total{source="again"} 1.0' in told
    assert "ksbb_replica_lag_seconds +Inf" in told
