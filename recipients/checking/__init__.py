"""What Disdukcapil and Dinsos are asked and what they answer, without a database.

source.check(people)   Subjects → Answers, from whatever speaks for the office: today the file that it sent back
                       (`files.AnswerFile`), later a live connection (`live.LiveCheck`).
"""

from recipients.checking.answers import Answer, LiveCheck, Subject, Trouble
from recipients.checking.files import AnswerFile
from recipients.checking.layout import AS_OF, LAYOUTS, REFERENCE, Layout, layout_of
from recipients.checking.live import live_check

__all__ = [
    "AS_OF",
    "LAYOUTS",
    "REFERENCE",
    "Answer",
    "AnswerFile",
    "Layout",
    "LiveCheck",
    "Subject",
    "Trouble",
    "layout_of",
    "live_check",
]
