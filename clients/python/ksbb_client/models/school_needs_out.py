from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.class_need_out import ClassNeedOut
    from ..models.need_school_out import NeedSchoolOut
    from ..models.numbers_out import NumbersOut


T = TypeVar("T", bound="SchoolNeedsOut")


@_attrs_define
class SchoolNeedsOut:
    """Both classes of one school with the numbers of this moment; `is_open` when a promise can be made.

    Attributes:
        school (NeedSchoolOut):
        total (NumbersOut): The four public numbers, each within the one before; `open` is what nobody has promised yet.
        needs (list[ClassNeedOut]):
        is_open (bool):
        page (str):
    """

    school: NeedSchoolOut
    total: NumbersOut
    needs: list[ClassNeedOut]
    is_open: bool
    page: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        school = self.school.to_dict()

        total = self.total.to_dict()

        needs = []
        for needs_item_data in self.needs:
            needs_item = needs_item_data.to_dict()
            needs.append(needs_item)

        is_open = self.is_open

        page = self.page

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "school": school,
                "total": total,
                "needs": needs,
                "is_open": is_open,
                "page": page,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.class_need_out import ClassNeedOut
        from ..models.need_school_out import NeedSchoolOut
        from ..models.numbers_out import NumbersOut

        d = dict(src_dict)
        school = NeedSchoolOut.from_dict(d.pop("school"))

        total = NumbersOut.from_dict(d.pop("total"))

        needs = []
        _needs = d.pop("needs")
        for needs_item_data in _needs:
            needs_item = ClassNeedOut.from_dict(needs_item_data)

            needs.append(needs_item)

        is_open = d.pop("is_open")

        page = d.pop("page")

        school_needs_out = cls(
            school=school,
            total=total,
            needs=needs,
            is_open=is_open,
            page=page,
        )

        school_needs_out.additional_properties = d
        return school_needs_out

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
