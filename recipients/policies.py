"""Why something cannot be done on the register, in words a school can act on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from recipients.models import CriteriaSet, Recipient
from recipients.states import NeedState, RecipientState
from schools.models import School


def why_not_publish(criteria: CriteriaSet, actor: Actor) -> str | None:
    if actor.user_id is not None and criteria.proposed_by_id == actor.user_id:
        return _("Versi ini Anda sendiri yang mengusulkan. Penerbitan harus dilakukan koordinator lain.")
    return None


def why_not_register(school: School, actor: Actor) -> str | None:
    if school.is_closed:
        return _("Sekolah ini sudah tutup. Penerima tidak dapat didaftarkan di sini.")
    return None


def why_not_withdraw(recipient: Recipient) -> str | None:
    if recipient.state != RecipientState.REGISTERED:
        return _("Penerima ini sudah tidak terdaftar.")
    if recipient.needs.filter(state__in=[NeedState.RESERVED, NeedState.DELIVERED]).exists():
        return _(
            "Gawai untuk penerima ini sudah dijanjikan atau diserahkan. Batalkan dulu jadwal serah terimanya bersama "
            "donatur, lalu tarik pendaftarannya."
        )
    return None
