from enum import StrEnum


class NeedsListDevice(StrEnum):
    LAPTOP = "laptop"
    PC = "pc"
    PHONE = "phone"
    TABLET = "tablet"

    def __str__(self) -> str:
        return str(self.value)
