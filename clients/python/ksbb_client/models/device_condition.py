from enum import StrEnum


class DeviceCondition(StrEnum):
    NEW = "new"
    USED = "used"

    def __str__(self) -> str:
        return str(self.value)
