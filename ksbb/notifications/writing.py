"""The words of a letter."""

from __future__ import annotations

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation

from ksbb.notifications.models import Message


def letter(message: Message, language: str | None = None) -> tuple[str, str]:
    """Subject and body, in Indonesian unless a reader's language is given. The template's first line is the subject."""
    app, name = message.kind.split("/")
    link = f"{settings.PUBLIC_URL}{message.path}" if message.path else settings.PUBLIC_URL
    context = {
        **message.context,
        "link": link,
        "site_name": settings.SITE_NAME,
        "to_user_id": message.to_user_id,
        "message_id": message.pk,
    }
    with translation.override(language or settings.LANGUAGE_CODE):
        template = Engine.get_default().get_template(f"{app}/emails/{name}.txt")
        text = template.render(Context(context, autoescape=False))  # plain text: "PT A & B" stays as it is
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"
