"""How much one request may carry, settled before a byte of it is read; and in which request a file came."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, TemporaryFileUploadHandler


class LimitedUpload(FileUploadHandler):
    """Stands first in FILE_UPLOAD_HANDLERS: refuses what is declared larger than UPLOAD_MAX_REQUEST_BYTES (400).

    A request never carries more than it declares: the server stops reading there.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django names it
        content_length: int,
        boundary: str,
        encoding: str | None = None,  # noqa: N803
    ) -> None:
        if content_length > settings.UPLOAD_MAX_REQUEST_BYTES:
            raise RequestDataTooBig("the request is larger than UPLOAD_MAX_REQUEST_BYTES")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class _WithRequest(FileUploadHandler):
    """The file remembers its request (`sent_in`): whoever finds something in it can say who sent it."""

    def file_complete(self, file_size: int) -> UploadedFile | None:
        file = super().file_complete(file_size)
        if file is not None:
            file.sent_in = self.request  # type: ignore[attr-defined]
        return file


class SmallUpload(_WithRequest, MemoryFileUploadHandler):
    """Kept in memory."""


class LargeUpload(_WithRequest, TemporaryFileUploadHandler):
    """Kept on the disk while it is read."""
