from enum import StrEnum


class NeedsListOrder(StrEnum):
    LEAST_MET = "least_met"
    MOST = "most"
    NEAREST = "nearest"
    URGENT = "urgent"

    def __str__(self) -> str:
        return str(self.value)
