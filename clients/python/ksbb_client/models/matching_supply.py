from enum import StrEnum


class MatchingSupply(StrEnum):
    STOCK = "stock"
    WISHES = "wishes"

    def __str__(self) -> str:
        return str(self.value)
