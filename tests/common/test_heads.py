"""HEAD asks what GET would say, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from ksbb.authority.actors import Actor
from ksbb.common import floods
from ksbb.common.floods import Flood
from ksbb.common.heads import HeadMiddleware
from tests.conftest import Acting

# New with every answer.
OWN = {"Content-Security-Policy", "X-Request-ID", "Set-Cookie"}
PAGES = ("portal:home", "schools:school_list", "verification:complaint_write", "api:school_list", "portal:sitemap")
UNKNOWN = "AAAA-BBBB-CCCC-DDDD"


def told(response: Any) -> tuple[int, dict[str, str]]:
    return response.status_code, {name: value for name, value in response.items() if name not in OWN}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_it_is_told_the_same_without_the_page(client: Client, name: str) -> None:
    whole, asked = client.get(reverse(name)), client.head(reverse(name))
    assert told(asked) == told(whole)
    assert asked.content == b""
    assert int(asked["Content-Length"]) == len(whole.content) > 0


@pytest.mark.django_db
def test_nobody_tries_codes_past_the_wall_by_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its status alone says whether there is such a code."""
    chosen = next(flood for flood in floods.FLOODS if flood.name == "codes")
    small = Flood("codes", chosen.routes, chosen.methods, one=2, everybody=10**6, seconds=10**6)
    monkeypatch.setattr(floods, "_OF", dict.fromkeys(small.routes, small))
    answers = [client.head(reverse("donations:receipt", args=[UNKNOWN])).status_code for _try in range(3)]
    assert answers == [404, 404, 429]


@pytest.mark.django_db
def test_it_does_nothing_that_only_a_form_does(client_as: Callable[[Actor], Client], acting: Acting) -> None:
    """A page that writes with everything but GET, and a button's address."""
    client = client_as(acting("donor"))
    page = reverse("accounts:membership_choose")
    assert client.head(page).status_code == client.get(page).status_code == 200
    assert client.head(reverse("portal:language")).status_code == 405


@pytest.mark.django_db  # the end of an answer looks after connections
def test_a_file_is_not_sent_and_is_closed(tmp_path: Path, rf: RequestFactory) -> None:
    (tmp_path / "surat.txt").write_text("Isi surat")
    file = (tmp_path / "surat.txt").open("rb")
    asked: HttpRequest = rf.head("/surat.txt")
    response: Any = HeadMiddleware(lambda request: FileResponse(file))(asked)
    assert (b"".join(response), response["Content-Length"], response.file_to_stream) == (b"", "9", None)
    assert asked.method == asked.META["REQUEST_METHOD"] == "HEAD"
    response.close()
    assert file.closed


def test_what_stands_further_in_sees_a_reader(rf: RequestFactory) -> None:
    seen: list[str | None] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.method)
        return HttpResponse("x")

    HeadMiddleware(view)(rf.head("/"))
    HeadMiddleware(view)(rf.post("/"))
    assert seen == ["GET", "POST"]
