"""From a row to a letter."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context, Engine
from django.utils import timezone, translation

from ksbb.common.states import move
from ksbb.notifications.models import Message
from ksbb.notifications.states import MOVES, MessageState

TRIES = 8


def letter(message: Message, language: str | None = None) -> tuple[str, str]:
    """Subject and body, in Indonesian unless a reader's language is given. The template's first line is the subject."""
    app, name = message.kind.split("/")
    link = f"{settings.PUBLIC_URL}{message.path}" if message.path else settings.PUBLIC_URL
    context = {**message.context, "link": link, "site_name": settings.SITE_NAME, "to_user_id": message.to_user_id}
    with translation.override(language or settings.LANGUAGE_CODE):
        template = Engine.get_default().get_template(f"{app}/emails/{name}.txt")
        text = template.render(Context(context, autoescape=False))  # plain text: "PT A & B" stays as it is
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def deliver_one(public_id: str) -> bool:
    """Send the message if it still waits; False when another worker has it or had it.

    The row stays locked while the letter leaves, so that two workers never send one message. A failure is counted and tried
    again later, with a growing pause; after TRIES it is FAILED and shown to the operators.
    """
    with transaction.atomic():
        message = Message.objects.waiting().select_for_update(skip_locked=True).filter(public_id=public_id).first()
        if message is None:
            return False
        error = _send(message)
        if not error:
            move(message, MessageState.SENT, MOVES, sent_at=timezone.now(), attempts=message.attempts + 1)
        elif message.attempts + 1 >= TRIES:
            move(
                message,
                MessageState.FAILED,
                MOVES,
                failed_at=timezone.now(),
                attempts=message.attempts + 1,
                error=error,
            )
        else:
            message.attempts += 1
            message.error = error
            message.next_try_at = timezone.now() + timedelta(seconds=30 * 2**message.attempts)
            message.save(update_fields=["attempts", "error", "next_try_at", "updated_at"])
        return not error


def _send(message: Message) -> str:
    """An empty string, or the kind of failure (never its text: a mail server's answer may quote the address)."""
    user = get_user_model().objects.filter(pk=message.to_user_id, is_active=True).first()
    if user is None:
        return "NoSuchPerson"
    try:
        with transaction.atomic():
            subject, body = letter(message)
    except Exception as error:  # noqa: BLE001 - a letter that cannot be written must not hold up the ones behind it
        return type(error).__name__
    host = settings.PUBLIC_URL.split("://")[-1].split(":")[0]
    headers = {"Message-ID": f"<{message.public_id}@{host}>"}  # stable: a mail server drops a repeated one
    try:
        EmailMessage(subject, body, to=[user.email], headers=headers).send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        return type(error).__name__
    return ""
