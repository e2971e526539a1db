"""One column of a list that is filled in: all that a workbook, a form or the API must know of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from import_export import fields

Choices = Sequence[tuple[Any, Any]]


class Column(fields.Field):  # type: ignore[misc]
    """`name`: the header, always Indonesian, as it is read back; `help`: how it is filled; `example`: a value without a fault.

    `form` is `text` (digits keep their zeros), `date` or `free`; `choices`: (value, label), of which the label is written and
    read; `width` in characters.
    """

    def __init__(
        self,
        name: str,
        help: Any,  # noqa: A002 - as Django calls it
        example: str,
        *,
        is_needed: bool = False,
        form: str = "free",
        choices: Choices = (),
        width: int = 16,
    ) -> None:
        super().__init__(column_name=name)
        self.name, self.help, self.example = name, help, example
        self.is_needed, self.form, self.choices, self.width = is_needed, form, choices, width
