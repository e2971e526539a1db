"""Private files in an object store instead of a folder: the same portal, and the same backup."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.test import Client
from moto.server import ThreadedMotoServer

from ksbb.authority.actors import Actor
from ksbb.operation import private_files
from ksbb.settings.files import private_files as private_files_in
from tests.factories.accounts import somebody
from tests.factories.verification import judged, waiting_report
from verification.models import Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Any]:
    """bucket(name): from now on private files lie there; gives the bucket to look into."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("KSBB_FILES_ENDPOINT", endpoint)
    monkeypatch.setenv("KSBB_FILES_REGION", "us-east-1")

    def use(name: str) -> Any:
        store = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=name)
        monkeypatch.setenv("KSBB_FILES_BUCKET", name)
        settings.STORAGES = settings.STORAGES | {"default": private_files_in(tmp_path)}
        return store

    return use


def names(store: Any) -> list[str]:
    return sorted(one.key for one in store.objects.all())


def test_a_report_and_its_photo_go_through_the_store(
    bucket: Callable[[str], Any], client_as: Callable[[Actor], Client], outsider: Actor
) -> None:
    store = bucket("evidence")
    report = waiting_report()
    judged(report)
    photo = Evidence.objects.filter(report=report).first()
    assert photo is not None
    assert {photo.photo.name, photo.thumbnail.name} <= set(names(store))
    address = f"/bukti/foto/{photo.public_id}/besar/"
    assert client_as(somebody("auditor")).get(address).status_code == 200
    assert client_as(outsider).get(address).status_code == 404


def test_a_backup_takes_the_files_out_of_one_store_and_into_another(
    bucket: Callable[[str], Any], tmp_path: Path
) -> None:
    first = bucket("one")
    default_storage.save("foto/a/satu.jpg", ContentFile(b"one"))
    default_storage.save("bast/dua.pdf", ContentFile(b"two"))
    assert private_files.pack(tmp_path / "files.tar") == 2

    second = bucket("two")
    assert private_files.are_none()
    assert private_files.unpack(tmp_path / "files.tar") == 2
    assert names(second) == names(first) == ["bast/dua.pdf", "foto/a/satu.jpg"]
    assert default_storage.open("foto/a/satu.jpg").read() == b"one"
    assert not private_files.are_none()


def test_an_archive_that_leads_elsewhere_is_refused(bucket: Callable[[str], Any], tmp_path: Path) -> None:
    store = bucket("three")
    with tarfile.open(tmp_path / "files.tar", "w") as tar:
        member = tarfile.TarInfo("../rahasia")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(CommandError, match="leads out of the store"):
        private_files.unpack(tmp_path / "files.tar")
    assert names(store) == []
