"""Without a cluster at hand: the manifests are held against the image, the settings and compose as text."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from tests.house.test_compose import OURS as PARTS_OF_COMPOSE
from tests.house.test_compose import SERVICES, production_requires

FOLDER = Path(settings.BASE_DIR) / "deploy" / "kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
THINGS: list[dict[str, Any]] = [
    thing for name in KUSTOMIZATION["resources"] for thing in yaml.safe_load_all((FOLDER / name).read_text())
]
KINDS = {thing["kind"] for thing in THINGS}
WORKLOADS = {
    thing["metadata"]["name"]: thing["spec"]["jobTemplate"]["spec"] if thing["kind"] == "CronJob" else thing["spec"]
    for thing in THINGS
    if thing["kind"] in {"Deployment", "Job", "CronJob"}
}
OURS = {name: spec for name, spec in WORKLOADS.items() if "ksbb-pendidikan" in str(spec)}
CONTAINERS = {
    one["name"]: (name, one)
    for name, spec in OURS.items()
    for one in chain(spec["template"]["spec"].get("initContainers", ()), spec["template"]["spec"]["containers"])
}


def container(name: str) -> dict[str, Any]:
    return dict(CONTAINERS[name][1])


def test_every_file_is_named_and_every_part_of_compose_is_there() -> None:
    assert {path.name for path in FOLDER.glob("*.yaml")} == {*KUSTOMIZATION["resources"], "kustomization.yaml"}
    assert set(CONTAINERS) == {*PARTS_OF_COMPOSE, "backup"}


@pytest.mark.parametrize("name", ["migrate", "grant", "letters", "worker", "beat"])
def test_they_run_what_compose_runs(name: str) -> None:
    assert [word.replace(" ", "") for word in container(name)["args"]] == SERVICES[name]["command"].split()


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_part_is_an_ordinary_user_with_the_secrets_and_nothing_to_write_but_its_volumes(name: str) -> None:
    assert OURS[CONTAINERS[name][0]]["template"]["spec"]["securityContext"]["runAsNonRoot"] is True
    guard = container(name)["securityContext"]
    assert guard["readOnlyRootFilesystem"] is True
    assert guard["allowPrivilegeEscalation"] is False
    assert {"secretRef": {"name": "ksbb"}} in container(name)["envFrom"]


def test_there_is_one_beat_also_during_a_release() -> None:
    assert OURS["beat"]["replicas"] == 1
    assert OURS["beat"]["strategy"] == {"type": "Recreate"}


def test_web_goes_through_the_pool_and_says_so_and_workers_do_not() -> None:
    told = {one["name"] for one in container("web")["env"]}
    assert told == {"DATABASE_URL", "KSBB_POOLED"}
    assert not any("env" in container(name) for name in ("letters", "worker", "beat"))


def test_the_guide_names_every_secret() -> None:
    guide = (Path(settings.BASE_DIR) / "docs" / "scale.md").read_text()
    assert [name for name in sorted({*production_requires(), "POOLED_DATABASE_URL"}) if name not in guide] == []


def test_the_owner_migrates_then_grants_and_nobody_else_has_the_owners_password() -> None:
    steps = OURS["migrate"]["template"]["spec"]
    assert [one["name"] for one in (*steps["initContainers"], *steps["containers"])] == ["migrate", "grant"]
    assert {name for name in CONTAINERS if "ksbb-owner" in str(container(name)["envFrom"])} == {"migrate", "grant"}
    assert steps["restartPolicy"] == "Never"


def test_a_backup_is_made_each_night_where_only_it_writes() -> None:
    [spec] = [thing["spec"] for thing in THINGS if thing["kind"] == "CronJob"]
    assert (spec["timeZone"], spec["concurrencyPolicy"]) == ("Asia/Jakarta", "Forbid")
    program, manage, command, kind = container("backup")["args"]
    assert (program, manage, kind) == ("python", "manage.py", "backup")
    assert command in get_commands()
    [folder] = [one["value"] for one in container("backup")["env"] if one["name"] == "KSBB_BACKUP_DIR"]
    writes = [one["mountPath"] for one in container("backup")["volumeMounts"] if not one.get("readOnly")]
    assert folder in writes
    assert "/data" not in writes
    assert not any("KSBB_BACKUP_DIR" in str(container(name)) for name in CONTAINERS if name != "backup")


@pytest.mark.parametrize("name", WORKLOADS)
def test_what_is_mounted_named_and_selected_is_there(name: str) -> None:
    spec = WORKLOADS[name]
    pod = spec["template"]["spec"]
    volumes = {one["name"]: one for one in pod.get("volumes", ())}
    mounted = {
        mount["name"]
        for one in chain(pod.get("initContainers", ()), pod["containers"])
        for mount in one.get("volumeMounts", ())
    }
    assert mounted == set(volumes)
    claims = {one["persistentVolumeClaim"]["claimName"] for one in volumes.values() if "persistentVolumeClaim" in one}
    assert claims <= {thing["metadata"]["name"] for thing in THINGS if thing["kind"] == "PersistentVolumeClaim"}
    wanted = spec.get("selector", {}).get("matchLabels", {})
    assert wanted.items() <= spec["template"].get("metadata", {}).get("labels", {}).items()


def test_services_the_ingress_and_the_scaler_lead_to_what_is_there() -> None:
    of = {kind: {one["metadata"]["name"]: one["spec"] for one in THINGS if one["kind"] == kind} for kind in KINDS}
    for service in of["Service"].values():
        assert service["selector"]["app"] in of["Deployment"]
    [rule] = of["Ingress"]["web"]["rules"]
    [path] = rule["http"]["paths"]
    port = path["backend"]["service"]["port"]["number"]
    assert {"port": port} in of["Service"][path["backend"]["service"]["name"]]["ports"]
    for scaler in of["HorizontalPodAutoscaler"].values():
        assert scaler["scaleTargetRef"]["name"] in of[scaler["scaleTargetRef"]["kind"]]
