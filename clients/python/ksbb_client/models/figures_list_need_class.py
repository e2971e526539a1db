from enum import StrEnum


class FiguresListNeedClass(StrEnum):
    STUDENT_DEVICE = "student_device"
    TEACHER_COMPUTER = "teacher_computer"

    def __str__(self) -> str:
        return str(self.value)
