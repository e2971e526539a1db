"""Whatever goes wrong is answered as problem JSON (RFC 9457) in the language of Accept-Language; nothing ends in a 500 page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import set_rollback

from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.imports.reading import SheetRefused

CONTENT_TYPE = "application/problem+json"


class ProblemError(APIException):
    """A problem of our own: HTTP status, code for programs, sentence for people."""

    def __init__(self, http: int, code: str, detail: str, errors: list[dict[str, object]] | None = None) -> None:
        super().__init__(detail, code)
        self.status_code, self.code, self.said, self.errors = http, code, detail, errors


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None (a 500 of Django) only for what is our own mistake."""
    told = _told(error)
    if told is None:
        return None
    http, code, detail = told
    body: dict[str, object] = {"type": "about:blank", "status": http, "code": code, "detail": detail}
    if isinstance(error, ProblemError) and error.errors:
        body["errors"] = error.errors
    headers = {}
    if isinstance(error, APIException):
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(max(1, int(wait)))
        if scheme := getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = scheme
    set_rollback()
    return Response(body, status=http, headers=headers, content_type=CONTENT_TYPE)


def _told(error: Exception) -> tuple[int, str, str] | None:
    """(status, code, detail)"""
    match error:
        case ProblemError():
            return error.status_code, error.code, error.said
        case SheetRefused():
            return status.HTTP_422_UNPROCESSABLE_ENTITY, error.code, error.reason
        case Refused():
            return status.HTTP_409_CONFLICT, "not_possible_now", error.reason
        case StaleState() | IllegalMove():
            return status.HTTP_409_CONFLICT, "already_handled", _("Ini sudah ditangani. Lihat keadaannya sekarang.")
        case Http404():
            return status.HTTP_404_NOT_FOUND, "not_found", _("Tidak ada, atau Anda tidak memiliki akses ke sana.")
        case PermissionDenied():
            return status.HTTP_403_FORBIDDEN, "forbidden", _("Peran di balik kunci ini tidak mencakup tindakan itu.")
        case RequestDataTooBig():
            return status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, "too_large", _("Kiriman ini terlalu besar.")
        case SuspiciousOperation() | MultiPartParserError() | RecursionError() | UnicodeError():
            return status.HTTP_400_BAD_REQUEST, "parse_error", _unreadable()
        case APIException():
            return error.status_code, _code(error), _words(error)
    return None


def _code(error: APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "invalid"


def _words(error: APIException) -> str:
    """Ours where the framework speaks: in words that say what to do."""
    return {
        status.HTTP_400_BAD_REQUEST: _unreadable(),
        status.HTTP_401_UNAUTHORIZED: _("Kirim kunci API yang berlaku: “Authorization: Bearer ksbb_…”."),
        status.HTTP_405_METHOD_NOT_ALLOWED: _("Metode ini tidak ada di alamat ini."),
        status.HTTP_406_NOT_ACCEPTABLE: _("Jawaban hanya tersedia sebagai JSON."),
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: _("Kirim sebagai application/json atau multipart/form-data."),
        status.HTTP_429_TOO_MANY_REQUESTS: _("Terlalu sering. Tunggu selama “Retry-After” detik, lalu coba lagi."),
    }.get(error.status_code, str(error.detail))


def _unreadable() -> str:
    return _("Kiriman ini tidak dapat dibaca. Periksa bentuk JSON atau multipart-nya.")
