from enum import StrEnum


class HandoverState(StrEnum):
    CANCELLED = "cancelled"
    DONE = "done"
    PLANNED = "planned"
    REPORTED = "reported"

    def __str__(self) -> str:
        return str(self.value)
