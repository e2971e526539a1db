"""A scanner that speaks as clamd does, in a thread: one that answers, and ones that hang or talk nonsense."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# What every scanner takes for a virus by agreement (eicar.org), in two pieces so that this file is not taken for one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


class Talk(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if self.server.mood == "hangs":
            self.server.over.wait(10)
        elif self.server.mood == "nonsense":
            self.wfile.write(b"hello\0")
        elif command == b"zPING\0":
            self.wfile.write(b"PONG\0")
        else:
            self.server.seen.append(self._streamed())
            found = EICAR in self.server.seen[-1]
            self.wfile.write(b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0")

    def _streamed(self) -> bytes:
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        return data


class Clamd(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, mood: str) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.mood = mood
        self.seen: list[bytes] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def clamd(settings: Any, mood: str = "answers") -> Iterator[Clamd]:
    """The settings name it inside."""
    with Clamd(mood) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        settings.SCANNER_URL, settings.SCANNER_SECONDS = server.url, 1
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
