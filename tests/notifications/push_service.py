"""A stand-in for a push service: a real server that speaks TLS, and browsers whose private keys open what comes."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import json
import os
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from py_vapid import Vapid

from ksbb.notifications.channels.push import CURVE, Subscription

HOST = "127.0.0.1"


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Browser:
    """What a browser keeps to itself, and what it tells."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def tells(self) -> Subscription:
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Subscription(self.endpoint, text(point), text(self.secret))

    def opens(self, closed: bytes) -> Any:
        """RFC 8291: nobody else can."""
        told = http_ece.decrypt(closed, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        return json.loads(told)


@dataclass
class PushService:
    """`asked`: path, headers and body of each question. `answers`: path → status, else 201. `hangs`: no answer comes."""

    place: str = ""
    answers: dict[str, int] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def browser(self, name: str = "satu") -> Browser:
        return Browser(f"https://{self.place}/{name}")


def signed_by(authorization: str) -> tuple[str, dict[str, Any]]:
    """The public key that signed, and what it claims; the signature is checked."""
    assert Vapid.verify(authorization)
    parts = dict(part.split("=", 1) for part in authorization.removeprefix("vapid ").split(","))
    claims = parts["t"].split(".")[1]
    return parts["k"], json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))


@contextmanager
def running(folder: Path) -> Iterator[tuple[PushService, Path]]:
    """The service, and the certificate by which it is known."""
    told, certificate = PushService(), _certificate(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append((self.path, dict(self.headers), body))
            if told.hangs:
                told.over.wait(60)
                return
            self.send_response(told.answers.get(self.path, 201))
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    told.place = f"{HOST}:{server.server_address[1]}"
    yield told, certificate
    told.over.set()
    server.shutdown()
    server.server_close()


def _certificate(folder: Path) -> Path:
    key, name = ec.generate_private_key(CURVE), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(today - datetime.timedelta(days=1))
    builder = builder.not_valid_after(today + datetime.timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    made = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    path = folder / "layanan.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path
