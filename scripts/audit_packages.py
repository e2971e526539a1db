"""Asks an advisory service about every locked package: no known weakness may be among them.

    python -m scripts.audit_packages [REQUIREMENTS …]

KSBB_ADVISORIES_URL names a service with the API of OSV (https://google.github.io/osv.dev/post-v1-query/) instead of PyPI's.
Without any service that answers, nothing was audited: that is said, and it is a failure when KSBB_REQUIRE_AUDIT=1.
What is accepted for a while stands with its reason and its last day in requirements/advisories.toml.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
LOCKED = (REQUIREMENTS / "base.txt", REQUIREMENTS / "dev.txt")
LONGEST = timedelta(days=184)
PATIENCE = 300  # seconds for all packages


@dataclass(frozen=True)
class Findings:
    """What the service said: weaknesses as sentences, and the packages it did not speak about."""

    weaknesses: list[str]
    unknown: list[str]
    asked: int


def accepted(file: Path, today: date) -> dict[str, str]:
    """Identifier → reason of what is accepted today. Raises ValueError for an entry that is not, or no longer, in order."""
    found = {}
    for entry in tomllib.loads(file.read_text()).get("accepted", []):
        name, reason, until = entry.get("id"), str(entry.get("reason", "")).strip(), entry.get("until")
        if not name or len(reason) < 20:
            raise ValueError(f"{file.name}: {name or 'an entry'} needs an id and a reason in words.")
        if not isinstance(until, date) or until < today:
            raise ValueError(f"{file.name}: {name} was accepted until {until}; that day is over.")
        if until > today + LONGEST:
            raise ValueError(f"{file.name}: {name} is accepted for more than half a year ahead.")
        found[name] = reason
    return found


def command(files: list[Path], ignored: list[str]) -> list[str]:
    """pip-audit over exactly what is locked: nothing is resolved, nothing installed."""
    service = ["-s", "osv", "--osv-url", url] if (url := os.environ.get("KSBB_ADVISORIES_URL")) else ["-s", "pypi"]
    asked = [part for file in files for part in ("-r", str(file))]
    skipped = [part for name in ignored for part in ("--ignore-vuln", name)]
    plain = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    return [str(Path(sys.executable).with_name("pip-audit")), *asked, *service, *plain, *skipped]


def read(answer: str) -> Findings | None:
    """The report of pip-audit; None when there is none, because the service did not answer."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        return None
    weak = [
        f"{one['name']} {one['version']}: {found['id']}, repaired in {', '.join(found['fix_versions']) or 'no version yet'}"
        for one in packages
        for found in one.get("vulns", [])
    ]
    return Findings(weak, [one["name"] for one in packages if "skip_reason" in one], len(packages))


def verdict(findings: Findings | None, *, required: bool) -> tuple[str, bool]:
    """What is said, and whether the check holds."""
    if findings and findings.weaknesses:
        return "Known weaknesses:\n  " + "\n  ".join(findings.weaknesses), False
    if findings and not findings.unknown:
        return f"{findings.asked} packages, no known weakness.", True
    if findings and len(findings.unknown) < findings.asked:
        return f"NOT AUDITED: the service does not know {', '.join(findings.unknown)}.", not required
    return "NOT AUDITED: no advisory service answers.", not required


def main(names: list[str]) -> int:
    try:
        ignored = list(accepted(REQUIREMENTS / "advisories.toml", date.today()))  # noqa: DTZ011 - a day of the calendar
    except ValueError as wrong:
        sys.stdout.write(f"{wrong}\n")
        return 1
    files = [Path(name) for name in names] or list(LOCKED)
    try:
        done = subprocess.run(command(files, ignored), capture_output=True, text=True, timeout=PATIENCE, check=False)
        findings = read(done.stdout)
    except subprocess.TimeoutExpired:
        findings = None
    said, holds = verdict(findings, required=os.environ.get("KSBB_REQUIRE_AUDIT") == "1")
    sys.stdout.write(f"{said}\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
