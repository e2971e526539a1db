from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.need_class import NeedClass
from ..models.school_form import SchoolForm

T = TypeVar("T", bound="FigureOut")


@_attrs_define
class FigureOut:
    """The four numbers of one part, rounded to fives; null is fewer than five, which may be none at all.

    Attributes:
        area (str):
        area_name (str):
        form (None | SchoolForm):
        need_class (NeedClass | None):
        needed (int | None):
        pledged (int | None):
        handed_over (int | None):
        verified (int | None):
    """

    area: str
    area_name: str
    form: None | SchoolForm
    need_class: NeedClass | None
    needed: int | None
    pledged: int | None
    handed_over: int | None
    verified: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        area = self.area

        area_name = self.area_name

        form: None | str
        if isinstance(self.form, SchoolForm):
            form = self.form.value
        else:
            form = self.form

        need_class: None | str
        if isinstance(self.need_class, NeedClass):
            need_class = self.need_class.value
        else:
            need_class = self.need_class

        needed: int | None
        needed = self.needed

        pledged: int | None
        pledged = self.pledged

        handed_over: int | None
        handed_over = self.handed_over

        verified: int | None
        verified = self.verified

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "area": area,
                "area_name": area_name,
                "form": form,
                "need_class": need_class,
                "needed": needed,
                "pledged": pledged,
                "handed_over": handed_over,
                "verified": verified,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        area = d.pop("area")

        area_name = d.pop("area_name")

        def _parse_form(data: object) -> None | SchoolForm:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                form_type_0 = SchoolForm(data)

                return form_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SchoolForm, data)

        form = _parse_form(d.pop("form"))

        def _parse_need_class(data: object) -> NeedClass | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                need_class_type_0 = NeedClass(data)

                return need_class_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NeedClass | None, data)

        need_class = _parse_need_class(d.pop("need_class"))

        def _parse_needed(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        needed = _parse_needed(d.pop("needed"))

        def _parse_pledged(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        pledged = _parse_pledged(d.pop("pledged"))

        def _parse_handed_over(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        handed_over = _parse_handed_over(d.pop("handed_over"))

        def _parse_verified(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        verified = _parse_verified(d.pop("verified"))

        figure_out = cls(
            area=area,
            area_name=area_name,
            form=form,
            need_class=need_class,
            needed=needed,
            pledged=pledged,
            handed_over=handed_over,
            verified=verified,
        )

        figure_out.additional_properties = d
        return figure_out

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
