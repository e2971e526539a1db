from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="NumbersOut")


@_attrs_define
class NumbersOut:
    """The four public numbers, each within the one before; `open` is what nobody has promised yet.

    Attributes:
        needed (int):
        pledged (int):
        handed_over (int):
        verified (int):
        open_ (int):
    """

    needed: int
    pledged: int
    handed_over: int
    verified: int
    open_: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        needed = self.needed

        pledged = self.pledged

        handed_over = self.handed_over

        verified = self.verified

        open_ = self.open_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "needed": needed,
                "pledged": pledged,
                "handed_over": handed_over,
                "verified": verified,
                "open": open_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        needed = d.pop("needed")

        pledged = d.pop("pledged")

        handed_over = d.pop("handed_over")

        verified = d.pop("verified")

        open_ = d.pop("open")

        numbers_out = cls(
            needed=needed,
            pledged=pledged,
            handed_over=handed_over,
            verified=verified,
            open_=open_,
        )

        numbers_out.additional_properties = d
        return numbers_out

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
