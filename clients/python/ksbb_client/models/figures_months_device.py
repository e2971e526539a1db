from enum import StrEnum


class FiguresMonthsDevice(StrEnum):
    LAPTOP = "laptop"
    PC = "pc"
    PHONE = "phone"
    TABLET = "tablet"

    def __str__(self) -> str:
        return str(self.value)
