"""`/api/v1/recipients/imports`: the same rehearsal, the same decision and the same result as on the page."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from ksbb.api.idempotency import key_of
from ksbb.api.problems import ProblemError
from ksbb.api.views import ApiView
from ksbb.api.words import KEY, problems
from ksbb.authority.actors import Actor
from ksbb.authority.grants import Grant
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.reading import SheetRefused
from ksbb.imports.states import ImportSource
from recipients.actions.apply_import import apply_import
from recipients.actions.refuse_import import refuse_import
from recipients.actions.start_import import start_import
from recipients.actions.start_import_rows import start_import_rows
from recipients.api.incoming import file_of, refuse_large, rows_of
from recipients.api.words import FileIn, RowsIn, RowsOut, RunOut, told_row, told_run
from recipients.policies import why_not_enter
from schools.models import School

PAGE_SIZE = 100

_PROBLEMS = problems(400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 503)
_OF_ONE = problems(401, 403, 404, 406, 409, 429)


class RegisterView(ApiView):
    grants: ClassVar = {"GET": Grant.RECIPIENTS_IMPORT, "POST": Grant.RECIPIENTS_IMPORT}
    parser_classes = (JSONParser, MultiPartParser)


def run_of(public_id: UUID, actor: Actor) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(actor).light(), public_id=public_id)


class ImportCreate(RegisterView):
    @extend_schema(
        operation_id="imports_create",
        parameters=[KEY],
        request={"application/json": RowsIn, "multipart/form-data": FileIn},
        responses={202: RunOut, **_PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        """Send people in, as a file or as rows. They are rehearsed; nothing is registered before `apply`."""
        refuse_large(request)
        self.actor.must(Permission.RECIPIENT_IMPORT)
        if reason := why_not_enter(self.actor):
            raise ProblemError(status.HTTP_403_FORBIDDEN, "privacy_notice", reason)
        key = key_of(request)
        schools = School.objects.visible_to(self.actor)
        school = get_object_or_404(schools, organisation_id=self.actor.organisation_id)
        try:
            run = self._start(request, school, key)
        except SheetRefused:
            raise
        except Refused as no:
            raise self._conflict(school, key, no) from no
        address = reverse("api:import_detail", kwargs={"public_id": run.public_id})
        return Response(told_run(run), status=status.HTTP_202_ACCEPTED, headers={"Location": address})

    def _start(self, request: Request, school: School, key: str) -> ImportRun:
        if (request.content_type or "").startswith("multipart/"):
            data, name = file_of(request.FILES.get("file"))
            return start_import(
                school=school,
                data=data,
                file_name=name,
                actor=self.actor,
                source=ImportSource.API,
                idempotency_key=key,
            )
        kind, rows = rows_of(request.data)
        return start_import_rows(school=school, rows=rows, kind=kind, actor=self.actor, idempotency_key=key)

    def _conflict(self, school: School, key: str, no: Refused) -> ProblemError:
        """Another content under a key that was used before is a mistake of the sender's of its own kind."""
        used = ImportRun.objects.filter(organisation=school.organisation_id, idempotency_key=key).exists()
        if used:
            return ProblemError(status.HTTP_409_CONFLICT, "idempotency_conflict", no.reason)
        return ProblemError(status.HTTP_422_UNPROCESSABLE_ENTITY, "refused", no.reason)


class ImportDetail(RegisterView):
    @extend_schema(operation_id="imports_read", responses={200: RunOut, **_OF_ONE})
    def get(self, request: Request, public_id: UUID) -> Response:
        """Where it stands: ask every few seconds until `state` is neither `read` nor `applying`."""
        return Response(told_run(run_of(public_id, self.actor)))


class ImportRows(RegisterView):
    @extend_schema(
        operation_id="imports_rows",
        parameters=[
            OpenApiParameter("status", str, enum=ImportRow.Status.values),
            OpenApiParameter(PARAMETER, str, description="`next` of the page before"),
        ],
        responses={200: RowsOut, **_PROBLEMS},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        """The rows by number, with what is wrong with them: a hundred at a time, without names and numbers of people."""
        run = run_of(public_id, self.actor)
        rows = (
            ImportRow.objects.visible_to(self.actor).filter(run=run).only("number", "status", "problems", "questions")
        )
        wanted = request.query_params.get("status", "")
        if wanted and wanted not in ImportRow.Status.values:
            text = _("Status yang ada: %(known)s.") % {"known": ", ".join(ImportRow.Status.values)}
            raise ProblemError(status.HTTP_400_BAD_REQUEST, "unknown_status", text)
        rows = rows.filter(status=wanted) if wanted else rows
        page = page_of(rows, "number", after=request.query_params.get(PARAMETER, ""), size=PAGE_SIZE)
        return Response({"rows": [told_row(row) for row in page.rows], "next": page.after or None})


class ImportApply(RegisterView):
    @extend_schema(operation_id="imports_apply", request=None, responses={202: RunOut, **_OF_ONE})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take over the good rows, all of them or none. A worker does it; ask `self` for the end."""
        self.actor.must(Permission.RECIPIENT_IMPORT)
        run = apply_import(run=run_of(public_id, self.actor), actor=self.actor)
        return Response(told_run(run), status=status.HTTP_202_ACCEPTED)


class ImportRefuse(RegisterView):
    @extend_schema(operation_id="imports_refuse", request=None, responses={200: RunOut, **_OF_ONE})
    def post(self, request: Request, public_id: UUID) -> Response:
        """Decide against it: everything that was sent is deleted, the counts stay."""
        self.actor.must(Permission.RECIPIENT_IMPORT)
        return Response(told_run(refuse_import(run=run_of(public_id, self.actor), actor=self.actor)))
