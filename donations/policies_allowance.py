"""Whether a school may be promised more: its gate, and the cap of one class of its needs (set in donations/models/allowance.py)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.models import Allowance, Gate
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from recipients.statistics import Figures, figures_of_schools
from schools.models import School


def is_gate_open(school_id: int) -> bool:
    """Without a row it is open."""
    return not Gate.objects.filter(school_id=school_id, is_open=False).exists()


def room_of(school_id: int, need_class: str, *, lock: bool = False) -> int | None:
    """How many more needs of the class may be promised; None: as many as there are, 0: none.

    What is reserved (held by a basket, too), on its way or met counts against the cap. With `lock` the cap's row is held until
    the caller's transaction ends: two givers cannot both take the last place, and a lower cap waits for them or they for it.
    """
    if not is_gate_open(school_id):
        return 0
    caps = Allowance.objects.filter(school_id=school_id, need_class=need_class)
    cap = (caps.select_for_update(no_key=True) if lock else caps).values_list("cap", flat=True).first()
    if cap is None:
        return None
    found = figures_of_schools([school_id]).get((school_id, need_class), Figures())
    return max(0, cap - found.pledged)


def why_not_receive(school: School, need_class: str, quantity: int, *, lock: bool = False) -> str | None:
    """In words for a giver, why this school cannot be promised `quantity` more of the class now; None when it can.

    Inside the transaction that reserves, ask with `lock`. Whether so many needs are open is another question.
    """
    if not is_gate_open(school.pk):
        return _(
            "%(school)s untuk sementara belum dapat menerima bantuan baru, misalnya karena laporannya masih ditunggu. "
            "Pilih sekolah lain, atau coba lagi nanti."
        ) % {"school": school.name}
    room = room_of(school.pk, need_class, lock=lock)
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
