"""A request that comes twice does something once: the second one is told what the first one was.

The deed and the kept answer are one transaction, so that a crash in between leaves neither. Two requests at once: the one that gets
the lock goes on, the other one is told to come again (409 `in_progress`). The unique key of the table holds also without the lock.
Only what did something is kept (2xx): a refusal may be repaired and sent again under the same key.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from ksbb.accounts.models import ApiToken
from ksbb.api.actions.keep_answer import keep_answer
from ksbb.api.models import KeptAnswer
from ksbb.api.problems import ProblemError
from ksbb.api.views import ApiView

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{8,80}")
_FAMILY = "api-key"

Asked = ParamSpec("Asked")
View = TypeVar("View", bound=ApiView)


def key_of(request: Request) -> str:
    """The Idempotency-Key: 8 to 80 visible ASCII characters."""
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        text = _("Header “Idempotency-Key” wajib ada: 8 sampai 80 huruf atau angka, misalnya sebuah UUID.")
        raise ProblemError(400, "idempotency_key", text)
    return key


def idempotent(
    handler: Callable[Concatenate[View, Request, Asked], Response],
) -> Callable[Concatenate[View, Request, Asked], Response]:
    """A handler of a view that a key opens: `def post(self, request, …) -> Response`, run once per key of the header.

    It runs inside a transaction; what it raises undoes everything, and nothing is kept.
    """

    @wraps(handler)
    def once(view: View, request: Request, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Response:
        key, digest, token = key_of(request), _digest(request), cast(ApiToken, request.auth)
        with transaction.atomic():
            _alone(token, key)
            kept = KeptAnswer.objects.filter(token=token, key=key).first()
            if kept is not None and not kept.is_over:
                return _again(kept, digest)
            response = handler(view, request, *args, **kwargs)
            if 200 <= response.status_code < 300:
                body = JSONRenderer().render(response.data).decode()
                keep_answer(
                    token=token,
                    key=key,
                    digest=digest,
                    status=response.status_code,
                    body=body,
                    location=response.get("Location", ""),
                )
            return response

    return once


def _alone(token: ApiToken, key: str) -> None:
    """Hold the key to the end of the transaction; 409 at once when another request holds it."""
    number = int.from_bytes(hashlib.sha256(f"{token.pk}:{key}".encode()).digest()[:4], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)", [_FAMILY, number])
        held = bool((cursor.fetchone() or [False])[0])
    if not held:
        text = _("Permintaan yang sama sedang dikerjakan. Tunggu sebentar, lalu kirim lagi dengan kunci yang sama.")
        raise ProblemError(409, "in_progress", text, wait=1)


def _again(kept: KeptAnswer, digest: str) -> Response:
    """What was answered then."""
    if kept.digest != digest:
        text = _("Idempotency-Key ini sudah dipakai untuk kiriman lain. Pakai kunci baru untuk isi yang baru.")
        raise ProblemError(409, "idempotency_conflict", text)
    headers = {REPLAYED: "true"} | ({"Location": kept.location} if kept.location else {})
    return Response(json.loads(kept.body) if kept.body else None, status=kept.status, headers=headers)


def _digest(request: Request) -> str:
    """Of all that the request asks for: equal for the same JSON in another order of its names."""
    summed = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    data: Any = request.data
    if request.FILES or hasattr(data, "lists"):
        fields = [(name, [_content(one) for one in found]) for name, found in sorted(data.lists())]
        summed.update(json.dumps(fields).encode())
    else:
        summed.update(json.dumps(data, sort_keys=True, ensure_ascii=True).encode())
    return summed.hexdigest()


def _content(value: object) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    summed = hashlib.sha256()
    for chunk in value.chunks():
        summed.update(chunk)
    value.seek(0)
    return summed.hexdigest()
