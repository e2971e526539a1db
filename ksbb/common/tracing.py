"""One number from the browser's request through the log to the work in the background, so that a complaint can be followed.

Lines are JSON objects in production: time, level, logger, message, `request`, and what the logging call adds. They name routes,
never addresses: an address may hold the code of a ticket or of a slip. Nothing about people may be logged (docs/operations.md).
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ksbb.common import measuring

HEADER = "X-Request-ID"
# What a proxy of ours may hand in; anything else is replaced.
GIVEN = re.compile(r"[0-9A-Za-z-]{8,64}")
NOBODY = "-"
PASSED_ON = "ksbb_request"
SLOW = 1.0

_current: ContextVar[str] = ContextVar("request", default=NOBODY)
access = logging.getLogger("ksbb.access")


def request_number() -> str:
    """The number of the request or task that is at work here; "-" outside of both."""
    return _current.get()


class TracingMiddleware:
    """Numbers each request, tells the browser the number, and writes one line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        token = _current.set(given if GIVEN.fullmatch(given) else secrets.token_hex(8))
        began = time.perf_counter()
        try:
            with measuring.tallied(lambda: route_of(request), slow_after=settings.SLOW_QUERY_SECONDS) as tally:
                response = self.get_response(request)
            response[HEADER] = request_number()
            _tell(request, response.status_code, time.perf_counter() - began, tally)
            return response
        finally:
            _current.reset(token)


def route_of(request: HttpRequest) -> str:
    """The name of the route; "" where there is none, or none was needed (a kept page)."""
    match = request.resolver_match
    return match.view_name if match else ""


def _tell(request: HttpRequest, status: int, seconds: float, tally: measuring.Tally) -> None:
    route, method = route_of(request), request.method or ""
    measuring.answered(route=route, method=method, status=status, seconds=seconds, tally=tally)
    facts = {
        "method": method,
        "route": route or None,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "queries": tally.queries,
        "database_ms": round(tally.seconds * 1000, 1),
    }
    level = logging.WARNING if seconds > SLOW else logging.INFO
    access.log(level, "answered", extra={"facts": facts})


class Discreet(logging.Filter):
    """Gives every record its number, and takes the address out of Django's own lines ("Not Found: /undangan/…")."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = request_number()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            match = request.resolver_match
            record.msg, record.args = (
                "status %s at %s",
                (getattr(record, "status_code", "?"), match and match.view_name),
            )
        return True


class PlainFormatter(logging.Formatter):
    """For a terminal: the line, the request's number, and what the call adds."""

    def format(self, record: logging.LogRecord) -> str:
        facts = " ".join(f"{name}={value}" for name, value in getattr(record, "facts", {}).items())
        return " ".join(part for part in (super().format(record), facts) if part)


class JsonFormatter(logging.Formatter):
    """One JSON object a line. An exception's text stays out but for its type and places: texts quote values."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_number", NOBODY),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = type(record.exc_info[1]).__name__
            line["places"] = places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def places(error: BaseException) -> list[str]:
    """`file:line function` from the outside in; no values, no source."""
    found, trace = [], error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found


def _hand_on(headers: dict[str, Any] | None = None, **_rest: object) -> None:
    if headers is not None:
        headers[PASSED_ON] = request_number()


def _take_up(task: Any = None, task_id: str = "", **_rest: object) -> None:
    given = getattr(task.request, PASSED_ON, None) if task is not None else None
    _current.set(given if given and given != NOBODY else f"task-{task_id[:8]}")


def _put_down(**_rest: object) -> None:
    _current.set(NOBODY)


before_task_publish.connect(_hand_on)
task_prerun.connect(_take_up)
task_postrun.connect(_put_down)
