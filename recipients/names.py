"""One way to write a name, whatever its spelling: what likeness is measured on. Pure: no database.

Dapodik, a family card and a teacher write the same child as "Muh. Rizky P.", "MOCHAMMAD RIZKI PRATAMA" or "Rizki Muhammad".
`name_key` gives all spellings one key; `closeness` compares two keys word by word, so that twins whose names differ in one
word ("Hasan", "Husein") stay two people however alike the rest is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ksbb.common import sealing

LENGTH = 160
_WORD = 40


def _list(text: str) -> list[str]:
    return text.split()


# Never part of a name, wherever they stand.
_TITLES = frozenset(
    _list(
        "hj hajjah dr drs dra ir prof kh ust ustad ustadz tn ny sdr alm almh bin binti bt bte "
        "spd spdi spdsd mpd mpdi skom mkom sag mag ssos msi ssi shum mhum spsi mpsi skep sfarm sked sthi ssy sikom sip amd amdkom "
        "amapd phd gr mba"
    )
)
# Titles only where dots or a comma say so: "Sari, S.E." is an economist, "Se" may be a name.
_SHORT_TITLES = frozenset(_list("se sh st ss sp sap mm ma mt mh mp msc ama lc h"))
_SPACED_TITLE = re.compile(r"\b([sma])\.\s+(?=(?:pd|pdi|kom|ag|sos|si|hum|psi|kep|farm|md)\b)")
_MARKS = re.compile(r"['`´‘’ʼ\"]")

# Old spelling (van Ophuijsen, Soewandi) and Arabic names as people hear them. None of these brings back another's left side.
_SPELLINGS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"), ("sh", "sy"), ("ch", "h"), ("kh", "h"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("gh", "g"), ("ie", "i"), ("v", "f"), ("q", "k"),
)  # fmt: skip
_DOUBLED = re.compile(r"([a-z])\1+")
# Tjahjono: the old j is a y, and "hj" alone is a title.
_OLD_Y = re.compile(r"(?<=[aiueo]h)j(?=[aiueo])")
_LAST_Y = re.compile(r"(?<=[^aeiou])y$")
_LAST_H = re.compile(r"(?<=[a-z]{2}[aeiou])h$")
_WHOLE = (
    dict.fromkeys(
        _list(
            "m muh moh mhd muhd mohd mohm muhm muhamad mohamad muhamed mohamed muhamat mohamat muhamd mohamd mumahad"
        ),
        "muhamad",
    )
    | dict.fromkeys(_list("ah ahm ahmd ahmat ahmad"), "ahmad")
    | dict.fromkeys(_list("abd abdu abdl abdul"), "abdul")
    | dict.fromkeys(_list("st sti siti"), "siti")
)
# Written as one word or two: Nuraini, Nur Aini; Abdurrahman, Abd. Rahman.
_PREFIXES = (("abdul", "abdul"), ("abdur", "abdul r"), ("abdu", "abdul "), ("nur", "nur"), ("siti", "siti"))
_SHORTEST_REST = 4

# Said or left out as it comes: they neither join nor part two people.
_FREE = frozenset({"muhamad", "siti", "h"})


def name_key(name: str) -> str:
    """The name in small plain letters, each word in one spelling, the words in the order of the alphabet, at most LENGTH.

    Idempotent, and the same for every order of plain words. "" for a name without letters. Digits stay: schools number
    namesakes.
    """
    if name.isascii() and name.replace(" ", "").isalpha():
        # Most names: no dot, comma or mark that could tell a title, so that each word stands for itself.
        plain = name.lower()
        words = [spelled for word in plain.split() if word not in _TITLES for spelled in _words(word)]
    else:
        plain = unicodedata.normalize("NFKD", _MARKS.sub("", name)).encode("ascii", "ignore").decode().lower()
        words = [spelled for word in _written(_SPACED_TITLE.sub(r"\1.", plain)) for spelled in _words(word)]
    if not words:
        words = [spelled for word in re.findall(r"[a-z0-9]+", plain) for spelled in _spelled(word[:_WORD])]
    return _bounded(sorted(words))


def mother_digest(name: str) -> bytes:
    """The keyed hash of a mother's name: equal for spellings of one name, b"" where none is told."""
    return sealing.digest("mother", name_key(name))


