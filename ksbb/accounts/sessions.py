"""Sessions as rows that know whose they are, since when, and when they were last used (promises 6 and 15).

Django's own, in the database, with three things more: an absolute end that no use moves, an end for who stays away, and the
person's name on the row, so that all sessions of somebody end with one statement. `SESSION_ENGINE` names this module.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from ksbb.accounts import told_browsers
from ksbb.accounts.browsers import browser_of, network_of
from ksbb.accounts.models import Session, User
from ksbb.common.clients import address_of
from ksbb.notifications.actions.forget_devices import forget_devices
from ksbb.notifications.actions.note_browser import note_browser

# Where in the session the sign-in stands: it outlives a changed key (a changed password), the row does not.
SIGN_IN = "sign_in"
# A use is written down when the last one written is older.
TOUCH_AFTER = timedelta(minutes=1)


class SessionStore(DatabaseStore):
    """`seen_at`: when the session was last used, as the row says; None when there is no row."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = super()._get_session_from_db()  # type: ignore[misc]
        self.seen_at = found.seen_at if found else None
        return found

    def cycle_key(self) -> None:
        """A new key for the same sign-in: the old row goes first, for the new one bears its public name."""
        key = self.session_key
        with transaction.atomic():
            self._get_session()  # type: ignore[attr-defined]  # read before the row is gone
            self.delete(key)
            super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        sign_in = data.setdefault(SIGN_IN, _sign_in(None)) if USER_KEY in data else None
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        if sign_in is None:
            return row
        began = datetime.fromtimestamp(sign_in["at"], UTC)
        row.public_id = uuid.UUID(sign_in["id"])
        row.user_id = int(data[USER_KEY])
        row.signed_in_at, row.browser, row.origin = began, sign_in["browser"], sign_in["origin"]
        row.expire_date = min(row.expire_date, began + timedelta(hours=settings.SESSION_ABSOLUTE_HOURS))
        return row


def _sign_in(request: HttpRequest | None) -> dict[str, Any]:
    agent, address = "", ""
    if request is not None:
        agent, address = request.META.get("HTTP_USER_AGENT", ""), address_of(request)
    return {
        "at": timezone.now().timestamp(),
        "id": uuid.uuid4().hex,
        "browser": browser_of(agent),
        "origin": network_of(address),
    }


def note_sign_in(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    """Receiver of `user_logged_in`: from here the twelve hours run."""
    request.session[SIGN_IN] = told = _sign_in(request)
    if device := told_browsers.device_of(request):
        note_browser(public_id=device, user_id=user.pk, sign_in=uuid.UUID(told["id"]))


def is_idle(session: Any, minutes: int) -> bool:
    """Whether nobody used the session for so long."""
    seen: datetime | None = getattr(session, "seen_at", None)
    return seen is not None and timezone.now() - seen > timedelta(minutes=minutes)


def touch(session: Any) -> None:
    """It is being used."""
    seen: datetime | None = getattr(session, "seen_at", None)
    now = timezone.now()
    if seen is not None and now - seen > TOUCH_AFTER:
        Session.objects.filter(session_key=session.session_key).update(seen_at=now)
        session.seen_at = now


def sign_in_of(session: Any) -> uuid.UUID | None:
    """The public id of the session."""
    told = session.get(SIGN_IN)
    return uuid.UUID(told["id"]) if told else None


def end_all(*user_ids: int) -> int:
    """All sessions of these people are dead from now on, also one that is answering this moment; no browser is told of news."""
    for user_id in user_ids:
        forget_devices(user_id=user_id)
    ended, _by_table = Session.objects.filter(user_id__in=user_ids).delete()
    return ended
