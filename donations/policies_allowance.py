"""Whether a school may be promised more: its gate, and the cap of one class of its needs (set in donations/models/allowance.py)."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.models import Gate
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from recipients.statistics import Figures, figures_of_schools
from schools.models import School

_TERMS = """
SELECT NOT EXISTS (SELECT FROM donations_gate WHERE school_id = %s AND NOT is_open), a.cap
FROM (SELECT) AS always LEFT JOIN LATERAL (
    SELECT cap FROM donations_allowance WHERE school_id = %s AND need_class = %s {lock}
) a ON TRUE
"""


def is_gate_open(school_id: int) -> bool:
    """Without a row it is open."""
    return not Gate.objects.filter(school_id=school_id, is_open=False).exists()


def room_of(school_id: int, need_class: str, *, lock: bool = False) -> int | None:
    """How many more needs of the class may be promised; None: as many as there are, 0: none.

    What is reserved (held by a basket, too), on its way or met counts against the cap. With `lock` the cap's row is held until
    the caller's transaction ends: two givers cannot both take the last place, and a lower cap waits for them or they for it.
    """
    is_open, cap = _terms_of(school_id, need_class, lock)
    return _room(school_id, need_class, cap) if is_open else 0


def _terms_of(school_id: int, need_class: str, lock: bool) -> tuple[bool, int | None]:
    """Whether the gate is open, and the cap, in one statement by hand: every promise asks."""
    with connection.cursor() as cursor:
        cursor.execute(_TERMS.format(lock="FOR NO KEY UPDATE" if lock else ""), [school_id, school_id, need_class])
        [(is_open, cap)] = cursor.fetchall()
    return is_open, cap


def _room(school_id: int, need_class: str, cap: int | None) -> int | None:
    if cap is None:
        return None
    found = figures_of_schools([school_id]).get((school_id, need_class), Figures())
    return max(0, cap - found.pledged)


def why_not_receive(school: School, need_class: str, quantity: int, *, lock: bool = False) -> str | None:
    """In words for a giver, why this school cannot be promised `quantity` more of the class now; None when it can.

    Inside the transaction that reserves, ask with `lock`. Whether so many needs are open is another question.
    """
    is_open, cap = _terms_of(school.pk, need_class, lock)
    if not is_open:
        return _(
            "%(school)s untuk sementara belum dapat menerima bantuan baru, misalnya karena laporannya masih ditunggu. "
            "Pilih sekolah lain, atau coba lagi nanti."
        ) % {"school": school.name}
    room = _room(school.pk, need_class, cap)
    if room is None or quantity <= room:
        return None
    if room == 0:
        return _("%(school)s sudah mencapai batas bantuan yang ditetapkan Dinas Pendidikan. Pilih sekolah lain.") % {
            "school": school.name
        }
    return ngettext(
        "%(school)s hanya boleh menerima %(room)s gawai lagi (batas dari Dinas Pendidikan). Kurangi jumlahnya.",
        "%(school)s hanya boleh menerima %(room)s gawai lagi (batas dari Dinas Pendidikan). Kurangi jumlahnya.",
        room,
    ) % {"school": school.name, "room": room}


def why_not_set(school: School, reason: str, actor: Actor) -> str | None:
    """Who sets caps does so over the own ground; every change needs words that explain it later."""
    if not actor.is_system and not School.objects.visible_to(actor).filter(pk=school.pk).exists():
        raise Forbidden("not on the own ground")
    if len(" ".join(reason.split())) < 5:
        return _("Isi alasannya, paling sedikit lima huruf: setiap perubahan harus dapat dijelaskan.")
    return None