def closeness(one: str, other: str) -> int:
    """How near two keys are, 0 to 100. 0 where each has a word that the other lacks: those are two given names."""
    short, long = sorted((_strong(one), _strong(other)), key=len)
    if not short:
        return 100 if one == other and one else 0
    strengths = _pair(short, long)
    if strengths is None:
        return 0
    missing = len(long) - len(short)
    if missing and len(short) == 1:
        return 50
    free = 0 if _free(one) == _free(other) else 3
    return max(0, round(100 * sum(strengths) / len(strengths)) - 10 * missing - free)


def is_exact(one: str, other: str) -> bool:
    """Every word of the shorter key stands in the longer one, in full or as its initial: no letter was mistyped."""
    short, long = sorted((_strong(one), _strong(other)), key=len)
    strengths = _pair(short, long)
    return strengths is not None and _TYPO not in strengths


def _written(text: str) -> Iterator[str]:
    """The words as written, titles that dots or a comma give away left out."""
    name, *behind = text.split(",")
    pieces = [*name.split(), *(piece for part in behind for piece in [*part.split(), ""])]
    in_name, begun = len(name.split()), False
    for index, piece in enumerate(pieces):
        bare = re.sub(r"[^a-z0-9]", "", piece)
        if bare in _TITLES or (bare in _SHORT_TITLES and (index >= in_name or _tells_title(piece, bare, begun))):
            continue
        begun = True
        yield from re.findall(r"[a-z0-9]+", piece)


def _tells_title(piece: str, bare: str, begun: bool) -> bool:
    """ "H." before the name is a Haji, behind it an initial; "S.E." before it are initials, behind it a degree."""
    return piece == "h." and not begun if bare == "h" else "." in piece.rstrip(".") and begun


@lru_cache(maxsize=20_000)
def _words(word: str) -> tuple[str, ...]:
    """What a written word adds to a key."""
    return tuple(spelled for spelled in _spelled(word[:_WORD]) if spelled not in _TITLES)


@lru_cache(maxsize=20_000)
def _spelled(word: str) -> tuple[str, ...]:
    """`word` in its one spelling; two words where one is two written together. A city has few words for many names."""
    word = _settled(word)
    for prefix, instead in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST_REST:
            first, _, start = instead.partition(" ")
            return first, *_spelled(start + rest)
    return (word,)


def _settled(word: str) -> str:
    before = ""
    while word != before:
        before = word
        for old, new in _SPELLINGS:
            word = word.replace(old, new)
        word = _DOUBLED.sub(r"\1", _OLD_Y.sub("y", word))
        word = _LAST_H.sub("", _LAST_Y.sub("i", word))
        word = _WHOLE.get(word, word)
    return word


def _bounded(words: list[str]) -> str:
    key = " ".join(words)
    if len(key) <= LENGTH:
        return key
    key = ""
    for word in words:
        longer = f"{key} {word}".strip()
        if len(longer) > LENGTH:
            break
        key = longer
    return key


def _strong(key: str) -> list[str]:
    words = key.split()
    return [word for word in words if word not in _FREE] or words


def _free(key: str) -> frozenset[str]:
    return _FREE & set(key.split())


@dataclass(frozen=True, slots=True)
class Traces:
    """Patterns for LIKE that tell the keys near to one key from most others, cheaper than any measure of likeness.

    Where each word of the shorter name must be found in the longer one, a name with as many words (`words`) or more holds a trace
    of the longest word (`longest`, six at most); one with fewer words may hold a trace of another word (`others`) instead. A word
    of one letter in it stands for any word, and the words that come and go are not counted.
    """

    longest: tuple[str, ...]
    others: tuple[str, ...]
    words: int


