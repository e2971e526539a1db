"""The short words, all in one place: what goes to telephones says that there is something, and where. Nothing else.

No name, no number, no school: a telephone is passed around and its lock screen shows everything. WhatsApp shows only what Meta has
approved: the same words are registered there under these names, with the link (or the code) as the only blank. They are
translated like the pages, Indonesian and English.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ksbb.notifications.kinds import NUMBER_CODE, Group, group_of
from ksbb.notifications.models import Message

Words = str | Promise

# Blanks: %(site)s is the portal's name, %(link)s the page.
SHORT: Mapping[Group, Words] = {
    Group.DUTY: _("%(site)s: ada yang perlu Anda kerjakan. Buka %(link)s"),
    Group.GIFTS: _("%(site)s: ada kabar tentang bantuan gawai. Buka %(link)s"),
    Group.WORK: _("%(site)s: ada pekerjaan yang sudah selesai diproses. Buka %(link)s"),
    Group.NEWS: _("%(site)s: ada kabar baru. Buka %(link)s"),
}
# In the notification of a browser, below the portal's name; the page opens by a click.
PUSHED: Mapping[Group, Words] = {
    Group.DUTY: _("Ada yang perlu Anda kerjakan."),
    Group.GIFTS: _("Ada kabar tentang bantuan gawai."),
    Group.WORK: _("Ada pekerjaan yang sudah selesai diproses."),
    Group.NEWS: _("Ada kabar baru."),
}
# A code is worth nothing after ten minutes; the sentence warns of the usual trick.
CODE: Words = _("Kode %(site)s: %(code)s. Berlaku 10 menit. Jangan berikan kepada siapa pun, juga kepada petugas.")

# The names of the approved templates, by group; "number_code" is of Meta's category AUTHENTICATION.
WHATSAPP_TEMPLATES: Mapping[Group, str] = {
    Group.DUTY: "ksbb_duty",
    Group.GIFTS: "ksbb_gifts",
    Group.WORK: "ksbb_work",
    Group.NEWS: "ksbb_news",
}
WHATSAPP_CODE = "ksbb_code"


def link_of(message: Message) -> str:
    """The page; never with what stands behind a question mark."""
    return f"{settings.PUBLIC_URL}{path_of(message)}"


def path_of(message: Message) -> str:
    return message.path if message.path and "?" not in message.path else "/pemberitahuan/"


def pushed_of(message: Message) -> dict[str, str]:
    """What a browser is told: a title, one sentence, a page of this portal, and the name under which it is shown once."""
    words = PUSHED.get(group_of(message.kind), PUSHED[Group.DUTY])
    return {"title": settings.SITE_NAME, "body": str(words), "path": path_of(message), "tag": message.public_id.hex}


def text_of(message: Message, code: str = "") -> str:
    """What an SMS says; `code` for the message that brings one."""
    if message.kind == NUMBER_CODE:
        return str(CODE) % {"site": settings.SITE_NAME, "code": code}
    group = group_of(message.kind)
    words = SHORT.get(group, SHORT[Group.DUTY])
    return str(words) % {"site": settings.SITE_NAME, "link": link_of(message)}
