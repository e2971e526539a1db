from enum import StrEnum


class ImportStage(StrEnum):
    CHECKING = "checking"
    DONE = "done"
    READING = "reading"
    WAITING = "waiting"
    WRITING = "writing"

    def __str__(self) -> str:
        return str(self.value)
