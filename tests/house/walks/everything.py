"""The whole walk."""

from __future__ import annotations

from tests.house.walks.afterwards import Afterwards
from tests.house.walks.giving import Giving
from tests.house.walks.register import Register


class Everything(Afterwards, Giving, Register):
    """All parts together."""
