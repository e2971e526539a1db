"""The machines that the README shows are the machines of the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from ksbb.common.states import Moves
from verification import states

MACHINES = {
    name.removesuffix("_MOVES").title().replace("_", ""): table
    for name, table in vars(states).items()
    if name.endswith("_MOVES")
}


@pytest.mark.parametrize(("name", "table"), MACHINES.items(), ids=MACHINES)
def test_the_picture_is_the_machine(name: str, table: Moves) -> None:
    arrows = [f"{source} → {' | '.join(sorted(targets))}".upper() for source, targets in table.items() if targets]
    picture = f"{name:<12}{'      '.join(arrows)}"
    assert picture in Path(settings.BASE_DIR, "verification", "README.md").read_text(encoding="utf-8")
