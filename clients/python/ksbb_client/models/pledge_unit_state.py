from enum import StrEnum


class PledgeUnitState(StrEnum):
    HANDED_OVER = "handed_over"
    MISSING = "missing"
    REFUTED = "refuted"
    RELEASED = "released"
    RESERVED = "reserved"
    SCHEDULED = "scheduled"
    VERIFIED = "verified"

    def __str__(self) -> str:
        return str(self.value)
