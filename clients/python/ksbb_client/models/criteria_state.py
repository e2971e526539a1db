from enum import StrEnum


class CriteriaState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    RETIRED = "retired"
    SCHEDULED = "scheduled"

    def __str__(self) -> str:
        return str(self.value)
