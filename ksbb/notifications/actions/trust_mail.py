"""The person says that the mail address is right."""

from __future__ import annotations

from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.notifications.models import Contact


def trust_mail(*, actor: Actor) -> bool:
    """Letters go there again; the next one that comes back stops them again. False when nothing was stopped."""
    stopped = Contact.objects.visible_to(actor).filter(mail_refused_digest__isnull=False)
    return bool(stopped.update(mail_refused_digest=None, mail_refused_at=None, updated_at=timezone.now()))
