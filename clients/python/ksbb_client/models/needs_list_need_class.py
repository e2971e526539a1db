from enum import StrEnum


class NeedsListNeedClass(StrEnum):
    STUDENT_DEVICE = "student_device"
    TEACHER_COMPUTER = "teacher_computer"

    def __str__(self) -> str:
        return str(self.value)
