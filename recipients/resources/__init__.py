"""Where columns, formats and choices of the register's lists are declared: what goes out, and what schools send in."""

from __future__ import annotations

from recipients.resources.columns import Column
from recipients.resources.own_list import FORMATS, OwnListResource
from recipients.resources.register import RESOURCES, RegisterResource, StudentResource, TeacherResource

__all__ = [
    "FORMATS",
    "RESOURCES",
    "Column",
    "OwnListResource",
    "RegisterResource",
    "StudentResource",
    "TeacherResource",
]
