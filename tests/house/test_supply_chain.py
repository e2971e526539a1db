"""What of others is in the portal: known weaknesses, secrets and foreign files fail the check."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings

from scripts import audit_packages

ROOT = Path(settings.BASE_DIR)
SCRIPTS = ROOT / "scripts"
TODAY = date(2026, 11, 22)
# Two packages with hashes, as `run lock` writes them.
LOCKED = "".join(f"{name} \\\n    --hash=sha256:{'0' * 64}\n" for name in ("weak-thing==1.0", "sound-thing==2.0"))
WEAKNESS = {
    "id": "PYSEC-0000-1",
    "summary": "Reads letters of others",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "weak-thing", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


class Advisories(BaseHTTPRequestHandler):
    """A stand-in with the API of OSV; it knows one weakness of one package."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told = {"weak-thing": {"vulns": [WEAKNESS]}}.get(asked["package"]["name"], {})
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_of_a_request: object) -> None:
        """Nothing to the terminal."""


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Advisories)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()
    thread.join()


def audited(tmp_path: Path, locked: str, service: str, **more: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "locked.txt"
    file.write_text(locked)
    return subprocess.run(
        [sys.executable, "-m", "scripts.audit_packages", str(file)],
        env=os.environ | {"KSBB_ADVISORIES_URL": service} | more, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_package_with_a_known_weakness_fails_the_check(tmp_path: Path, service: str) -> None:
    done = audited(tmp_path, LOCKED, service)
    assert done.returncode == 1
    assert "weak-thing 1.0: PYSEC-0000-1, repaired in 1.1" in done.stdout


def test_packages_without_one_pass_also_where_the_audit_is_required(tmp_path: Path, service: str) -> None:
    done = audited(tmp_path, LOCKED.replace("weak-", "good-"), service, KSBB_REQUIRE_AUDIT="1")
    assert (done.returncode, done.stdout) == (0, "2 packages, no known weakness.\n")


@pytest.mark.parametrize(("required", "code"), [("", 0), ("1", 1)])
def test_without_a_service_it_says_that_nothing_was_audited(tmp_path: Path, required: str, code: int) -> None:
    done = audited(tmp_path, LOCKED, "http://127.0.0.1:1/", KSBB_REQUIRE_AUDIT=required)
    assert (done.returncode, done.stdout) == (code, "NOT AUDITED: no advisory service answers.\n")


def test_a_service_that_knows_only_some_packages_is_no_audit_of_the_others() -> None:
    found = audit_packages.Findings([], ["ours"], 2)
    assert audit_packages.verdict(found, required=False) == ("NOT AUDITED: the service does not know ours.", True)
    assert audit_packages.verdict(found, required=True)[1] is False


def entry(reason: str = "Fungsi yang salah tidak dipakai.", until: date = TODAY) -> str:
    return f'[[accepted]]\nid = "PYSEC-0000-1"\nreason = "{reason}"\nuntil = {until}\n'


def test_what_is_accepted_with_a_reason_and_a_day_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "advisories.toml"
    file.write_text(entry())
    assert list(audit_packages.accepted(file, TODAY)) == ["PYSEC-0000-1"]
    assert audit_packages.command([file], ["PYSEC-0000-1"])[-2:] == ["--ignore-vuln", "PYSEC-0000-1"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (entry(until=TODAY - timedelta(days=1)), "that day is over"),
        (entry(until=TODAY + timedelta(days=200)), "half a year"),
        (entry(reason="ok"), "reason in words"),
        ('[[accepted]]\nid = "X"\nreason = "Fungsi yang salah tidak dipakai."\n', "over"),
    ],
)
def test_nothing_is_accepted_without_a_reason_and_for_ever(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "advisories.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=why):
        audit_packages.accepted(file, TODAY)


def test_what_runs_in_production_is_among_what_is_installed_for_tests() -> None:
    """One audit of both speaks about the same versions."""
    base, dev = (set(re.findall(r"^[\w.-]+==\S+", path.read_text(), re.M)) for path in audit_packages.LOCKED)
    assert len(base) > 50
    assert base <= dev


# --- Secrets -----------------------------------------------------------------------------------

# Put together here, so that the scan of this very file finds nothing.
PLANTED = {
    "key of a cloud": "AKIA" + "QWERTYUIOPASDFGH",
    "key of a host of code": "ghp" + "_" + "a1B2" * 9,
    "private key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "password": "password" + ' = "kuda-benar-baterai-7"',
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "settings.py").write_text("DEBUG = False\n")
    (tmp_path / "notes.txt").write_text("nothing\n")
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    return tmp_path


def scanned(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPTS / "scan_secrets.py"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_secret_fails_the_check_and_is_not_printed(repository: Path, planted: str) -> None:
    (repository / "settings.py").write_text(f"{PLANTED[planted]}\n".replace("AKIA", 'KEY = "AKIA'))
    done = scanned(repository)
    assert done.returncode == 1
    assert "settings.py:1 looks like a secret" in done.stdout
    assert PLANTED[planted] not in done.stdout


def test_without_one_it_passes_and_files_that_are_not_tracked_are_not_read(repository: Path) -> None:
    (repository / "own.env").write_text(PLANTED["private key"])
    assert scanned(repository).returncode == 0


def test_an_explanation_needs_words_and_something_to_explain(repository: Path) -> None:
    explanation = repository / ".secrets.toml"
    (repository / "settings.py").write_text(f"{PLANTED['password']}\n")
    text = scanned(repository).stdout.partition("\n")[2]
    explanation.write_text(text)
    assert "needs a reason" in scanned(repository).stdout
    explanation.write_text(text.replace('why = ""', 'why = "The password of an invented person."'))
    assert scanned(repository).returncode == 0
    (repository / "settings.py").write_text("DEBUG = False\n")
    done = scanned(repository)
    assert (done.returncode, "not there any more" in done.stdout) == (1, True)


# --- The bill ----------------------------------------------------------------------------------


def test_the_bill_names_what_runs_with_hashes_and_licences(tmp_path: Path) -> None:
    file = tmp_path / "bill.json"
    done = subprocess.run(
        [sys.executable, "-m", "scripts.bill_of_materials", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    bill = json.loads(file.read_text())
    by_name = {one["name"]: one for one in bill["components"]}
    locked = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements/base.txt").read_text(), re.M)
    assert set(locked) <= {(one["name"], one["version"]) for one in bill["components"]}
    assert by_name["django"]["externalReferences"][0]["hashes"]
    assert by_name["django"]["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert by_name["leaflet"]["components"][0]["hashes"][0]["alg"] == "SHA-256"
    assert (bill["specVersion"], "pytest" in by_name) == ("1.6", False)


def test_a_changed_foreign_file_fails_the_check(tmp_path: Path) -> None:
    """In a copy: the script looks at the tree in which it stands."""
    for name in ("scripts", "static/vendor", "static/img/icons"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "static/vendor/leaflet-1.9.4/leaflet.js").write_text("alert(1)")
    (tmp_path / "static/vendor/more.js").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "scripts.bill_of_materials"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.split()[-2:] == ["vendor/leaflet-1.9.4/leaflet.js", "vendor/more.js"]
