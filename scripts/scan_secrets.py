"""Looks for keys and passwords in the tracked files; what looks like one and is none is explained in .secrets.toml.

    python -m scripts.scan_secrets

The finding is known by its file and by the SHA-1 of its text, as detect-secrets prints it, never by the text. An explanation
that explains nothing any more is a failure too: it would cover the next find.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.filters.heuristic import is_indirect_reference
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.settings import transient_settings

EXPLAINED = ".secrets.toml"
# Locked packages are all hashes; a compiled catalogue and its source hold sentences; pictures hold no text.
LEFT_OUT = re.compile(
    r"requirements/\w+\.txt|locale/.*|static/vendor/SHA256SUMS|.*\.(png|jpg|woff2|ico|pdf)|\.secrets\.toml"
)
FINGERPRINT = re.compile(r"\bhash=['\"][0-9a-f]{40}['\"]")
NOT_CHECKED_BY_NETWORK = [
    {"path": f"detect_secrets.filters.heuristic.{name}"}
    for name in (
        "is_sequential_string", "is_potential_uuid", "is_likely_id_string", "is_templated_secret", "is_prefixed_with_dollar_sign",
        "is_not_alphanumeric_string",
    )
]  # fmt: skip


@dataclass(frozen=True, order=True)
class Find:
    """What looks like a secret."""

    file: str
    sha1: str
    kind: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.file, self.sha1


def tracked(folder: Path) -> list[str]:
    """The files of the repository, relative to it. Raises CalledProcessError where there is none."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=folder, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and not LEFT_OUT.fullmatch(name)]


def detectors() -> tuple[list[str], dict[str, list[re.Pattern[str]]]]:
    """Those that read every line, and the others with the patterns without which they find nothing.

    Asking whole files first makes the search four times as quick.
    """
    always: list[str] = []
    patterns: dict[str, list[re.Pattern[str]]] = {}
    found: Any
    for found in get_mapping_from_secret_type_to_class().values():
        if issubclass(found, RegexBasedDetector):
            patterns[found.__name__] = [re.compile(one.pattern, one.flags | re.MULTILINE) for one in found().denylist]
        else:
            always.append(found.__name__)
    return always, patterns


def by_detectors(folder: Path, files: Iterable[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Names of detectors, and the files in which they have something to look at."""
    always, patterns = detectors()
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in files:
        path = folder / name
        text = path.read_text(errors="replace") if path.is_file() else ""
        asked = [kind for kind, those in patterns.items() if any(one.search(text) for one in those)]
        groups[(*always, *asked)].append(name)
    for kinds, names in groups.items():
        yield list(kinds), names


def scan(folder: Path) -> list[Find]:
    """All finds in the tracked files of `folder`, by file and line."""
    found: set[Find] = set()
    for kinds, names in by_detectors(folder, tracked(folder)):
        limits = {"Base64HighEntropyString": {"limit": 4.5}, "HexHighEntropyString": {"limit": 3.0}}
        plugins = [{"name": kind} | limits.get(kind, {}) for kind in kinds]
        with transient_settings({"plugins_used": plugins, "filters_used": NOT_CHECKED_BY_NETWORK}):
            secrets = SecretsCollection(root=str(folder))
            for name in names:
                secrets.scan_file(name)
        found |= {Find(file, one.secret_hash, one.type, one.line_number) for file, one in secrets}
    return sorted(find for find in found if not harmless(folder, find))


def harmless(folder: Path, find: Find) -> bool:
    """`password = read_it()` names no password; a test invents its own; a trigger has a fingerprint.

    Asked of the finds only: the first pattern is slow. Keys in the form of some service's are finds everywhere.
    """
    line = (folder / find.file).read_text(errors="replace").splitlines()[find.line - 1]
    if find.kind == "Secret Keyword":
        return find.file.startswith("tests/") or is_indirect_reference(line)
    return find.kind == "Hex High Entropy String" and "/migrations/" in find.file and bool(FINGERPRINT.search(line))


def explained(folder: Path) -> set[tuple[str, str]]:
    """File and hash of what is none. Raises ValueError for one without a reason in words."""
    path = folder / EXPLAINED
    entries = tomllib.loads(path.read_text()).get("none", []) if path.exists() else []
    for entry in entries:
        if len(str(entry.get("why", "")).strip()) < 15:
            raise ValueError(f"{EXPLAINED}: {entry.get('file')} needs a reason in words.")
    return {(entry["file"], entry["sha1"]) for entry in entries}


def main() -> int:
    folder = Path.cwd()
    try:
        known = explained(folder)
        finds = scan(folder)
    except (ValueError, KeyError) as wrong:
        sys.stdout.write(f"{wrong}\n")
        return 1
    except (OSError, subprocess.CalledProcessError):
        sys.stdout.write("NOT SCANNED: this is no git repository, so there are no tracked files.\n")
        return int(os.environ.get("KSBB_REQUIRE_AUDIT") == "1")
    news = [find for find in finds if find.key not in known]
    for find in news:
        sys.stdout.write(
            f"{find.file}:{find.line} looks like a secret ({find.kind}). Take it out and renew it; if it is none:\n"
        )
        sys.stdout.write(f'[[none]]\nfile = "{find.file}"\nsha1 = "{find.sha1}"\nwhy = ""\n')
    idle = known - {find.key for find in finds}
    for file, sha1 in sorted(idle):
        sys.stdout.write(f"{EXPLAINED} explains {sha1} in {file}, which is not there any more: take the entry out.\n")
    if not news and not idle:
        sys.stdout.write(f"Nothing found; {len(known)} words are explained.\n")
    return 1 if news or idle else 0


if __name__ == "__main__":
    sys.exit(main())
