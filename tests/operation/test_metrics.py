"""What Prometheus reads: by whom, what stands in it, and that no word of a person or of an address does."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings as the_settings
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from ksbb.authority.actors import Actor
from ksbb.common import measuring, modes, pulses, replica
from ksbb.operation import metrics
from ksbb.operation.models import Checkup
from tests.conftest import Acting
from tests.house.routes import route_names

ROOT = Path(the_settings.BASE_DIR)
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
TOKEN = "penjaga-4711"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
# Four processes of one gunicorn: two count, one of them is gone, the third is asked.
SEVERAL = """
import os, types
from ksbb import serving
serving.on_starting(None)
import django; django.setup()
from ksbb.common import measuring
from ksbb.operation import metrics
for _ in range(2):
    child = os.fork()
    if not child:
        measuring.REQUESTS.labels("portal:home", "GET", "200").inc()
        os._exit(0)
    os.waitpid(child, 0)
    serving.child_exit(None, types.SimpleNamespace(pid=child))
print(metrics.generate_latest(metrics._processes()).decode())
serving.on_exit(None)
print(os.path.exists(os.environ[metrics.FOLDER]))
"""


@pytest.fixture
def watched(settings: Any, db: None) -> None:
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture
def known(settings: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of which everything is known."""
    monkeypatch.setattr(replica, "behind", lambda: 0.0)
    settings.PUBLIC_URL = "https://ksbb.example"
    pulses.beat([queue.name for queue in the_settings.CELERY_TASK_QUEUES])
    now = timezone.now()
    for kind in Checkup.Kind:
        Checkup.objects.create(kind=kind, began_at=now, ended_at=now, is_good=True, marks={"until": now.isoformat()})


def values(text: str) -> dict[tuple[str, ...], float]:
    """(name, *labels) → value."""
    return {
        (sample.name, *(label for _name, label in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_in_the_open_there_is_no_such_address(client: Client, db: None, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    settings.METRICS_NETWORKS = ["10.1.0.0/16"]
    for told in (
        {},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {TOKEN}"},
        {"X-Forwarded-For": "10.1.2.3"},
    ):
        assert client.get("/metrics", headers=told).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}, REMOTE_ADDR="10.1.2.3").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.post("/metrics", headers=BEARER).status_code == 404


def test_the_token_opens_it_by_any_host_name_and_in_every_mode(client: Client, watched: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(modes, "_known", (float("inf"), modes.Mode.CLOSED))
    told = client.get("/metrics", headers=BEARER, HTTP_HOST="web:8000")
    assert told.status_code == 200
    assert values(told.text)["ksbb_mode", "closed"] == 1


def test_an_answer_is_counted_by_the_name_of_its_route(client: Client, watched: None) -> None:
    counted = ("ksbb_http_requests_total", "GET", "portal:privacy", "200")
    before = values(client.get("/metrics", headers=BEARER).text)
    client.get("/privasi/")
    after = values(client.get("/metrics", headers=BEARER).text)
    assert after[counted] == before.get(counted, 0) + 1
    assert after["ksbb_http_request_seconds_count", "portal:privacy"] >= 1
    assert after["ksbb_http_request_queries_count",] > before["ksbb_http_request_queries_count",]


def test_nothing_that_a_browser_sends_becomes_a_label(
    client: Client, watched: None, acting: Acting, client_as: Callable[[Actor], Client]
) -> None:
    canary = "kenari-3173051234560001"
    for path in (f"/undangan/{canary}/", f"/{canary}/", f"/kebutuhan/?q={canary}", f"/cek/{canary}/"):
        client.get(path, headers={"User-Agent": canary, "X-Request-ID": canary})
        client_as(acting("principal")).get(path)
    client.generic(canary[:6].upper(), "/")
    text = client.get("/metrics", headers=BEARER).text
    assert "kenari" not in text.lower()
    routes = {sample[2] for sample in values(text) if sample[0] == "ksbb_http_requests_total"}
    ours = {route for route in routes if not route.startswith(("admin:", "planted"))}
    assert ours - {*route_names(), measuring.NO_ROUTE} == set()


def test_work_in_the_background_is_counted_with_its_failures(client: Client, watched: None, known: None) -> None:
    def state() -> dict[tuple[str, ...], float]:
        return values(client.get("/metrics", headers=BEARER).text)

    before = state()
    with measuring.measured_task("kenari.done"):
        pass
    with pytest.raises(ZeroDivisionError), measuring.measured_task("kenari.failed"):
        1 / 0  # noqa: B018
    after = state()
    for task, outcome in (("kenari.done", "done"), ("kenari.failed", "failed")):
        key = ("ksbb_task_runs_total", outcome, task)
        assert after[key] == before.get(key, 0) + 1
    assert (
        after["ksbb_task_seconds_bucket", "+Inf", "kenari.done"] == after["ksbb_task_runs_total", "done", "kenari.done"]
    )


def test_several_processes_are_added_up_also_those_that_ended() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    assert 'ksbb_http_requests_total{method="GET",route="portal:home",status="200"} 2.0' in done.stdout
    assert done.stdout.strip().endswith("False")


def named(text: str) -> set[str]:
    return set(re.findall(r"\bksbb_[a-z_]+", text))


def told_of(text: str) -> set[str]:
    return {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}


def test_every_figure_that_a_rule_names_is_there(client: Client, watched: None, known: None) -> None:
    client.get("/privasi/")
    with measuring.measured_task("kenari.done"):
        pass
    measuring.answered(
        route="portal:home", method="GET", status=200, seconds=0.1, tally=measuring.Tally(str, slow_after=1)
    )
    text = client.get("/metrics", headers=BEARER).text
    assert named(" ".join(rule["expr"] for rule in ALERTS)) - told_of(text) == set()


def test_the_guide_tells_of_every_figure_and_every_rule(client: Client, watched: None, known: None) -> None:
    guide = (ROOT / "docs/operations.md").read_text()
    families = {family.name for family in text_string_to_metric_families(metrics.exposition().decode())}
    assert {name for name in families if name not in guide} == set()
    assert [rule["alert"] for rule in ALERTS if f"`{rule['alert']}`" not in guide] == []
