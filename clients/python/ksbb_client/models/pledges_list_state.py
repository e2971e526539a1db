from enum import StrEnum


class PledgesListState(StrEnum):
    COMMITTED = "committed"
    EXPIRED = "expired"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
