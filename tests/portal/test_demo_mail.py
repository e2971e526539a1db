"""The letters of the demo can be read in the demo, and nowhere else."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from ksbb.authority.roles import GRANTS, Role
from ksbb.portal.demo import SIGN_INS

pytestmark = pytest.mark.django_db

PAGE = "portal:demo_mail"


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


def send(subject: str, body: str = "Isi.") -> None:
    EmailMessage(subject, body, to=["orang@uji.example"]).send()


@pytest.mark.usefixtures("demo")
def test_an_empty_folder_says_so(client):
    assert "Belum ada surat" in client.get(reverse(PAGE)).content.decode()


@pytest.mark.usefixtures("demo")
def test_the_newest_comes_first(client):
    send("Pertama")
    send("Kedua")
    assert [letter.subject for letter in client.get(reverse(PAGE)).context["letters"]] == ["Kedua", "Pertama"]


@pytest.mark.usefixtures("demo")
def test_what_stands_in_a_letter_is_text_and_its_links_lead_on(client):
    send("<b>Tebal</b>", "<script>alert(1)</script>\n\nhttp://127.0.0.1:8000/akun/x/?a=1&b=2\n")
    page = client.get(reverse(PAGE)).content.decode()
    assert "<script>alert" not in page
    assert "<b>Tebal" not in page
    assert 'href="http://127.0.0.1:8000/akun/x/?a=1&amp;b=2"' in page


@pytest.mark.usefixtures("demo")
def test_a_long_letter_in_any_letters_arrives_whole(client):
    send("Penyerahan ke SD Ñandú – “Pagi”", "é" * 2000)
    letter = client.get(reverse(PAGE)).context["letters"][0]
    assert letter.subject == "Penyerahan ke SD Ñandú – “Pagi”"
    assert letter.body.strip() == "é" * 2000


@pytest.mark.parametrize("role", ["coordinator", "auditor"])
def test_outside_the_demo_there_is_no_such_page(client, acting, client_as, outsider, role):
    assert client.get(reverse(PAGE)).status_code == 404
    assert client_as(acting(role)).get(reverse(PAGE)).status_code == 404
    assert client_as(outsider).get(reverse(PAGE)).status_code == 404


def test_outside_the_demo_the_sign_in_offers_nobody(client):
    assert "demo.example" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.usefixtures("demo")
def test_in_the_demo_the_sign_in_offers_every_role(client):
    page = client.get(reverse("account_login")).content.decode()
    assert page.count('name="login" value=') == len(SIGN_INS)
    assert {role for role in GRANTS if role not in (Role.VISITOR, Role.SYSTEM)} == {
        one.role for one in SIGN_INS if one.role
    }
