"""`run lock`: which version of every package, with its hash, and no address of any index."""

import subprocess

from launch import install
from launch.layout import REQUIREMENTS, ROOT, venv_dir
from launch.trouble import Trouble, explain, say

OPTIONS = (
    *("--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--generate-hashes", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links"),
)


def lock(*, upgrade: bool) -> int:
    """Write base.txt and dev.txt; what is locked already stays, unless `upgrade`."""
    install.ensure()
    uv = install.ensure_uv(venv_dir())
    if not uv:
        raise Trouble("Locking needs uv, and it could not be fetched; check the connection and run again.")
    for name, more in (("base", []), ("dev", ["--constraint", "requirements/base.txt"])):
        command = [uv, "pip", "compile", *OPTIONS, *more, f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        if upgrade:
            command.append("--upgrade")
        done = subprocess.run(
            command, env=install.uv_environment(), cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            say(done.stderr.rstrip())
            raise Trouble(
                explain(done.stderr, f"requirements/{name}.in could not be resolved; the lines above say why.")
            )
        if "://" in (REQUIREMENTS / f"{name}.txt").read_text():
            raise Trouble(f"requirements/{name}.txt names an address; a lock must work with any index.")
        say(f"requirements/{name}.txt is locked.")
    return 0