# Words that are said or left out, where they are more than a letter: with them a name seems to have more words than it has.
UNCOUNTED = ("muhamad", "siti")


def traces(key: str) -> Traces:
    """A key with `closeness` above 0 fits `longest`; or has a word of one letter; or fits `others`, and has fewer than `words`
    words or one of UNCOUNTED. tests/recipients/test_likeness.py holds the search to it.
    """
    words = sorted(_strong(key), key=len)
    if not words:
        return Traces((), (), 0)
    return Traces(_traces(words[-1]), tuple(pattern for word in words[:-1] for pattern in _traces(word)), len(words))


@lru_cache(maxsize=20_000)
def _traces(word: str) -> tuple[str, ...]:
    """What is left of a word after as many slips as `_strength` forgives: halves or thirds, each slip spoiling one of them.

    Two letters exchanged across a border spoil both sides; how that looks is a pattern of its own.
    """
    if len(word) == 1:
        return (f"{word}%", f"% {word}%")
    if len(word) < _SLIP_FROM:
        return (f"%{word}%",)
    count = 2 if len(word) < _TWO_SLIPS_FROM else 3
    borders = [len(word) * at // count for at in range(1, count)]
    parts = [word[start:end] for start, end in zip([0, *borders], [*borders, len(word)], strict=True)]
    exchanged = [_exchanged(word, (at,)) for at in borders]
    if count == 2:
        return tuple(f"%{part}%" for part in [*parts, *exchanged])
    first, second = borders
    pairs = [exchanged[0][:second], exchanged[1][first:], _exchanged(word, (first, second))]
    return tuple(f"%{part}%" for part in [*parts, *pairs])


def _exchanged(word: str, borders: tuple[int, ...]) -> str:
    letters = list(word)
    for at in borders:
        letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return "".join(letters)


# One slip in five letters, two in nine: shorter words that differ in a letter are two names.
_SLIP_FROM, _TWO_SLIPS_FROM = 5, 9
_SAME, _INITIAL, _TYPO = 1.0, 0.85, 0.8


def _pair(short: list[str], long: list[str]) -> list[float] | None:
    """The strength with which each word of `short` finds a word of its own in `long`; None when one finds none."""
    left, rest = list(long), []
    for word in short:
        if word in left:
            left.remove(word)
        else:
            rest.append(word)
    found = [_SAME] * (len(short) - len(rest))
    # Most pairs of names end here: one word of the shorter one is near to none of the longer one.
    strengths = {word: [_strength(word, other) for other in left] for word in rest}
    if not all(any(known) for known in strengths.values()):
        return None
    free = set(range(len(left)))
    for level in (_TYPO, _INITIAL):
        for word in list(rest):
            match = next((at for at in sorted(free) if strengths[word][at] == level), None)
            if match is not None:
                free.remove(match)
                rest.remove(word)
                found.append(level)
    return None if rest else found


def _strength(one: str, other: str) -> float:
    if one == other:
        return _SAME
    if min(len(one), len(other)) == 1:
        return _INITIAL if one[0] == other[0] and not one.isdigit() else 0.0
    length = min(len(one), len(other))
    slips = 0 if length < _SLIP_FROM else 1 if length < _TWO_SLIPS_FROM else 2
    if one.isdigit() or other.isdigit() or abs(len(one) - len(other)) > slips:
        return 0.0
    # A slip changes the letters that two words do not share by two at most: most pairs are told apart by that alone.
    if len(set(one) ^ set(other)) > 2 * slips:
        return 0.0
    return _TYPO if _distance(one, other) <= slips else 0.0


@lru_cache(maxsize=100_000)
def _distance(one: str, other: str) -> int:
    """Letters to add, drop, change or swap with the neighbour (optimal string alignment)."""
    before, row = list(range(len(other) + 1)), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before = before, row
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
