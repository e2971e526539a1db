"""The benchmark of the doors runs at a small size; how long an answer takes is not looked at."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from django.conf import settings


def test_every_door_is_measured() -> None:
    command = [sys.executable, "-m", "benchmarks.doors", "--rows", "1000"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["case"].partition(":")[0] for line in lines] == [
        "password",
        "code by mail",
        "password forgotten",
        "sign-up",
    ]
    assert [line["statuses"] for line in lines] == [[200], [302], [302], [302]]
    assert all(line["rows"] == 2 and line["apart_ms"] >= 0 for line in lines)
