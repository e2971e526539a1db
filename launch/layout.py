"""Where things lie. Nothing here is created by importing it."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"


def venv_dir() -> Path:
    """The virtual environment: `.venv`, or what KSBB_VENV says."""
    return Path(os.environ.get("KSBB_VENV") or ROOT / ".venv").absolute()


def state_dir() -> Path:
    """Databases, logs and uploads of demo and tests: `.run`, or what KSBB_STATE_DIR says."""
    return Path(os.environ.get("KSBB_STATE_DIR") or ROOT / ".run").absolute()


def outside_dir(inside: Path) -> Path:
    """A stand-in for `inside` under the system's temporary directory, the same one every time.

    For a checkout that another user (PostgreSQL's, when we are root) cannot reach.
    """
    key = hashlib.sha256(str(inside).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"ksbb-{os.geteuid()}-{key}"


def venv_python() -> str:
    """The interpreter that has the packages."""
    return str(venv_dir() / "bin" / "python")
