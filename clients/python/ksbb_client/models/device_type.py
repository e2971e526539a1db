from enum import StrEnum


class DeviceType(StrEnum):
    LAPTOP = "laptop"
    PC = "pc"
    PHONE = "phone"
    TABLET = "tablet"

    def __str__(self) -> str:
        return str(self.value)
