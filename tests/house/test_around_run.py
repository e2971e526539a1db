"""What stands around the launcher: CI, the Makefile, the locks."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from launch.commands import COMMANDS

ROOT = Path(settings.BASE_DIR)


def test_ci_checks_and_then_runs_the_tests_as_the_readme_says():
    script = (ROOT / ".ci/run").read_text()
    assert re.search(r"python3 run check\b.*\n.*python3 run test\b", script)
    assert "KSBB_REQUIRE_BROWSER=1" in script
    assert re.search(r"^python3 run test( +#.*)?$", (ROOT / "README.md").read_text(), re.MULTILINE)


def test_make_is_only_an_alias():
    targets = re.search(r"^([a-z ]+):$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets is not None
    assert set(targets[1].split()) <= set(COMMANDS)


@pytest.mark.parametrize("name", ["base", "dev", "uv"])
def test_locks_name_no_address_and_hash_everything(name):
    text = (ROOT / f"requirements/{name}.txt").read_text()
    assert "://" not in text
    packages = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
    assert packages
    assert all("==" in line and line.endswith("\\") for line in packages)


def test_production_and_tests_run_on_the_same_versions():
    def pins(name: str) -> set[str]:
        return set(
            re.findall(r"^([a-z0-9][^ ]*==[^ ]+)", (ROOT / f"requirements/{name}.txt").read_text(), re.MULTILINE)
        )

    assert pins("base") <= pins("dev")
