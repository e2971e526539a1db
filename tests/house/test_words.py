"""Every word of the interface can be read in English: found, translated, with its blanks, and compiled.

After new words, with GNU gettext at hand:
python manage.py makemessages -l en -i ".venv" -i ".run" -i "tests/*" --no-wrap --no-location --no-obsolete
(translate what is empty or fuzzy in locale/en/LC_MESSAGES/django.po), then python manage.py compilemessages -l en -i ".venv"
A word inside an f-string is not found by that search: _("Bukti") + f" {number}", not f"{_('Bukti')} {number}".
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
WORDS = ROOT / "locale" / "en" / "LC_MESSAGES"
OURS = ("ksbb", "schools", "recipients", "donations", "verification")
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))

# Where the arguments of each call stand: context, words.
CALLS = {"_": (None, 0), "gettext": (None, 0), "ngettext": (None, 0), "pgettext": (0, 1), "npgettext": (0, 1)}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?<!\w)({'|'.join(CALLS)})\(\s*({TEXT}(?:\s*,\s*{TEXT})*)")
BLANK = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}|</?[a-z]+[^>]*>|&\w+;")

# What a reader types into a terminal is the same in every language.
NOT_READ = r'\{%\s*blocktrans.*?endblocktrans.*?%\}|\{#.*?#\}|<script.*?</script>|<pre class="command">.*?</pre>'
SAME_EVERYWHERE = {"KSBB", "Pendidikan", "WIB", "NPSN", "Rp", "CSV", "XLSX", "JSON", "SHA", "datapackage", "json"}
# A sentence for readers abroad and names of files; the showroom of components, whose contents are invented; the names of the
# languages, each in its own language.
APART = {
    "data.html",
    "_data_days.html",
    "components.html",
    "_showroom_pieces.html",
    "_showroom_forms.html",
    "language.html",
}
READ_BY_PEOPLE = [path for path in TEMPLATES if path.suffix == ".html" and path.name not in APART]

Key = tuple[str | None, str]


@dataclass
class Entry:
    """One paragraph of a .po file."""

    flags: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.texts.get("msgctxt"), self.texts.get("msgid", "")

    @property
    def answers(self) -> list[str]:
        return [text for name, text in self.texts.items() if name.startswith("msgstr")]


def parse(po: str) -> Iterator[Entry]:
    """The entries of a .po file; dead ones (#~) and comments are left out."""
    for paragraph in re.split(r"\n\s*\n", po.strip()):
        entry, name = Entry(), ""
        for line in paragraph.splitlines():
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            elif not line.startswith("#"):
                found = re.match(r'(msg\w+(?:\[\d\])?)?\s*(".*")$', line.strip())
                assert found, line
                name = found[1] or name
                entry.texts[name] = entry.texts.get(name, "") + ast.literal_eval(found[2])
        if entry.texts:
            yield entry


@cache
def catalogue() -> dict[Key, Entry]:
    entries = {entry.key: entry for entry in parse((WORDS / "django.po").read_text())}
    return {key: entry for key, entry in entries.items() if key[1]}


def words_of_python(path: Path) -> Iterator[Key]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = CALLS.get(re.sub(r"_(?:lazy|noop)$", "", name))
        if place is None:
            continue
        context, words = (getattr(node.args[at], "value", None) if at is not None else None for at in place)
        if isinstance(words, str):
            yield context, words


def words_of_template(path: Path) -> Iterator[Key]:
    for name, arguments in CALL.findall(templatize(path.read_text())):
        texts = ast.literal_eval(f"({arguments},)")
        context, words = CALLS[name]
        yield texts[context] if context is not None else None, texts[words]


def python_files() -> list[Path]:
    return [path for app in OURS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def test_every_word_of_the_interface_is_in_the_catalogue():
    used = {key for path in python_files() for key in words_of_python(path)}
    used |= {key for path in TEMPLATES for key in words_of_template(path)}
    assert len(used) > 1000, "the search finds nothing any more"
    assert sorted(words for context, words in used if words and (context, words) not in catalogue()) == []


def test_every_word_is_translated_and_none_is_guessed():
    assert [entry.key for entry in catalogue().values() if not all(entry.answers)] == []
    assert [entry.key for entry in catalogue().values() if "fuzzy" in entry.flags] == []


def test_a_count_has_its_singular_and_its_plural():
    counted = [entry for entry in catalogue().values() if "msgid_plural" in entry.texts]
    assert counted
    assert [entry.key for entry in counted if len(entry.answers) != 2] == []


def test_the_blanks_and_tags_of_a_sentence_are_the_same():
    def differs(entry: Entry) -> bool:
        asked = sorted(BLANK.findall(entry.key[1]))
        return any(sorted(BLANK.findall(answer)) != asked for answer in entry.answers)

    assert [entry.key for entry in catalogue().values() if differs(entry)] == []


def test_what_is_compiled_is_what_is_written():
    with (WORDS / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    def read(entry: Entry) -> list[str]:
        context, words = entry.key
        many = entry.texts.get("msgid_plural")
        if many is not None:
            return [compiled.ngettext(words, many, count) for count in (1, 2)]
        return [compiled.pgettext(context, words) if context else compiled.gettext(words)]

    assert [entry.key for entry in catalogue().values() if read(entry) != entry.answers] == []


def test_gettext_keeps_a_name_that_is_searched_for():
    aliases = {alias for path in python_files() for alias in re.findall(r"gettext\w* as (\w+)", path.read_text())}
    assert aliases == {"_"}


@pytest.mark.parametrize("path", READ_BY_PEOPLE, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_says_a_bare_word(path):
    text = re.sub(NOT_READ, " ", path.read_text(), flags=re.S)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    read_aloud = re.findall(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"', text)
    bare = re.sub(r"<[^>]*>", " ", text, flags=re.S)
    assert set(re.findall(r"[^\W\d_]{2,}", " ".join([bare, *read_aloud]))) <= SAME_EVERYWHERE
