"""The software bill of materials: what of others runs in the portal, with version, hashes and licence (CycloneDX 1.6, JSON).

    python -m scripts.bill_of_materials [FILE]

The Python packages are those of requirements/base.txt, as locked; their licences are what the installed packages say of
themselves. The files for browsers are those of static/vendor: each is compared with SHA256SUMS first. The operating system of a
container is not in it: whoever builds the image adds that. Without FILE the bill is made and judged, and not kept.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts.renew_vendor import FONT, ICON_PACKAGE, ICONS, PACKAGES, STATIC, SUMS, VENDOR, Package

ROOT = STATIC.parent
LOCKED = ROOT / "requirements" / "base.txt"
# The licence files of the packages for browsers were read by people.
LICENCES = {
    "bootstrap": "MIT",
    "bootstrap-icons": "MIT",
    "leaflet": "BSD-2-Clause",
    "leaflet.markercluster": "MIT",
    "@fontsource/plus-jakarta-sans": "OFL-1.1",
}
ROOT_REF = "ksbb-pendidikan"
Thing = dict[str, Any]


def wrong_files() -> list[str]:
    """Files of static/vendor and the icons that are not what SHA256SUMS says, are not there, or are not on its list."""
    listed = {name: digest for digest, name in map(str.split, SUMS.read_text().splitlines())}
    there = {path for folder in (VENDOR, ICONS) for path in folder.rglob("*") if path.is_file() and path != SUMS}
    found = {path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in there}
    return sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))


def of_browsers() -> list[Thing]:
    """The packages of static/vendor, each file with its hash. Raises KeyError for a package without a known licence."""
    return [_package(one) for one in (*PACKAGES, FONT, ICON_PACKAGE)]


def _package(package: Package) -> Thing:
    files = sorted(path for path in package.folder.rglob("*") if path.is_file())
    if package is ICON_PACKAGE:
        files += sorted(ICONS.glob("*.svg"))
    purl = f"pkg:npm/{package.name.replace('@', '%40')}@{package.version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
        "licenses": [{"license": {"id": LICENCES[package.name]}}],
        "components": [_file(path) for path in files],
    }


def _file(path: Path) -> Thing:
    name, digest = path.relative_to(STATIC).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()
    return {"type": "file", "bom-ref": name, "name": name, "hashes": [{"alg": "SHA-256", "content": digest}]}


def of_python() -> Thing:
    """What cyclonedx-py makes of the locked file, with licences, without the registry from which we happened to install."""
    program = Path(sys.executable).with_name("cyclonedx-py")
    plain = ["--output-reproducible", "--no-validate", "--pyproject", str(ROOT / "pyproject.toml")]
    done = subprocess.run([program, "requirements", *plain, str(LOCKED)], capture_output=True, text=True, check=True)
    bill: Thing = json.loads(done.stdout)
    for component in bill["components"]:
        component["bom-ref"] = component["purl"]
        component.pop("description", None)
        if named := _licence(component["name"], component["version"]):
            component["licenses"] = named
    return bill


def _licence(name: str, version: str) -> list[Thing]:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if told["Version"] != version:
        return []
    if expression := (told.get_all("License-Expression") or [""])[0]:
        return [{"expression": expression}]
    classed = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    named = classed or told.get_all("License") or []
    return [{"license": {"name": one}} for one in named if one and "\n" not in one]


def bill() -> Thing:
    """The whole bill; its root depends on everything in it."""
    made = of_python()
    made["components"] += of_browsers()
    made["metadata"]["component"] |= {"bom-ref": ROOT_REF}
    made["dependencies"] = [{"ref": ROOT_REF, "dependsOn": [one["bom-ref"] for one in made["components"]]}]
    return made


def main(names: list[str]) -> int:
    if wrong := wrong_files():
        sys.stdout.write("Not what static/vendor/SHA256SUMS says:\n  " + "\n  ".join(wrong) + "\n")
        return 1
    made = bill()
    text = json.dumps(made, indent=1, sort_keys=True) + "\n"
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.stdout.write(f"The bill is no CycloneDX: {error}\n")
        return 1
    for name in names[:1]:
        Path(name).write_text(text)
    sys.stdout.write(f"{len(made['components'])} components{' in ' + names[0] if names else ''}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
