from enum import StrEnum


class ImportsRowsStatus(StrEnum):
    CHANGED = "changed"
    ELSEWHERE = "elsewhere"
    MISSING = "missing"
    NEW = "new"
    PROBLEM = "problem"
    QUESTION = "question"
    SKIPPED = "skipped"
    UNCHANGED = "unchanged"

    def __str__(self) -> str:
        return str(self.value)
