from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.criteria_clause_out_kind_enum import CriteriaClauseOutKindEnum

T = TypeVar("T", bound="CriteriaClauseOut")


@_attrs_define
class CriteriaClauseOut:
    """One rule: `required` ones decide who can be helped, `weighted` ones give points. `says` is the rule in a sentence,
    in the
    language of the request; `value` is a word, a number, true/false or a list of them.

        Attributes:
            id (str):
            kind (CriteriaClauseOutKindEnum): * `required` - required
                * `weighted` - weighted
            field (str):
            op (str):
            value (Any):
            weight (int):
            scale (str):
            says (str):
    """

    id: str
    kind: CriteriaClauseOutKindEnum
    field: str
    op: str
    value: Any
    weight: int
    scale: str
    says: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        kind = self.kind.value

        field = self.field

        op = self.op

        value = self.value

        weight = self.weight

        scale = self.scale

        says = self.says

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "field": field,
                "op": op,
                "value": value,
                "weight": weight,
                "scale": scale,
                "says": says,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = d.pop("id")

        kind = CriteriaClauseOutKindEnum(d.pop("kind"))

        field = d.pop("field")

        op = d.pop("op")

        value = d.pop("value")

        weight = d.pop("weight")

        scale = d.pop("scale")

        says = d.pop("says")

        criteria_clause_out = cls(
            id=id,
            kind=kind,
            field=field,
            op=op,
            value=value,
            weight=weight,
            scale=scale,
            says=says,
        )

        criteria_clause_out.additional_properties = d
        return criteria_clause_out

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
