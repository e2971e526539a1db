from enum import StrEnum


class CriteriaListKind(StrEnum):
    STUDENT = "student"
    TEACHER = "teacher"

    def __str__(self) -> str:
        return str(self.value)
