"""A stand-in of Google's endpoints: a server that gives an identity for a code, once, to who shows the right verifier."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from django.test import Client

CLIENT_ID = "nomor-uji.apps.example"
CLIENT_SECRET = "rahasia-uji"  # noqa: S105
ANYBODY = {
    "sub": "1001",
    "email": "rara@surel.example",
    "email_verified": True,
    "given_name": "Rara",
    "family_name": "Uji",
}


@dataclass
class Google:
    """`codes`: code → the question it answers and the identity behind it. `status`: of its answers. `asked`: what it was asked."""

    url: str = ""
    status: int = 200
    changes: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, tuple[dict[str, str], dict[str, Any]]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def consents(self, leaving: Any, **who: Any) -> str:
        """The person agrees at Google; the address with which the browser is sent back."""
        question = {key: values[0] for key, values in parse_qs(urlsplit(leaving["Location"]).query).items()}
        code = f"kode-{len(self.codes)}"
        self.codes[code] = (question, ANYBODY | who)
        return f"{urlsplit(question['redirect_uri']).path}?state={question['state']}&code={code}"

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(form)
        question, who = self.codes.pop(form.get("code", ""), ({}, {}))
        shown = (
            base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
            .decode()
            .rstrip("=")
        )
        known = (form.get("client_id"), form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if not known or shown != question.get("code_challenge") or form["redirect_uri"] != question["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 3600, "picture": f"{self.url}/foto"} | who
        token = jwt.encode(claims | self.changes, "k" * 32, algorithm="HS256", headers={"kid": "1"})
        return self.status, {
            "access_token": "akses-uji",
            "refresh_token": "segar-uji",
            "expires_in": 3599,
            "id_token": token,
        }


def serve(google: Google) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, body = google.answer({key: values[0] for key, values in parse_qs(raw).items()})
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    google.url = f"http://127.0.0.1:{server.server_address[1]}"
    return server


def come(client: Client, google: Google, **who: Any) -> Any:
    """There and back in one browser."""
    return client.get(google.consents(client.post("/akun/masuk/google/"), **who))
