from enum import StrEnum


class FiguresListBy(StrEnum):
    AREA = "area"
    FORM = "form"
    NEED_CLASS = "need_class"
    NONE = "none"

    def __str__(self) -> str:
        return str(self.value)
