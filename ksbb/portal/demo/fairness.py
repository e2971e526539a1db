"""A held draw, letters to parents and three appeals, so that each page about rank has something to show."""

from __future__ import annotations

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import VISITOR, Actor
from recipients.actions.commit_draw import commit_draw
from recipients.actions.decide_appeal import decide_appeal
from recipients.actions.draw_lots import draw_lots
from recipients.actions.file_appeal import file_appeal
from recipients.actions.issue_rank_letter import issue_rank_letter
from recipients.models import Appeal, RankLetter, Recipient
from recipients.states import AppealState
from schools.models import School


def tell(home: School) -> None:
    """At the school of the demo's sign-ins, by the people of the demo's sign-ins."""
    draw_lots(draw=commit_draw(actor=_of("koordinator")), actor=_of("koordinator2"))
    operator, sudin = _of("operator"), _of("sudin")
    judged = Recipient.objects.registered().filter(school=home, kind="student", needs__state="open")
    people = list(judged.order_by("pk").distinct()[:4])
    if len(people) < 4:
        return
    issue_rank_letter(recipients=people, actor=operator)
    letters = {letter.recipient_id: letter for letter in RankLetter.objects.select_related("recipient", "criteria")}
    file_appeal(
        letter=letters[people[0].pk],
        ground=Appeal.Ground.DEVICE,
        message="HP yang tercatat sudah rusak sejak Agustus, jadi anak saya tidak punya gawai sama sekali (contoh).",
        contact="wali@contoh.example",
        actor=VISITOR,
    )
    upheld, rejected = (
        file_appeal(recipient=recipient, ground=ground, message=message, actor=operator)
        for recipient, ground, message in (
            (people[1], Appeal.Ground.CARD, "KIP-nya terbit bulan lalu dan belum tercatat (contoh)."),
            (people[2], Appeal.Ground.INCOME, "Ayahnya berhenti bekerja dan kini menganggur (contoh)."),
        )
    )
    decide_appeal(
        appeal=upheld,
        decision=AppealState.UPHELD,
        answer="Kartunya sudah kami cocokkan. Sekolah diminta mencatat KIP-nya (contoh).",
        actor=sudin,
    )
    decide_appeal(
        appeal=rejected,
        decision=AppealState.REJECTED,
        answer="Surat keterangan kerja yang dilampirkan masih berlaku; penghasilannya tetap (contoh).",
        actor=sudin,
    )


def _of(name: str) -> Actor:
    memberships = Membership.objects.select_related("user", "organisation")
    return actor_of(memberships.get(user__email=f"{name}@demo.example"))
