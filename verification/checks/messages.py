"""The outbox: nothing lies there longer than it takes to send it."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

CHECKS: tuple[Check, ...] = (
    from_sql(
        "message.stuck",
        "no message has been due for more than an hour",
        "SELECT public_id FROM notifications_message WHERE state = 'queued' AND next_try_at < now() - interval '1 hour'",
    ),
)
