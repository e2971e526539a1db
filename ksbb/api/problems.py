"""Whatever goes wrong is answered as problem JSON (RFC 9457) in the language of Accept-Language; nothing ends in a page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import set_rollback

from ksbb.accounts.api_tokens import KeyRefused
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.imports.limits import SheetRefused

CONTENT_TYPE = "application/problem+json"
ROOT = "/api/"


class ProblemError(APIException):
    """A problem of our own: HTTP status, code for programs, sentence for people, and where in the body it is."""

    def __init__(
        self, http: int, code: str, detail: str, errors: list[dict[str, object]] | None = None, wait: int = 0
    ) -> None:
        super().__init__(detail, code)
        self.status_code, self.code, self.said, self.errors, self.wait = http, code, detail, errors, wait


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None (Django's own 500, see `plain`) only for what is our own mistake."""
    told = _told(error)
    if told is None:
        return None
    http, code, detail = told
    body = _body(http, code, detail)
    if errors := _errors(error):
        body["errors"] = errors
    headers = {}
    if isinstance(error, APIException):
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(max(1, int(wait)))
        if scheme := getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = scheme
    set_rollback()
    return Response(body, status=http, headers=headers, content_type=CONTENT_TYPE)


def _errors(error: Exception) -> list[dict[str, object]]:
    """Where it is wrong: as `ProblemError` says, or field by field as a serializer does (the first fifty)."""
    if isinstance(error, ValidationError) and isinstance(error.detail, dict):
        found = [(name, one) for name, details in error.detail.items() for one in _flat(details)]
        return [{"field": name, "code": one.code, "message": str(one)} for name, one in found[:50]]
    return error.errors or [] if isinstance(error, ProblemError) else []


def _flat(details: Any) -> list[ErrorDetail]:
    """The sentences inside lists and dictionaries of a nested serializer."""
    if isinstance(details, ErrorDetail):
        return [details]
    inside = details.values() if isinstance(details, dict) else details
    return [one for part in inside for one in _flat(part)]


def concerns(request: HttpRequest) -> bool:
    """Whether a program asked, who reads no page."""
    return request.path.startswith(ROOT)


def plain(http: int) -> HttpResponse:
    """The same problem from outside the framework's views: an address that does not exist, a mistake of ours."""
    code, detail = {
        400: ("parse_error", _unreadable()),
        403: ("forbidden", _forbidden()),
        404: ("not_found", _not_found()),
        405: ("method_not_allowed", _no_method()),
        500: (
            "server_error",
            _("Kesalahan ini ada pada kami. Kirim sekali lagi nanti dengan Idempotency-Key yang sama."),
        ),
    }[http]
    return JsonResponse(_body(http, code, detail), status=http, content_type=CONTENT_TYPE)


def _body(http: int, code: str, detail: str) -> dict[str, object]:
    return {"type": "about:blank", "title": _title(http), "status": http, "code": code, "detail": detail}


def _told(error: Exception) -> tuple[int, str, str] | None:
    """(status, code, detail)"""
    match error:
        case ProblemError():
            return error.status_code, error.code, error.said
        case KeyRefused():
            return error.status_code, error.code, error.said
        case SheetRefused():
            return status.HTTP_422_UNPROCESSABLE_ENTITY, error.code, error.reason
        case Refused():
            return status.HTTP_409_CONFLICT, "not_possible_now", error.reason
        case StaleState() | IllegalMove():
            return status.HTTP_409_CONFLICT, "already_handled", _("Ini sudah ditangani. Lihat keadaannya sekarang.")
        case Http404():
            return status.HTTP_404_NOT_FOUND, "not_found", _not_found()
        case PermissionDenied():
            return status.HTTP_403_FORBIDDEN, "forbidden", _forbidden()
        case RequestDataTooBig():
            return status.HTTP_413_REQUEST_ENTITY_TOO_LARGE, "too_large", _("Kiriman ini terlalu besar.")
        case SuspiciousOperation() | MultiPartParserError() | RecursionError() | UnicodeError():
            return status.HTTP_400_BAD_REQUEST, "parse_error", _unreadable()
        case ValidationError():
            return error.status_code, "invalid", _("Ada isian yang tidak dapat diterima: lihat “errors”.")
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
        status.HTTP_403_FORBIDDEN: _forbidden(),
        status.HTTP_405_METHOD_NOT_ALLOWED: _no_method(),
        status.HTTP_406_NOT_ACCEPTABLE: _("Jawaban hanya tersedia sebagai JSON."),
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: _("Kirim sebagai application/json atau multipart/form-data."),
        status.HTTP_429_TOO_MANY_REQUESTS: _("Terlalu sering. Tunggu selama “Retry-After” detik, lalu coba lagi."),
    }.get(error.status_code, str(error.detail))


def _title(http: int) -> str:
    return {
        400: _("Permintaan tidak terbaca"),
        401: _("Kunci tidak berlaku"),
        403: _("Tidak berwenang"),
        404: _("Tidak ditemukan"),
        405: _("Metode tidak tersedia"),
        406: _("Bentuk jawaban tidak tersedia"),
        409: _("Bertentangan dengan keadaan sekarang"),
        413: _("Terlalu besar"),
        415: _("Bentuk kiriman tidak dikenal"),
        422: _("Isi tidak dapat diterima"),
        429: _("Terlalu sering"),
        500: _("Gangguan pada sistem"),
        503: _("Sedang tidak tersedia"),
    }.get(http, str(http))


def _unreadable() -> str:
    return _("Kiriman ini tidak dapat dibaca. Periksa bentuk JSON atau multipart-nya.")


def _forbidden() -> str:
    return _("Peran di balik kunci ini tidak mencakup tindakan itu.")


def _not_found() -> str:
    return _("Tidak ada, atau Anda tidak memiliki akses ke sana.")


def _no_method() -> str:
    return _("Metode ini tidak ada di alamat ini.")
