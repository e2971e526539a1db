"""The commands of `run`, and how they end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

from launch import install, prepared
from launch.checks import NO_DATABASE, bill_of_materials, check
from launch.demo import demo as run_demo
from launch.layout import ROOT, venv_python
from launch.lock import lock as relock
from launch.places import Place, borrowed, test_place
from launch.processes import adopt_orphans, clean_up, die_with_parent, end_strays
from launch.trouble import Stopped, Trouble, explain_os_error, say

HELP = """\
python3 run COMMAND        (also ./run COMMAND)

  demo [--fresh]     the whole portal on this machine with invented data; Ctrl-C stops it; --fresh starts over
  test [ARGS]        the tests; ARGS go to pytest (without a path or -n they run on two processes)
  check              style, types, templates, import contracts, missing migrations, production settings, packages, secrets
  sbom FILE          the software bill of materials (CycloneDX, JSON)
  manage ARGS        any management command in the demo's environment, e.g. manage check_data
  client [--check]   the Python client in clients/python, made anew from the API's schema
  bench [NAME ARGS]  a benchmark of benchmarks/, in the demo's environment
  lock [--upgrade]   lock the packages again after a change in requirements/*.in
  stop               end what an earlier demo left running

Environment: KSBB_PORT (8000), KSBB_STATE_DIR (.run), KSBB_VENV (.venv);
DATABASE_URL and REDIS_URL name services of your own, which are then not started.
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command; every expected trouble becomes one sentence and exit code 1."""
    name, *rest = arguments or ["help"]
    command = COMMANDS.get(name)
    if command is None:
        sys.stdout.write(HELP)
        return 0 if name in {"help", "-h", "--help"} else 2
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _stop)
    try:
        return command(rest)
    except Trouble as trouble:
        say(f"run: {trouble}")
    except OSError as error:
        say(f"run: {explain_os_error(error)}")
    except Stopped as stopped:
        return stopped.exit_code
    return 1


def _stop(signum: int, _frame: FrameType | None) -> None:
    raise Stopped(signum)


def port() -> int:
    """Where the demo listens."""
    given = os.environ.get("KSBB_PORT") or "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Trouble(f"KSBB_PORT must be a number between 1 and 65535, and it is “{given}”.")
    return int(given)


def foreground(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a program that owns the terminal; a request to stop goes on to it, and its own ending is awaited."""
    child = subprocess.Popen(command, env=dict(env), cwd=ROOT, preexec_fn=die_with_parent(signal.SIGTERM))
    stopped: Stopped | None = None
    while True:
        try:
            code = child.wait(None if stopped is None else 15)
            break
        except Stopped as request:
            if request.exit_code == 130 and sys.stdin.isatty():
                continue  # the terminal has told the child too; a shell goes on after Ctrl-C, and so do we
            stopped = request
            child.send_signal(request.exit_code - 128)
        except subprocess.TimeoutExpired:
            child.kill()
    if stopped is not None:
        raise stopped
    return code if code >= 0 else 128 - code


def manage(arguments: list[str]) -> int:
    """`run manage …`."""
    return _in_the_demo("manage", ["manage.py", *arguments])


def _in_the_demo(what: str, arguments: Sequence[str]) -> int:
    """Python in the demo's environment, beside a running demo or with services of its own."""
    place = Place("demo", lasting=True)
    install.ensure()
    with borrowed(place, what, install.ensure) as services:
        prepared.forget(place.dir)
        urls = {name: services[name] for name in ("DATABASE_URL", "REDIS_URL")}
        env = place.environment(urls, "local", services.get("port", port()))
        return foreground([venv_python(), *arguments], env)


def test(arguments: list[str]) -> int:
    """`run test …`."""
    with test_place(install.ensure()) as (place, urls):
        env = place.environment(urls, "test", port())
        adopt_orphans()
        try:
            return foreground([venv_python(), "-m", "pytest", *pytest_arguments(arguments)], env)
        finally:
            end_strays(keep=place.herd.pids())


def pytest_arguments(arguments: Sequence[str]) -> list[str]:
    """Two processes for the whole suite; whoever names files or a way to run gets exactly that."""
    ways = ("-x", "--exitfirst", "-s", "--pdb", "--co", "-n", "--numprocesses")
    chosen = any(one.startswith(ways) or not one.startswith("-") for one in arguments)
    return list(arguments) if chosen else ["-n", "2", "--dist", "loadgroup", *arguments]


def stop(_arguments: list[str]) -> int:
    """`run stop`."""
    place = Place("demo", lasting=True)
    if (running := place.status()) and running.get("what") != "manage":
        os.kill(running["pid"], signal.SIGTERM)
        deadline = time.monotonic() + 40
        while place.status() and time.monotonic() < deadline:
            time.sleep(0.05)
        say("The demo is stopped.")
        return 0
    count = clean_up(place.herd.register, place.server_dirs())
    say(f"Ended {count} processes that an earlier start had left." if count else "Nothing was running.")
    return 0


def demo(arguments: list[str]) -> int:
    """`run demo`."""
    return run_demo(arguments, port())


def bench(arguments: list[str]) -> int:
    """`run bench NAME …`."""
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py"))
    if not arguments or arguments[0] not in known:
        asked = f"There is no benchmark “{arguments[0]}”" if arguments else "Which benchmark?"
        raise Trouble(f"{asked}; there are: {', '.join(known)}." if known else "There are no benchmarks yet.")
    return _in_the_demo("bench", ["-m", f"benchmarks.{arguments[0]}", *arguments[1:]])


def client(arguments: list[str]) -> int:
    """`run client [--check]`."""
    install.ensure()
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "ksbb.settings.local", "DATABASE_URL": NO_DATABASE}
    return foreground([venv_python(), "-m", "scripts.make_client", *arguments], env)


def lock(arguments: list[str]) -> int:
    """`run lock [--upgrade]`."""
    return relock(upgrade="--upgrade" in arguments)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "sbom": bill_of_materials,
    "manage": manage,
    "client": client,
    "bench": bench,
    "lock": lock,
    "stop": stop,
}
