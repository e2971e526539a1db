"""Click to chat: an address that opens WhatsApp with a number and a first sentence.

https://faq.whatsapp.com/5913398998672934: wa.me, the number with its country and nothing else, the text. The text is the same for
everybody: what stands in an address is seen by the browser's history and by WhatsApp.
"""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _
from lokal.phone import parse_phone


def chat_address(number: str) -> str:
    """Nothing for a line in a house, and for what is no number of Indonesia."""
    found = parse_phone(number or "")
    if not found.valid or found.type != "mobile" or not found.whatsapp:
        return ""
    text = _("Halo, kami menghubungi Anda dari portal KSBB Pendidikan tentang bantuan gawai.")
    return f"https://wa.me/{found.whatsapp}?text={quote(text)}"
