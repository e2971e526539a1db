from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.criteria_state import CriteriaState
from ..models.recipient_kind import RecipientKind

if TYPE_CHECKING:
    from ..models.criteria_clause_out import CriteriaClauseOut
    from ..models.criteria_out_links import CriteriaOutLinks


T = TypeVar("T", bound="CriteriaOut")


@_attrs_define
class CriteriaOut:
    """One version with its clauses in their order.

    Attributes:
        id (UUID):
        kind (RecipientKind): * `student` - Peserta didik
            * `teacher` - Pendidik
        version (int):
        state (CriteriaState): * `draft` - rancangan
            * `proposed` - diusulkan
            * `scheduled` - disetujui, belum berlaku
            * `published` - berlaku
            * `retired` - tidak berlaku
        effective_from (datetime.date | None):
        proposed_at (datetime.datetime | None):
        published_at (datetime.datetime | None):
        retired_at (datetime.datetime | None):
        note (str):
        links (CriteriaOutLinks):
        clauses (list[CriteriaClauseOut]):
    """

    id: UUID
    kind: RecipientKind
    version: int
    state: CriteriaState
    effective_from: datetime.date | None
    proposed_at: datetime.datetime | None
    published_at: datetime.datetime | None
    retired_at: datetime.datetime | None
    note: str
    links: CriteriaOutLinks
    clauses: list[CriteriaClauseOut]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        kind = self.kind.value

        version = self.version

        state = self.state.value

        effective_from: None | str
        if isinstance(self.effective_from, datetime.date):
            effective_from = self.effective_from.isoformat()
        else:
            effective_from = self.effective_from

        proposed_at: None | str
        if isinstance(self.proposed_at, datetime.datetime):
            proposed_at = self.proposed_at.isoformat()
        else:
            proposed_at = self.proposed_at

        published_at: None | str
        if isinstance(self.published_at, datetime.datetime):
            published_at = self.published_at.isoformat()
        else:
            published_at = self.published_at

        retired_at: None | str
        if isinstance(self.retired_at, datetime.datetime):
            retired_at = self.retired_at.isoformat()
        else:
            retired_at = self.retired_at

        note = self.note

        links = self.links.to_dict()

        clauses = []
        for clauses_item_data in self.clauses:
            clauses_item = clauses_item_data.to_dict()
            clauses.append(clauses_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "version": version,
                "state": state,
                "effective_from": effective_from,
                "proposed_at": proposed_at,
                "published_at": published_at,
                "retired_at": retired_at,
                "note": note,
                "links": links,
                "clauses": clauses,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.criteria_clause_out import CriteriaClauseOut
        from ..models.criteria_out_links import CriteriaOutLinks

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        kind = RecipientKind(d.pop("kind"))

        version = d.pop("version")

        state = CriteriaState(d.pop("state"))

        def _parse_effective_from(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                effective_from_type_0 = datetime.date.fromisoformat(data)

                return effective_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        effective_from = _parse_effective_from(d.pop("effective_from"))

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

        def _parse_published_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                published_at_type_0 = datetime.datetime.fromisoformat(data)

                return published_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        published_at = _parse_published_at(d.pop("published_at"))

        def _parse_retired_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                retired_at_type_0 = datetime.datetime.fromisoformat(data)

                return retired_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        retired_at = _parse_retired_at(d.pop("retired_at"))

        note = d.pop("note")

        links = CriteriaOutLinks.from_dict(d.pop("links"))

        clauses = []
        _clauses = d.pop("clauses")
        for clauses_item_data in _clauses:
            clauses_item = CriteriaClauseOut.from_dict(clauses_item_data)

            clauses.append(clauses_item)

        criteria_out = cls(
            id=id,
            kind=kind,
            version=version,
            state=state,
            effective_from=effective_from,
            proposed_at=proposed_at,
            published_at=published_at,
            retired_at=retired_at,
            note=note,
            links=links,
            clauses=clauses,
        )

        criteria_out.additional_properties = d
        return criteria_out

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
