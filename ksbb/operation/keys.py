"""The keys beside a backup: told apart by fingerprints, written down only where somebody asks for it.

A backup never holds a key. Its manifest holds fingerprints, so that a restore says at once that it has the wrong keys, and not
when the first child's number cannot be opened.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings

LENGTH = 16


def fingerprint(purpose: str, key: str) -> str:
    """16 hexadecimal digits that say nothing of a random key of 32 bytes."""
    return hashlib.sha256(f"ksbb backup {purpose}:{key}".encode()).hexdigest()[:LENGTH]


def fingerprints() -> dict[str, list[str]]:
    """`field`: of every key that opens sealed columns; `hash`: of the one that finds equal numbers."""
    return {
        "field": sorted(fingerprint("field", key) for key in settings.FIELD_KEYS),
        "hash": [fingerprint("hash", settings.HASH_KEY)],
    }


def missing(wanted: dict[str, list[str]]) -> list[str]:
    """What `wanted` names and this installation has not, as `KSBB_FIELD_KEYS 0123…`."""
    here = fingerprints()
    names = {"field": "KSBB_FIELD_KEYS", "hash": "KSBB_HASH_KEY"}
    return [
        f"{names[purpose]} {one}" for purpose in names for one in wanted.get(purpose, []) if one not in here[purpose]
    ]


def write_keys(file: Path) -> None:
    """The keys as lines of an environment file that only its owner reads. FileExistsError when something is there."""
    lines = {
        "KSBB_FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "KSBB_HASH_KEY": settings.HASH_KEY,
        "SECRET_KEY": settings.SECRET_KEY,
    }
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.writelines(f"{name}={value}\n" for name, value in lines.items())
