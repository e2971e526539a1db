from enum import StrEnum


class RecipientKind(StrEnum):
    STUDENT = "student"
    TEACHER = "teacher"

    def __str__(self) -> str:
        return str(self.value)
