from enum import StrEnum


class SchoolsListStatus(StrEnum):
    NEGERI = "negeri"
    SWASTA = "swasta"

    def __str__(self) -> str:
        return str(self.value)
