from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.import_row_status import ImportRowStatus

if TYPE_CHECKING:
    from ..models.remark_out import RemarkOut


T = TypeVar("T", bound="RowOut")


@_attrs_define
class RowOut:
    """
    Attributes:
        number (int):
        status (ImportRowStatus): * `new` - baru
            * `changed` - berubah
            * `unchanged` - sama
            * `question` - perlu jawaban
            * `problem` - perlu diperbaiki
            * `elsewhere` - terdaftar di tempat lain
            * `missing` - tidak ada di berkas
            * `skipped` - dilewati
        problems (list[RemarkOut]):
    """

    number: int
    status: ImportRowStatus
    problems: list[RemarkOut]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        status = self.status.value

        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number": number,
                "status": status,
                "problems": problems,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.remark_out import RemarkOut

        d = dict(src_dict)
        number = d.pop("number")

        status = ImportRowStatus(d.pop("status"))

        problems = []
        _problems = d.pop("problems")
        for problems_item_data in _problems:
            problems_item = RemarkOut.from_dict(problems_item_data)

            problems.append(problems_item)

        row_out = cls(
            number=number,
            status=status,
            problems=problems,
        )

        row_out.additional_properties = d
        return row_out

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
