"""A mail server of a few lines: takes letters, or hangs with the letter in its hands."""

from __future__ import annotations

import socketserver
from email import message_from_bytes
from threading import Event, Thread
from typing import Any


class PostOffice:
    """Letters it has accepted, by Message-ID; `hangs` set, it says nothing more once a letter has begun to arrive."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.begun = Event()
        self.open_again = Event()
        self.open_again.set()
        office = self

        class Counter(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                office.serve(self)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Counter)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        Thread(target=self.server.serve_forever, daemon=True).start()

    def hang(self) -> None:
        self.begun.clear()
        self.open_again.clear()

    def serve(self, counter: Any) -> None:
        """One connection; as little of SMTP as Django's own client speaks."""
        counter.wfile.write(b"220 test\r\n")
        while line := counter.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.begun.set()
                self.open_again.wait(120)
                counter.wfile.write(b"354 go on\r\n")
                self._take(counter)
            elif word == b"QUIT":
                counter.wfile.write(b"221 bye\r\n")
                return
            else:
                counter.wfile.write(b"250 yes\r\n")

    def _take(self, counter: Any) -> None:
        letter = b""
        while (line := counter.rfile.readline()) != b".\r\n":
            if not line:
                return  # who brought it is gone: it never arrived
            letter += line
        self.letters.append(str(message_from_bytes(letter)["Message-ID"]))
        counter.wfile.write(b"250 taken\r\n")

    def close(self) -> None:
        self.open_again.set()
        self.server.shutdown()
        self.server.server_close()
