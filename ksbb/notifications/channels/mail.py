"""E-mail: the letter, the line below it, and the headers by which a mail program offers to unsubscribe (RFC 8058)."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from ksbb.notifications.channels.answers import Answer
from ksbb.notifications.kinds import FIXED, NECESSARY, group_of
from ksbb.notifications.models import Message
from ksbb.notifications.unsubscribing import link_for

CHOICES = "/akun/pemberitahuan/"


def send(address: str, message: Message, subject: str, body: str) -> Answer:
    """A mail server's answer may quote the address: only the kind of failure is kept."""
    try:
        EmailMessage(subject, body + foot(message), to=[address], headers=headers(message)).send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
        return Answer(error=type(error).__name__)
    return Answer()


def message_id(message: Message) -> str:
    """Stable: a mail server drops a repeated one, and a letter that comes back names it."""
    host = settings.PUBLIC_URL.split("://")[-1].split(":")[0]
    return f"<{message.public_id}@{host}>"


def headers(message: Message) -> dict[str, str]:
    known = {"Message-ID": message_id(message)}
    if group_of(message.kind) in NECESSARY:
        return known
    return known | {
        "List-Unsubscribe": f"<{link_for(message)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def foot(message: Message) -> str:
    """Where to choose, and to stop what may be stopped; nothing below letters of the sign-in."""
    group = group_of(message.kind)
    if group == FIXED:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        if group in NECESSARY:
            words = _("Surat ini wajib kami kirim. Cara lain menerimanya: %(link)s")
            return "\n-- \n" + words % {"link": f"{settings.PUBLIC_URL}{CHOICES}"} + "\n"
        words = _("Tidak mau surat seperti ini lagi? Berhenti lewat tautan ini: %(link)s")
        return "\n-- \n" + words % {"link": link_for(message)} + "\n"
