"""Renews static/vendor and static/img/icons from the published npm packages.

    python scripts/renew_vendor.py [MORE-ICONS …]

Icons are those that already stand in static/img/icons, and the ones named.

For maintainers only; needs npm. The files are kept in the tree so that neither a build step nor a foreign server stands
between a visitor and the page. `static/vendor/SHA256SUMS` is held by tests/portal/test_vendor.py.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
VENDOR = STATIC / "vendor"
ICONS = STATIC / "img" / "icons"
SUMS = VENDOR / "SHA256SUMS"


@dataclass(frozen=True)
class Package:
    """What is taken from one npm package; a path ending with / takes the whole folder."""

    name: str
    version: str
    files: tuple[str, ...]

    @property
    def folder(self) -> Path:
        return VENDOR / f"{self.name.rpartition('/')[2]}-{self.version}"


PACKAGES = (
    Package("bootstrap", "5.3.8", ("LICENSE", "dist/css/bootstrap.min.css")),
    Package("leaflet", "1.9.4", ("LICENSE", "dist/leaflet.js", "dist/leaflet.css", "dist/images/")),
    Package(
        "leaflet.markercluster",
        "1.5.3",
        (
            "MIT-LICENCE.txt",
            "dist/leaflet.markercluster.js",
            "dist/MarkerCluster.css",
            "dist/MarkerCluster.Default.css",
        ),
    ),
)
FONT = Package("@fontsource/plus-jakarta-sans", "5.3.0", ("LICENSE", "files/plus-jakarta-sans-latin-700-normal.woff2"))
ICON_PACKAGE = Package("bootstrap-icons", "1.13.2", ("LICENSE",))
SOURCE_MAP = re.compile(rb"\n?(//|/\*)# sourceMappingURL=[^\s*]+( ?\*/)?\n?")


def unpack(package: Package, into: Path) -> Path:
    """The package's own folder, fetched by name and version from whatever registry npm is set to."""
    spec = f"{package.name}@{package.version}"
    subprocess.run(
        ["npm", "pack", spec, "--silent", "--pack-destination", str(into)], check=True, stdout=subprocess.DEVNULL
    )
    archive = next(into.glob("*.tgz"))
    with tarfile.open(archive) as packed:
        packed.extractall(into, filter="data")
    return into / "package"


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in {".js", ".css"}:
        content = SOURCE_MAP.sub(b"\n", content)
    target.write_bytes(content)


def take(package: Package, source: Path) -> None:
    """The chosen files, `dist/` dropped from their paths (style sheets keep finding their images)."""
    shutil.rmtree(package.folder, ignore_errors=True)
    for name in package.files:
        found = sorted((source / name).rglob("*")) if name.endswith("/") else [source / name]
        for path in found:
            copy(path, package.folder / path.relative_to(source).as_posix().removeprefix("dist/"))


def take_icons(source: Path, names: Iterable[str]) -> None:
    shutil.rmtree(ICONS, ignore_errors=True)
    for name in names:
        copy(source / "icons" / f"{name}.svg", ICONS / f"{name}.svg")


def write_sums() -> None:
    files = sorted(path for folder in (VENDOR, ICONS) for path in folder.rglob("*") if path.is_file() and path != SUMS)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(STATIC).as_posix()}" for path in files
    ]
    SUMS.write_text("\n".join(lines) + "\n")


def main(more_icons: Iterable[str]) -> None:
    icons = {path.stem for path in ICONS.glob("*.svg")} | set(more_icons)
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package in (*PACKAGES, FONT, ICON_PACKAGE):
        with tempfile.TemporaryDirectory() as folder:
            source = unpack(package, Path(folder))
            take(package, source)
            if package is ICON_PACKAGE:
                take_icons(source, sorted(icons))
    write_sums()


if __name__ == "__main__":
    main(sys.argv[1:])
