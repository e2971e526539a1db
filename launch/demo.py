"""The whole portal on one machine, from a bare checkout to an address in the browser."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from launch import install, prepared
from launch.layout import ROOT, venv_python
from launch.places import Place, ignoring_signals
from launch.processes import die_with_parent
from launch.services import can_bind
from launch.trouble import Trouble, explain, say

PROGRAMS = ("web", "worker", "beat")
HALF_FILLED = "half-filled"
PATIENCE_FOR_THE_WEB = 90
# The page answers first; the worker's first heartbeat follows a moment later.
PATIENCE_FOR_HEALTH = 10


def demo(arguments: list[str], port: int) -> int:
    """`run demo [--fresh]`: runs until it is stopped."""
    if unknown := [one for one in arguments if one != "--fresh"]:
        raise Trouble(f"The demo knows only --fresh, not {' '.join(unknown)}.")
    place = Place("demo", lasting=True)
    stamp = install.ensure()
    if (lock := place.try_hold("demo")) is None:
        raise Trouble(_who_has(place))
    try:
        if not can_bind(port):
            another = f"KSBB_PORT={port + 1} python3 run demo"
            raise Trouble(f"Port {port} is in use; choose another one, for example: {another}")
        _clear(place, fresh=bool(arguments))
        _serve(place, place.start_services(stamp), port)
        raise Trouble(_why_ended(place))
    finally:
        with ignoring_signals():
            place.herd.stop(PROGRAMS, 10)
            place.stop_services()
            place.release(lock)


def _clear(place: Place, *, fresh: bool) -> None:
    """Old logs always; the data when asked to, or when its first filling was interrupted."""
    half = place.dir / HALF_FILLED
    if fresh or half.exists():
        why = "Starting over" if fresh else "The first filling was interrupted, so it begins anew"
        say(f"{why}: the demo's data is removed …")
        place.empty()
        half.unlink(missing_ok=True)
    for log in place.logs.glob("*.log"):
        log.unlink()


def _serve(place: Place, urls: dict[str, str], port: int) -> None:
    """Prepare, start the programs and say so; returns when one of them ended by itself."""
    env = place.environment(urls, "local", port)
    sign_ins = _prepared(place, env, port)
    place.tell(state="ready", port=port, **urls)
    commands = _commands(place, port)
    for name in ("web", "worker"):
        place.herd.start(name, commands[name], log=_log(place, name), env=env, cwd=ROOT)
    _wait_for_the_web(place, port)
    # Beat comes last: nobody waits for it, and two processors are busy enough with the other two.
    place.herd.start("beat", commands["beat"], log=_log(place, "beat"), env=env, cwd=ROOT)
    sys.stdout.write(f"READY http://127.0.0.1:{port}\n{sign_ins}")
    sys.stdout.flush()
    while not place.herd.ended():
        time.sleep(0.25)


def _who_has(place: Place) -> str:
    status = place.status()
    if status.get("what") == "demo":
        where = f": http://127.0.0.1:{status['port']}" if "port" in status else ""
        return f"The demo already runs in this folder{where} (end it there with Ctrl-C, or with: python3 run stop)."
    return "A “run manage” or “run bench” is using the demo's database; start the demo when it is done."


def _prepared(place: Place, env: Mapping[str, str], port: int) -> str:
    """The sign-ins to show, after migrations and data where something changed since the last start."""
    mark = prepared.mark(env["DATABASE_URL"], port)
    known = None if os.environ.get("DATABASE_URL") else prepared.recall(place.dir, mark)
    if known is not None:
        return known
    sign_ins = _prepare(env, [] if os.environ.get("DATABASE_URL") else [str(place.dir / HALF_FILLED)])
    prepared.remember(place.dir, mark, sign_ins)
    return sign_ins


def _prepare(env: Mapping[str, str], marks: list[str]) -> str:
    done = subprocess.Popen(
        [venv_python(), "-m", "launch.prepare", *marks],
        stdout=subprocess.PIPE,
        text=True,
        env=dict(env),
        cwd=ROOT,
        preexec_fn=die_with_parent(15),
    )
    try:
        sign_ins, _ = done.communicate()
    except BaseException:
        done.terminate()
        done.wait()
        raise
    if done.returncode != 0:
        raise Trouble("The demo's database could not be prepared; the lines above say why.")
    return sign_ins


def _commands(place: Place, port: int) -> dict[str, list[str]]:
    python = venv_python()
    celery = [python, "-m", "celery", "--app", "ksbb.celery"]
    return {
        "web": [
            python,
            "-m",
            "gunicorn",
            "ksbb.wsgi",
            "--config=python:ksbb.serving",
            f"--bind=127.0.0.1:{port}",
            "--workers=1",
            "--threads=8",
        ]
        + ["--graceful-timeout=3", "--no-control-socket"],
        "worker": [*celery, "worker", "--concurrency=2", "--loglevel=INFO", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel=INFO", f"--schedule={place.dir / 'beat'}", "--pidfile="],
    }


def _wait_for_the_web(place: Place, port: int) -> None:
    deadline = time.monotonic() + PATIENCE_FOR_THE_WEB
    answered = 0.0
    while time.monotonic() < deadline:
        if place.herd.ended():
            raise Trouble(_why_ended(place))
        status = _ask(port)
        answered = answered or (time.monotonic() if status else 0.0)
        if status and (status != 503 or time.monotonic() > answered + PATIENCE_FOR_HEALTH):
            return
        time.sleep(0.05)
    raise Trouble(f"The web server did not answer within {PATIENCE_FOR_THE_WEB} seconds; see {_log(place, 'web')}.")


def _ask(port: int) -> int:
    """The status of /healthz, 0 when nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def _why_ended(place: Place) -> str:
    name = place.herd.ended()
    log = _log(place, name)
    tail = log.read_text(errors="replace")[-4000:]
    sentence = explain(tail, f"“{name}” ended by itself; the end of its log is above, all of it is in {log}.")
    if str(log) in sentence:
        say("\n".join(tail.splitlines()[-15:]))
    return sentence


def _log(place: Place, name: str) -> Path:
    return place.logs / f"{name}.log"
