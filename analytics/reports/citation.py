"""Source, licence and how to cite: the same words for every figure, export and report."""

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from analytics.counts.selection import NONE
from analytics.errors import InputError
from analytics.figures.words import LANGUAGES, Words
from analytics.lexicon.load import LEXICON

PUBLICATION = LEXICON.parent / "publication.toml"

_LATEX = {letter: f"\\{letter}" for letter in "&%$#_{}"} | {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_URL_SAFE = str.maketrans({letter: f"%{ord(letter):02X}" for letter in ' {}\\^`"<>|'})
_BIBLATEX = {"en": "english", "ru": "russian", "kk": "kazakh"}


@dataclass(frozen=True)
class Licence:
    """A licence: its SPDX id (`CC-BY-4.0`), its short and full name, and where it stands."""

    id: str
    name: str
    title: str
    url: str


@dataclass(frozen=True)
class Credit:
    """Somebody whose work is in the data besides the chronicle, and who asks to be named."""

    title: str
    url: str
    licence: str


@dataclass(frozen=True)
class Publication:
    """Who publishes the data, under which title and licence, and where; `title` and `source` by language."""

    publisher: str
    contact: str
    base_address: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    licence: Licence
    credits: tuple[Credit, ...]

    def locate(self, address: str) -> str:
        """Return a page's address within the dashboard (`refusals?region=KZ-75`) with the dashboard's own before it."""
        if not self.base_address or re.match(r"https?://", address):
            return address
        return f"{self.base_address.rstrip('/')}/{address.lstrip('/')}" if address else self.base_address


@dataclass(frozen=True)
class Citation:
    """How to cite one thing: a line of text, an entry for BibTeX, and a record for reference managers (RIS)."""

    text: str
    bibtex: str
    ris: str


def read_publication(path: Path = PUBLICATION) -> Publication:
    """Read who publishes the data and on which terms. Raises InputError that names file and setting."""
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path}: the file is missing; put it back, it says publisher, title and licence") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; correct the line, or put the file back as it was") from None
    try:
        found = Publication(
            publisher=given["publisher"],
            contact=given["contact"],
            base_address=given["base_address"],
            title={language: given["title"][language] for language in LANGUAGES},
            source={language: given["source"][language] for language in LANGUAGES},
            licence=Licence(**given["licence"]),
            credits=tuple(Credit(**credit) for credit in given.get("credits", ())),
        )
    except KeyError as error:
        raise InputError(f"{path}: no setting {error}; add it (see data/README.md)") from None
    except TypeError as error:
        raise InputError(f"{path}: {error}; the settings of a table are those of data/README.md") from None
    if found.base_address and not re.match(r"https?://[^\s/]", found.base_address):
        raise InputError(
            f"{path}: base_address {found.base_address!r}: write it whole, as https://example.org, or empty"
        )
    return found


def find_publication(data: Path) -> Publication:
    """Read who publishes the data of a folder: its own `publication.toml`, else the shipped one."""
    path = data / PUBLICATION.name
    return read_publication(path if path.exists() else PUBLICATION)


def name_months(months: Collection[str], words: Words) -> str:
    """Name the months covered (`2024-02`, ...) as a span, and how many of it there are where some lack."""
    if not months:
        return words.name("month", NONE)
    first, last = min(months), max(months)
    names = [words.period("month", month) for month in dict.fromkeys((first, last))]
    span = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    told = " – ".join(names)
    if len(set(months)) < span:
        told += f" ({words.say('{n} of {all} months', n=len(set(months)), all=span)})"
    return told


def name_source(publication: Publication, months: Collection[str], words: Words) -> str:
    """Name what the rows were read from: the chronicle and its months."""
    return f"{publication.source[words.language]}, {name_months(months, words)}"


def cite(
    publication: Publication, edition: str, months: Collection[str], words: Words, title: str = "", address: str = ""
) -> Citation:
    """Say how to cite the data of an edition, or a figure or table of them.

    `title` is that of the figure, empty for the data as a whole; `address` is its page within the dashboard
    (`refusals?region=KZ-75`), which is told in full where the publication has a base address. The year is that of the
    last month covered: an edition knows its months, not the day on which somebody looks at it.
    """
    place, licence = publication.locate(address), publication.licence
    covered = f"{publication.title[words.language]}, {name_months(months, words)}"
    told = _Told(
        publisher=publication.publisher,
        year=max(months, default="")[:4],
        title=title or covered,
        within=covered if title else "",
        edition=edition,
        notes=(words.say("Edition {edition}", edition=edition), words.say("Licence: {licence}", licence=licence.name)),
        url=place.translate(_URL_SAFE) if "://" in place else "",
        language=words.language,
    )
    where = told.url or (words.say("in the dashboard: {address}", address=place) if place else "")
    who = f"{told.publisher} ({told.year})" if told.year else told.publisher
    parts = (who, told.title, told.within, told.notes[0], where, told.notes[1])
    return Citation(
        ". ".join(_flatten(part).rstrip(".") for part in parts if part) + ".", _write_bibtex(told), _write_ris(told)
    )


class _Told(NamedTuple):
    """What a citation tells; `within` is the work that a figure belongs to, empty for the work itself."""

    publisher: str
    year: str
    title: str
    within: str
    edition: str
    notes: tuple[str, ...]
    url: str
    language: str


def _write_bibtex(told: _Told) -> str:
    """Write `@misc`, which BibTeX and biblatex both know; its key is the edition's, and a figure has one of its own."""
    own = hashlib.sha256(f"{told.title}\n{told.url}".encode()).hexdigest()[:6] if told.within else ""
    fields = {
        "author": f"{{{_escape_latex(told.publisher)}}}",
        "title": f"{{{_escape_latex(told.title)}}}",
        "year": told.year,
        "note": _escape_latex(". ".join(part for part in (told.within, *told.notes) if part)),
        "version": told.edition,
        "url": told.url,
        "language": _BIBLATEX[told.language],
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join(
        [f"@misc{{{'-'.join(part for part in ('chronicle', told.edition, own) if part)},", *lines, "}", ""]
    )


def _write_ris(told: _Told) -> str:
    """Write a record of the type data set; the comma after the publisher says that it is no surname."""
    fields = [
        ("TY", "DATA"), ("AU", f"{told.publisher},"), ("TI", told.title), ("T2", told.within), ("PB", told.publisher),
        ("PY", told.year), ("ET", told.edition), ("N1", ". ".join(told.notes)), ("UR", told.url), ("LA", told.language),
    ]  # fmt: skip
    return "".join(f"{tag}  - {_flatten(value)}\r\n" for tag, value in [*fields, ("ER", " ")] if value)


def _escape_latex(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in _flatten(text))


def _flatten(text: str) -> str:
    return " ".join(text.split())
