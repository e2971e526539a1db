"""The matching for the office's programs: which proposals there are, what they propose and why, and a new one asked for."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db.models import Sum
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from donations.actions.start_matching import start_matching
from donations.api.matching_words import (
    MatchingLineOut,
    MatchingLinesAsked,
    MatchingRunIn,
    MatchingRunOut,
    MatchingRunRowOut,
    told_line,
    told_run,
    told_run_row,
)
from donations.matching_input import schools_named
from donations.matching_rows import lines_over
from donations.matching_words import next_schools
from donations.models import MatchingRun
from ksbb.api import paging
from ksbb.api.asking import asked
from ksbb.api.idempotency import idempotent
from ksbb.api.views import ApiView
from ksbb.api.words import KEY, problems
from ksbb.authority.grants import Grant
from ksbb.authority.permissions import Permission
from ksbb.common.paging import is_cursor, page_of

_READING = problems(400, 401, 403, 404, 406, 429)


class RunList(ApiView):
    grants: ClassVar = {"GET": Grant.MATCHING_READ, "POST": Grant.MATCHING_RUN}
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="matching_list",
        tags=["office"],
        parameters=paging.PARAMETERS,
        responses={200: paging.page_of_items("MatchingPage", MatchingRunRowOut), **_READING},
    )
    def get(self, request: Request) -> Response:
        """The calculations over the ground of the key, the newest first. Grant `matching.read`."""
        self.actor.must(Permission.MATCHING_VIEW)
        runs = MatchingRun.objects.visible_to(self.actor).select_related("weights").defer("unplaced", "figures")
        runs = runs.annotate(devices=Sum("lines__quantity"), applied=Sum("lines__applied_quantity"))
        return paging.listed(request, runs, "-id", tell=told_run_row)

    @extend_schema(
        operation_id="matching_start",
        tags=["office"],
        parameters=[KEY],
        request=MatchingRunIn,
        responses={202: MatchingRunOut, **problems(400, 401, 403, 406, 409, 413, 415, 429)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Have a proposal calculated over an area of the key's ground; a worker does it. Nothing is promised by it: a person agrees
        to a proposal, or does not, on its page. Grant `matching.run`."""
        self.actor.must(Permission.MATCHING_RUN)
        shape = MatchingRunIn(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        run = start_matching(
            region=said["area"],
            wishes="wishes" in said["sources"],
            stock="stock" in said["sources"],
            block=said["block"],
            actor=self.actor,
        )
        address = reverse("api:matching_detail", args=[run.public_id])
        return Response(told_run(run), status=202, headers={"Location": address})


class RunDetail(ApiView):
    grants: ClassVar = {"GET": Grant.MATCHING_READ}

    @extend_schema(operation_id="matching_read", tags=["office"], responses={200: MatchingRunOut, **_READING})
    def get(self, request: Request, public_id: UUID) -> Response:
        """One calculation: how fair it is, beside no plan and the simple order. Grant `matching.read`."""
        return Response(told_run(_found(self, public_id)))


class RunLines(ApiView):
    grants: ClassVar = {"GET": Grant.MATCHING_READ}

    @extend_schema(
        operation_id="matching_lines",
        tags=["office"],
        parameters=[MatchingLinesAsked, *paging.PARAMETERS],
        responses={200: paging.page_of_items("MatchingLinePage", MatchingLineOut), **_READING},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """How many devices go to which school, and why. Who gives them is told on the page. Grant `matching.read`."""
        run, wanted = _found(self, public_id), asked(MatchingLinesAsked, request)
        told = {"kecamatan": wanted.get("area"), "untuk": wanted.get("need_class"), "keadaan": wanted.get("state")}
        lines = lines_over(run, {name: value for name, value in told.items() if value}).select_related(
            "school", "pledge"
        )
        after = request.query_params.get(paging.AFTER, "")
        if after and not is_cursor(after, lines, "id"):
            raise paging.unknown_cursor()
        page = page_of(lines, "id", after=after, size=paging.limit_of(request))
        schools = schools_named(next_schools(page.rows))
        return paging.answer(request, [told_line(line, schools) for line in page.rows], page.after)


def _found(view: ApiView, public_id: UUID) -> MatchingRun:
    seen = MatchingRun.objects.visible_to(view.actor).select_related("weights").defer("unplaced")
    return get_object_or_404(seen, public_id=public_id)
