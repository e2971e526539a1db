from enum import StrEnum


class MatchingState(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"
    FAILED = "failed"
    PROPOSED = "proposed"

    def __str__(self) -> str:
        return str(self.value)
