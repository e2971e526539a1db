"""Promises for the programs of who gives, of the school that receives and of the offices: the same steps as on `/donasi/`."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from donations.actions.pledge import NotEnoughLeft, pledge
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.api.pledge_words import (
    PledgeIn,
    PledgeOut,
    PledgeRowOut,
    PledgesAsked,
    WithdrawIn,
    told_pledge,
    told_row,
)
from donations.line_progress import lines_of
from donations.models import Donor, Handover, HandoverCertificate, Pledge
from donations.policies import only_giver
from ksbb.api import paging
from ksbb.api.asking import asked
from ksbb.api.idempotency import idempotent
from ksbb.api.problems import ProblemError
from ksbb.api.views import ApiView
from ksbb.api.words import KEY, problems
from ksbb.authority.grants import Grant
from ksbb.authority.permissions import Permission
from ksbb.common.switches import SWITCHES, Switch, is_on
from schools.models import School

# Seconds after which a program asks again whether giving is on.
_SOON = 600
_READING = problems(400, 401, 403, 404, 406, 429)
_WRITING = problems(400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 503)


class PledgeList(ApiView):
    grants: ClassVar = {"GET": Grant.PLEDGES_READ, "POST": Grant.PLEDGES_WRITE}
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="pledges_list",
        tags=["pledges"],
        parameters=[PledgesAsked, *paging.PARAMETERS],
        responses={200: paging.page_of_items("PledgePage", PledgeRowOut), **_READING},
    )
    def get(self, request: Request) -> Response:
        """The own promises, those to the own school, or those on the ground of the key: the newest first. Grant `pledges.read`."""
        wanted = asked(PledgesAsked, request)
        pledges = Pledge.objects.visible_to(self.actor).select_related("donor__organisation", "school__district")
        if "state" in wanted:
            pledges = pledges.filter(state=wanted["state"])
        if "school" in wanted:
            pledges = pledges.filter(school__npsn=wanted["school"])
        return paging.listed(request, pledges.prefetch_related("lines"), "-id", tell=told_row)

    @extend_schema(
        operation_id="pledges_create",
        tags=["pledges"],
        parameters=[KEY],
        request=PledgeIn,
        responses={201: PledgeOut, **_WRITING},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Promise devices to one school: all of them or none. What is no longer needed is `409 full`, with what is left. Grant
        `pledges.write`."""
        self.actor.must(Permission.PLEDGE_CREATE)
        if not is_on(Switch.GIVING):
            text = _("%(feature)s sedang tidak tersedia. Data yang sudah tersimpan aman. Coba lagi nanti.")
            raise ProblemError(503, "turned_off", text % {"feature": SWITCHES[Switch.GIVING].label}, wait=_SOON)
        said = _said(PledgeIn, request)
        made = self._promise(said, _school(said["school"]))
        address = reverse("api:pledge_detail", args=[made.public_id])
        return Response(_told(self, made), status=201, headers={"Location": address})

    def _promise(self, said: dict[str, Any], school: School) -> Pledge:
        donor = Donor.objects.filter(organisation_id=self.actor.organisation_id or 0).first()
        if donor is None:
            raise ProblemError(409, "no_profile", _("Lengkapi dulu profil donatur Anda di portal, lalu kirim lagi."))
        try:
            return pledge(
                donor=donor,
                school=school,
                offers=said["offers"],
                proposed_on=said["proposed_on"],
                signed_name=" ".join(said["signed_name"].split()),
                note=said["note"],
                request_key=uuid4(),
                actor=self.actor,
            )
        except NotEnoughLeft as no:
            left = [{"need_class": no.need_class, "left": no.left}]
            raise ProblemError(409, "not_enough_left" if no.left else "full", no.reason, left) from no


class PledgeDetail(ApiView):
    grants: ClassVar = {"GET": Grant.PLEDGES_READ}

    @extend_schema(operation_id="pledges_read", tags=["pledges"], responses={200: PledgeOut, **_READING})
    def get(self, request: Request, public_id: UUID) -> Response:
        """One promise: how far each device is, the handovers, the papers and the public receipt. Grant `pledges.read`."""
        return Response(_told(self, _found(self, public_id)))


class PledgeWithdraw(ApiView):
    grants: ClassVar = {"POST": Grant.PLEDGES_WRITE}
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="pledges_withdraw",
        tags=["pledges"],
        parameters=[KEY],
        request=WithdrawIn,
        responses={200: PledgeOut, **_WRITING},
    )
    @idempotent
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take a promise back, as long as nothing of it was handed over; its needs are open again. Grant `pledges.write`."""
        found = _found(self, public_id)
        self.actor.must(Permission.PLEDGE_CREATE)
        only_giver(found, self.actor)
        said = _said(WithdrawIn, request)
        withdraw_pledge(pledge=found, actor=self.actor, reason=said["reason"])
        return Response(_told(self, _found(self, public_id)))


def _said(shape: type[PledgeIn | WithdrawIn], request: Request) -> dict[str, Any]:
    told = shape(data=request.data)
    told.is_valid(raise_exception=True)
    return dict(told.validated_data)


def _school(npsn: str) -> School:
    school = School.objects.listed().select_related("district").filter(npsn=npsn).first()
    if school is None:
        text = _("Sekolah dengan NPSN ini tidak ada di daftar. Periksa angkanya.")
        raise ProblemError(422, "unknown_school", text, [{"field": "school", "code": "unknown", "message": text}])
    return school


def _found(view: ApiView, public_id: UUID) -> Pledge:
    seen = Pledge.objects.visible_to(view.actor).select_related("donor__organisation", "school__district")
    return get_object_or_404(seen, public_id=public_id)


def _told(view: ApiView, found: Pledge) -> dict[str, object]:
    """As PledgeOut: what the page shows, without what names a person."""
    handovers = list(Handover.objects.visible_to(view.actor).filter(pledge=found).order_by("id"))
    kind = HandoverCertificate.Kind.DONOR_TO_SCHOOL
    papers = HandoverCertificate.objects.visible_to(view.actor).filter(handover__in=handovers, device=None, kind=kind)
    return told_pledge(found, lines_of(found), handovers, list(papers.order_by("id")))
