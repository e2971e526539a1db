from enum import StrEnum


class DonorKind(StrEnum):
    COMMUNITY = "community"
    COMPANY = "company"
    PERSON = "person"

    def __str__(self) -> str:
        return str(self.value)
