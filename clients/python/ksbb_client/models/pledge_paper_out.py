from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="PledgePaperOut")


@_attrs_define
class PledgePaperOut:
    """A berita acara giver → school: anybody checks it under `check` by its code.

    Attributes:
        number (str):
        issued_at (datetime.datetime):
        is_in_force (bool):
        check (str):
    """

    number: str
    issued_at: datetime.datetime
    is_in_force: bool
    check: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        issued_at = self.issued_at.isoformat()

        is_in_force = self.is_in_force

        check = self.check

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "issued_at": issued_at,
                "is_in_force": is_in_force,
                "check": check,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        number = d.pop("number")

        issued_at = datetime.datetime.fromisoformat(d.pop("issued_at"))

        is_in_force = d.pop("is_in_force")

        check = d.pop("check")

        pledge_paper_out = cls(
            number=number,
            issued_at=issued_at,
            is_in_force=is_in_force,
            check=check,
        )

        pledge_paper_out.additional_properties = d
        return pledge_paper_out

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
