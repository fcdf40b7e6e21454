"""From lines to paragraphs: which line goes on with the one before."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice, pairwise

from analytics.chronicle.dateline import find_dateline
from analytics.chronicle.footnotes import read_definition

# Everything that looks blank: no-break and zero-width spaces too.
SPACES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060\ufeff"

_CLOSED = re.compile(r"[.!?…:;\]”\"»)]$")
_HYPHENATED = re.compile(r"[^\W\d_]{2}[-\u00ad\u2010]$")
_COMPOUND = re.compile(r"[^\W\d_]{1,30}-[^\W\d_]{2,4}")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 2000
_NARROWEST = 40  # characters; shorter lines are short entries, no wrapped text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as read; `reason` says why it is no part of an entry (`heading`, `menu`), '' where it may be one."""

    text: str
    reason: str = ""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file's paragraphs in order; `urls`: for each footnote number the links that its markers carry, in order."""

    name: str
    paragraphs: Sequence[Paragraph]
    urls: Mapping[int, Sequence[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text.

    A blank line (no-break spaces count as blank) always separates; a single line break separates too, unless the text
    is wrapped at some width, which its lines themselves tell.
    """
    lines = [line.strip(SPACES) for line in text.splitlines()]
    width = _wrapped_at(lines)
    return list(join_lines(lines, width) if width else filter(None, lines))


def join_lines(
    lines: Iterable[str], width: int, fullness: float = 1.0, compounds: Set[str] | None = None
) -> Iterator[str]:
    """Wrapped lines as paragraphs.

    A line goes on with the line before if its first word would not have fitted there. `width` is that of a full line,
    in characters; `fullness` the part of it that makes a line full (a printed page has letters of unequal width).
    A line that opens an entry or a footnote starts a paragraph if the one before was closed or short.
    Where words may be cut at the end of a line, `compounds` (see `find_compounds`) tells which keep their hyphen.
    """
    gathered: list[str] = []
    for line in lines:
        if gathered and line and _goes_on(gathered[-1], line, width * fullness):
            gathered[-1], glue = _seam(gathered[-1], line, compounds)
            gathered += [glue, line]
            continue
        if gathered:
            yield "".join(gathered)
        gathered = [line] if line else []
    if gathered:
        yield "".join(gathered)


def find_compounds(text: str) -> Set[str]:
    """The hyphenated words within the lines of a text, each up to the fourth letter after the hyphen (`ill-trea`)."""
    return frozenset(_COMPOUND.findall(text))


def _seam(previous: str, line: str, compounds: Set[str] | None) -> tuple[str, str]:
    """How a line is joined: the line before, without its hyphen if a word was cut there, and what comes between."""
    if not _HYPHENATED.search(previous[-3:]):
        return previous, "" if previous[-1] == "/" else " "
    rest = _WORD.match(line[:40])
    if compounds is None or rest is None or not line[0].islower():
        return previous, ""
    word = _COMPOUND.search(f"{_WORD.findall(previous[-40:])[-1]}-{rest[0]}")
    return (previous if previous[-1] == "-" and word and word[0] in compounds else previous[:-1]), ""


def _goes_on(previous: str, line: str, width: float) -> bool:
    full = len(previous) + 1 + len(line.split(maxsplit=1)[0]) > width
    if full and not _CLOSED.search(previous[-1:]):
        return True
    return (full or line[0].islower()) and not _opens(line)


def _opens(line: str) -> bool:
    if line.startswith("#") or read_definition(line) is not None:
        return True
    dateline = find_dateline(line)
    return dateline is not None and dateline.firm


def _wrapped_at(lines: Sequence[str]) -> int:
    """The width at which a text is wrapped, in characters; 0 where each line is a paragraph of its own.

    Wrapped lines are as long as they can be and break off in the middle of a sentence.
    """
    pairs = list(islice(((line, after) for line, after in pairwise(lines) if line and after), _SAMPLE))
    pairs = [(line, after) for line, after in pairs if not _opens(after)]
    if not pairs:
        return 0
    width = sorted(len(line) for line, _ in pairs)[len(pairs) * 9 // 10]
    full = sum(len(line) + 1 + len(after.split(maxsplit=1)[0]) > width for line, after in pairs)
    in_sentence = sum(after[0].islower() for _, after in pairs)
    is_wrapped = width >= _NARROWEST and full > 0.6 * len(pairs) and in_sentence > 0.3 * len(pairs)
    return width if is_wrapped else 0
