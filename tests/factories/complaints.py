"""Complaints at every step, made by the same actions that people use. All words are invented."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from ksbb.authority.actors import Actor
from tests.factories.verification import photo
from verification.actions.answer_complaint import answer_complaint
from verification.actions.file_complaint import file_complaint
from verification.actions.take_complaint import take_complaint
from verification.models import Complaint

WORDS = "Gawai yang tercatat atas nama anak saya belum pernah kami terima."
ANSWER = "Gawainya kami temukan di lemari sekolah dan sudah diserahkan kemarin."


def picture() -> ContentFile[bytes]:
    return ContentFile(photo().jpeg, "lampiran.jpg")


def complained(category: str = "not_arrived", text: str = WORDS, **facts: Any) -> Complaint:
    return file_complaint(category=category, text=text, **facts)


def taken(complaint: Complaint, actor: Actor) -> Complaint:
    return take_complaint(complaint=complaint, actor=actor)


def answered(complaint: Complaint, actor: Actor, answer: str = ANSWER) -> Complaint:
    """Taken and answered by the same officer."""
    return answer_complaint(complaint=taken(complaint, actor), answer=answer, actor=actor)
