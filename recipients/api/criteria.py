"""The criteria for the office's programs: every version, and what each clause says."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ksbb.api import paging
from ksbb.api.asking import asked
from ksbb.api.views import ApiView
from ksbb.api.words import problems
from ksbb.authority.grants import Grant
from ksbb.authority.permissions import Permission
from recipients.criteria import BadCriteria, Clause, parse
from recipients.models import CriteriaSet, RecipientKind
from recipients.reading_aloud import read
from recipients.states import CriteriaState

_READING = problems(400, 401, 403, 404, 406, 429)


class CriteriaAsked(serializers.Serializer[Any]):
    """How the list is narrowed."""

    kind = serializers.ChoiceField(choices=RecipientKind.choices, required=False)
    state = serializers.ChoiceField(choices=CriteriaState.choices, required=False)


class CriteriaRowOut(serializers.Serializer[Any]):
    """One version in a list."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=RecipientKind.choices)
    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=CriteriaState.choices)
    effective_from = serializers.DateField(allow_null=True)
    proposed_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    retired_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    links = serializers.DictField(child=serializers.CharField())


class CriteriaClauseOut(serializers.Serializer[Any]):
    """One rule: `required` ones decide who can be helped, `weighted` ones give points. `says` is the rule in a sentence, in the
    language of the request; `value` is a word, a number, true/false or a list of them."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=("required", "weighted"))
    field = serializers.CharField()
    op = serializers.CharField()
    value = serializers.JSONField()
    weight = serializers.IntegerField()
    scale = serializers.CharField(allow_blank=True)
    says = serializers.CharField()


class CriteriaOut(CriteriaRowOut):
    """One version with its clauses in their order."""

    clauses = CriteriaClauseOut(many=True)


class CriteriaList(ApiView):
    grants: ClassVar = {"GET": Grant.CRITERIA_READ}

    @extend_schema(
        operation_id="criteria_list",
        tags=["office"],
        parameters=[CriteriaAsked, *paging.PARAMETERS],
        responses={200: paging.page_of_items("CriteriaPage", CriteriaRowOut), **_READING},
    )
    def get(self, request: Request) -> Response:
        """All versions, the newest first. Grant `criteria.read`."""
        self.actor.must(Permission.CRITERIA_VIEW)
        versions = CriteriaSet.objects.visible_to(self.actor).filter(**asked(CriteriaAsked, request))
        return paging.listed(request, versions.defer("clauses"), "-id", tell=_told_row)


class CriteriaDetail(ApiView):
    grants: ClassVar = {"GET": Grant.CRITERIA_READ}

    @extend_schema(operation_id="criteria_read", tags=["office"], responses={200: CriteriaOut, **_READING})
    def get(self, request: Request, public_id: UUID) -> Response:
        """One version with its clauses. Grant `criteria.read`."""
        self.actor.must(Permission.CRITERIA_VIEW)
        found = get_object_or_404(CriteriaSet.objects.visible_to(self.actor), public_id=public_id)
        return Response(_told_row(found) | {"clauses": [_told_clause(clause) for clause in _clauses(found)]})


def _clauses(criteria: CriteriaSet) -> tuple[Clause, ...]:
    """As on the page: a stored list that no longer parses shows nothing."""
    try:
        return parse(criteria.clauses)
    except BadCriteria:
        return ()


def _told_clause(clause: Clause) -> dict[str, object]:
    """As CriteriaClauseOut."""
    names = ("id", "kind", "field", "op", "value", "weight", "scale")
    return {name: getattr(clause, name) for name in names} | {"says": read(clause)}


def _told_row(criteria: CriteriaSet) -> dict[str, object]:
    """As CriteriaRowOut."""
    return {
        "id": str(criteria.public_id),
        "kind": criteria.kind,
        "version": criteria.version,
        "state": criteria.state,
        "effective_from": criteria.effective_from.isoformat() if criteria.effective_from else None,
        **{name: _at(getattr(criteria, name)) for name in ("proposed_at", "published_at", "retired_at")},
        "note": criteria.note,
        "links": {
            "self": reverse("api:criteria_detail", args=[criteria.public_id]),
            "page": f"{settings.PUBLIC_URL}{reverse('recipients:criteria_detail', args=[criteria.public_id])}",
        },
    }


def _at(moment: datetime | None) -> str | None:
    """In Jakarta's time, with its offset."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
