from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.recipient_kind import RecipientKind

if TYPE_CHECKING:
    from ..models.rows_in_rows_item import RowsInRowsItem


T = TypeVar("T", bound="RowsIn")


@_attrs_define
class RowsIn:
    """People as rows: column names as in the portal's template (the examples have all of them) or as in Dapodik. NIK, NISN
    and
    NUPTK are sent as text.

        Attributes:
            kind (RecipientKind): * `student` - Peserta didik
                * `teacher` - Pendidik
            rows (list[RowsInRowsItem]):
    """

    kind: RecipientKind
    rows: list[RowsInRowsItem]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        rows = []
        for rows_item_data in self.rows:
            rows_item = rows_item_data.to_dict()
            rows.append(rows_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "rows": rows,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.rows_in_rows_item import RowsInRowsItem

        d = dict(src_dict)
        kind = RecipientKind(d.pop("kind"))

        rows = []
        _rows = d.pop("rows")
        for rows_item_data in _rows:
            rows_item = RowsInRowsItem.from_dict(rows_item_data)

            rows.append(rows_item)

        rows_in = cls(
            kind=kind,
            rows=rows,
        )

        rows_in.additional_properties = d
        return rows_in

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
