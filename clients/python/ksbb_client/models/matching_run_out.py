from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.matching_state import MatchingState
from ..models.matching_supply import MatchingSupply

if TYPE_CHECKING:
    from ..models.matching_district_out import MatchingDistrictOut
    from ..models.matching_run_out_links import MatchingRunOutLinks
    from ..models.matching_run_out_plans import MatchingRunOutPlans


T = TypeVar("T", bound="MatchingRunOut")


@_attrs_define
class MatchingRunOut:
    """One calculation. `plans` and `districts` are empty while it is `asked` and when it `failed`. The same `seed` and
    weights over
    the same needs give the same proposal.

        Attributes:
            id (UUID):
            state (MatchingState): * `asked` - sedang dihitung
                * `proposed` - menunggu persetujuan
                * `confirmed` - disetujui
                * `dropped` - tidak dipakai
                * `failed` - gagal dihitung
            area (str):
            sources (list[MatchingSupply]):
            weights_version (int):
            seed (str):
            asked_at (datetime.datetime):
            proposed_at (datetime.datetime | None):
            confirmed_at (datetime.datetime | None):
            dropped_at (datetime.datetime | None):
            plans (MatchingRunOutPlans):
            districts (list[MatchingDistrictOut]):
            links (MatchingRunOutLinks):
    """

    id: UUID
    state: MatchingState
    area: str
    sources: list[MatchingSupply]
    weights_version: int
    seed: str
    asked_at: datetime.datetime
    proposed_at: datetime.datetime | None
    confirmed_at: datetime.datetime | None
    dropped_at: datetime.datetime | None
    plans: MatchingRunOutPlans
    districts: list[MatchingDistrictOut]
    links: MatchingRunOutLinks
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        state = self.state.value

        area = self.area

        sources = []
        for sources_item_data in self.sources:
            sources_item = sources_item_data.value
            sources.append(sources_item)

        weights_version = self.weights_version

        seed = self.seed

        asked_at = self.asked_at.isoformat()

        proposed_at: None | str
        if isinstance(self.proposed_at, datetime.datetime):
            proposed_at = self.proposed_at.isoformat()
        else:
            proposed_at = self.proposed_at

        confirmed_at: None | str
        if isinstance(self.confirmed_at, datetime.datetime):
            confirmed_at = self.confirmed_at.isoformat()
        else:
            confirmed_at = self.confirmed_at

        dropped_at: None | str
        if isinstance(self.dropped_at, datetime.datetime):
            dropped_at = self.dropped_at.isoformat()
        else:
            dropped_at = self.dropped_at

        plans = self.plans.to_dict()

        districts = []
        for districts_item_data in self.districts:
            districts_item = districts_item_data.to_dict()
            districts.append(districts_item)

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "state": state,
                "area": area,
                "sources": sources,
                "weights_version": weights_version,
                "seed": seed,
                "asked_at": asked_at,
                "proposed_at": proposed_at,
                "confirmed_at": confirmed_at,
                "dropped_at": dropped_at,
                "plans": plans,
                "districts": districts,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.matching_district_out import MatchingDistrictOut
        from ..models.matching_run_out_links import MatchingRunOutLinks
        from ..models.matching_run_out_plans import MatchingRunOutPlans

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        state = MatchingState(d.pop("state"))

        area = d.pop("area")

        sources = []
        _sources = d.pop("sources")
        for sources_item_data in _sources:
            sources_item = MatchingSupply(sources_item_data)

            sources.append(sources_item)

        weights_version = d.pop("weights_version")

        seed = d.pop("seed")

        asked_at = datetime.datetime.fromisoformat(d.pop("asked_at"))

        def _parse_proposed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                proposed_at_type_0 = datetime.datetime.fromisoformat(data)

                return proposed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        proposed_at = _parse_proposed_at(d.pop("proposed_at"))

        def _parse_confirmed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                confirmed_at_type_0 = datetime.datetime.fromisoformat(data)

                return confirmed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        confirmed_at = _parse_confirmed_at(d.pop("confirmed_at"))

        def _parse_dropped_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                dropped_at_type_0 = datetime.datetime.fromisoformat(data)

                return dropped_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        dropped_at = _parse_dropped_at(d.pop("dropped_at"))

        plans = MatchingRunOutPlans.from_dict(d.pop("plans"))

        districts = []
        _districts = d.pop("districts")
        for districts_item_data in _districts:
            districts_item = MatchingDistrictOut.from_dict(districts_item_data)

            districts.append(districts_item)

        links = MatchingRunOutLinks.from_dict(d.pop("links"))

        matching_run_out = cls(
            id=id,
            state=state,
            area=area,
            sources=sources,
            weights_version=weights_version,
            seed=seed,
            asked_at=asked_at,
            proposed_at=proposed_at,
            confirmed_at=confirmed_at,
            dropped_at=dropped_at,
            plans=plans,
            districts=districts,
            links=links,
        )

        matching_run_out.additional_properties = d
        return matching_run_out

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
