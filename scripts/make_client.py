"""The Python client in clients/python, made anew from the API's schema of today.

    python -m scripts.make_client [--check]

Writes clients/python/openapi.json and everything in clients/python/ksbb_client. With --check nothing is written: exit code 1 when
what is committed is not what would be made. The schema is the Indonesian one, whose words stand in the code themselves: a
translation changes no client.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

HOME = Path(__file__).parent.parent / "clients" / "python"
PACKAGE, SCHEMA = "ksbb_client", "openapi.json"
LANGUAGE = "id"


def make(folder: Path) -> None:
    """The schema and the package, into `folder`. Needs Django's settings, no database."""
    from ksbb.api.docs import schema_in

    told = json.loads(schema_in(LANGUAGE))
    (folder / SCHEMA).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tools = Path(sys.executable).parent
    env = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    command = [str(tools / "openapi-python-client"), "generate", "--meta", "none", "--overwrite", "--fail-on-warning"]
    paths = ["--path", str(folder / SCHEMA), "--output-path", str(folder / PACKAGE)]
    subprocess.run([*command, *paths], check=True, env=env, cwd=folder, stdout=subprocess.DEVNULL)
    for path in (folder / PACKAGE / "api").rglob("*.py"):
        # The generator (0.29) forgets this import where an operation takes two kinds of body.
        path.write_text(_with_unset(path.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / PACKAGE / "py.typed").touch()
    shutil.rmtree(folder / PACKAGE / ".ruff_cache", ignore_errors=True)


def _with_unset(source: str) -> str:
    wanted = "from ...types import UNSET, Response\n"
    return source.replace(wanted, wanted.replace("\n", ", Unset\n")) if " Unset " in source else source


def differing(folder: Path, home: Path = HOME) -> list[str]:
    """Paths that are not the same in both, or stand in one only; without what Python leaves behind."""
    names = {
        str(path.relative_to(root))
        for root in (folder, home)
        for path in (root / SCHEMA, *(root / PACKAGE).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return sorted(name for name in names if not _same(folder / name, home / name))


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def main(arguments: list[str]) -> int:
    django.setup()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make(folder)
        changed = differing(folder)
        if "--check" not in arguments:
            shutil.rmtree(HOME / PACKAGE, ignore_errors=True)
            shutil.copytree(folder / PACKAGE, HOME / PACKAGE)
            shutil.copy(folder / SCHEMA, HOME / SCHEMA)
    sys.stdout.write("\n".join(changed or ["The client is as the schema says."]) + "\n")
    return 1 if changed and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
