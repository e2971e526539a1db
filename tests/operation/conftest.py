"""A second, empty installation beside the tests' own: another cluster, another folder of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from launch import install, services
from launch.processes import Herd


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """The private files of this test alone."""
    folder = tmp_path / "files"
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": str(folder)}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}
    return folder


@pytest.fixture
def empty_machine(tmp_path: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """`empty_machine("restore", folder, KSBB_FIELD_KEYS=…)`: a management command on a machine that holds nothing yet."""
    stamp = install.read_stamp(Path(sys.prefix))
    if stamp is None:
        pytest.skip("these packages were not installed by `run`: there is no server of our own to start")
    state = Path(tempfile.mkdtemp(prefix="ksbb-drill-"))
    state.chmod(0o755)
    herd = Herd(state / "processes.json")
    place = {
        "DATABASE_URL": services.Postgres(state, stamp, lasting=False).start(herd, state / "postgres.log"),
        "KSBB_DATA_DIR": str(tmp_path / "brought-back"),
        "KSBB_FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "KSBB_HASH_KEY": settings.HASH_KEY,
    }

    def manage(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=os.environ | place | more, cwd=settings.BASE_DIR, capture_output=True, text=True,
        )  # fmt: skip

    yield manage
    herd.stop(["postgres"], 20)
    shutil.rmtree(state)
