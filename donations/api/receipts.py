"""A gift's receipt and a handover's paper, for whoever holds the code: as on `/bukti/` and `/cek/`, counted together with them."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from donations.api.receipt_words import PaperOut, ReceiptOut, told_paper, told_receipt
from donations.paper_check import paper_of
from donations.receipts import receipt_of
from ksbb.api.views import PublicView
from ksbb.api.words import problems
from ksbb.common import limits

_PROBLEMS = problems(404, 406, 429, 503)
# As on the pages, which count under the same name: codes are not to be tried out.
TRIES, SECONDS = 60, 60


class _ByCode(PublicView):
    max_age = 0

    def check_throttles(self, request: Request) -> None:
        super().check_throttles(request)
        if wait := limits.wait_for(request._request, "receipt", amount=TRIES, seconds=SECONDS):
            raise Throttled(wait)


class ReceiptDetail(_ByCode):
    @extend_schema(operation_id="receipts_read", tags=["public"], responses={200: ReceiptOut, **_PROBLEMS}, auth=[])
    def get(self, request: Request, code: str) -> Response:
        """How far a gift has come, by the code on its receipt. No person and no number of a device."""
        found = receipt_of(code)
        if found is None:
            raise Http404
        return Response(told_receipt(found))


class PaperDetail(_ByCode):
    @extend_schema(operation_id="papers_read", tags=["public"], responses={200: PaperOut, **_PROBLEMS}, auth=[])
    def get(self, request: Request, code: str) -> Response:
        """Whether a handover's paper is ours and still valid, by the code printed on it."""
        found = paper_of(code)
        if found is None:
            raise Http404
        return Response(told_paper(found))
