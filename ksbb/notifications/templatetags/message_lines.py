"""The lines of a digest."""

from __future__ import annotations

from django import template

from ksbb.notifications.models import Message
from ksbb.notifications.writing import letter

register = template.Library()
MOST = 30


@register.simple_tag
def digest_lines(message_id: int) -> list[str]:
    """The subjects of what waited, oldest first; what is beyond MOST is counted in the letter's head and read in the portal."""
    return [letter(line)[0] for line in Message.objects.filter(digest=message_id).order_by("pk")[:MOST]]
