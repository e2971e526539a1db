from enum import StrEnum


class CriteriaClauseOutKindEnum(StrEnum):
    REQUIRED = "required"
    WEIGHTED = "weighted"

    def __str__(self) -> str:
        return str(self.value)
