from enum import StrEnum


class MatchingLineState(StrEnum):
    APPLIED = "applied"
    LEFT_OUT = "left_out"
    MOVED = "moved"
    PROPOSED = "proposed"

    def __str__(self) -> str:
        return str(self.value)
