"""The private files as one archive, whether they lie in a folder or in an object store."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.base import CommandError


def place() -> str:
    """Where they lie, for people."""
    root = _root()
    return str(root) if root else f"the bucket {getattr(default_storage, 'bucket_name', '')}"


def are_none() -> bool:
    """Whether nothing is there yet."""
    root = _root()
    if root:
        return not root.exists() or not any(root.iterdir())
    return next(_names(), None) is None


def pack(archive: Path) -> int:
    """All of them, uncompressed: photos and PDFs are compressed already. Returns their number."""
    root = _root()
    with tarfile.open(os.fspath(archive), "w") as tar:
        packed = _pack_folder(tar, root) if root else sum(_pack_one(tar, name) for name in _names())
    archive.chmod(0o600)
    return packed


def unpack(archive: Path) -> int:
    """Back to where private files lie; names that lead out of it are refused. Returns their number."""
    root = _root()
    with tarfile.open(archive) as tar:
        if root:
            root.mkdir(parents=True, exist_ok=True, mode=0o700)
            tar.extractall(root, filter="data")
            return sum(member.isfile() for member in tar.getmembers())
        return sum(_unpack_one(tar, member) for member in tar if member.isfile())


def _root() -> Path | None:
    """The folder; None for an object store, which has no paths."""
    try:
        return Path(default_storage.path(""))
    except NotImplementedError:
        return None


def _pack_folder(tar: tarfile.TarFile, root: Path) -> int:
    packed = 0
    for path in sorted(root.rglob("*")) if root.exists() else ():
        try:
            tar.add(path, arcname=str(path.relative_to(root)), recursive=False)
        except FileNotFoundError:
            continue  # erased since the folder was listed
        packed += path.is_file()
    return packed


def _names(folder: str = "") -> Iterator[str]:
    folders, files = default_storage.listdir(folder)
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from _names(f"{folder}{name}/")


def _pack_one(tar: tarfile.TarFile, name: str) -> bool:
    member = tarfile.TarInfo(name)
    try:
        with default_storage.open(name) as file:
            member.size = file.size
            tar.addfile(member, file)
    except FileNotFoundError:
        return False  # erased since the store was listed
    return True


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bool:
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts:
        raise CommandError(
            f"The archive holds {member.name!r}, which leads out of the store. Nothing more was taken from it."
        )
    kept = default_storage.save(member.name, File(tar.extractfile(member), member.name))
    if kept != member.name:
        raise CommandError(f"{member.name} was there already and came back as {kept}.")
    return True
