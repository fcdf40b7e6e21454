"""Citations of articles: `Article 488, Part 11 of the Code of Administrative Offences of the RK` and its many shapes.

The names of the codes, the countries and the laws that give no sanction are data (`data/lexicon/codes.toml`). The
numbers are read by a walk from each article sign to the right: every step is an anchored match of bounded length, so
that the time is linear in the text.
"""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import re2

from analytics.errors import InputError
from analytics.lexicon.rules import Pattern, Spans, ignoring_case

HOME = "KZ"
_SAID_BEFORE = "before"  # `that country`


@dataclass(frozen=True, slots=True)
class Citation:
    """One article (and part) cited; citations with the same `run` stand together, `Articles 258, 405`.

    `start` and `end` span the whole citation with its code. `code` is null where the text does not name one.
    `article` keeps its form (`73-3`, `244.1`).
    """

    start: int
    end: int
    code: str | None
    article: str
    part: int | None
    rule: str
    run: int


@dataclass(frozen=True)
class Codes:
    """The codes that chronicles cite: one pattern finds any of them with its country; and what else tells a code."""

    names: Pattern
    named: Pattern  # the same with its groups
    by_group: Mapping[str, str]
    countries: Pattern
    iso_by_group: Mapping[str, str]
    at_home: Pattern
    accused: Pattern
    other_law: Pattern
    not_cited: frozenset[str]
    tells: tuple[tuple[str, Pattern], ...]
    _read: dict[str, tuple[str, str | None]] = field(default_factory=dict, compare=False, repr=False)

    def read_name(self, written: str) -> tuple[str, str | None]:
        """The code and the country of a name that `names` found; kept, as a chronicle repeats the same few."""
        if written not in self._read:
            if len(self._read) > 1000:
                self._read.clear()
            groups = self.named.read_names(self.named.search(written) or ())
            code = next(code for group, code in self.by_group.items() if group in groups)
            iso = next((self.iso_by_group[group] for group in groups if group in self.iso_by_group), None)
            self._read[written] = code, _SAID_BEFORE if "before" in groups else iso
        return self._read[written]

    def read_country(self, spans: Spans) -> str:
        """The country that `countries` found, as ISO code."""
        return next(self.iso_by_group[name] for name in self.countries.read_names(spans))


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file of the lexicon; raises InputError that names it."""
    try:
        return tomllib.loads(path.read_text("utf8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; mend the file") from error


def read_codes(path: Path) -> Codes:
    """The codes of a TOML file (see `data/lexicon/codes.toml`); raises InputError that names the file and the fault."""
    table = read_table(path)
    by_group: dict[str, str] = {}
    code_parts = []
    for number, code in enumerate(table["code"]):
        by_group[f"code{number}"] = code["code"]
        code_parts.append(f"(?P<code{number}>{_either(code['names'], code.get('abbreviations', []))})")
    iso_by_group: dict[str, str] = {}
    of_parts, by_parts, alone_parts = [], [], []
    for country in table["country"]:
        iso = country["iso"]
        iso_by_group |= {f"of{iso}": iso, f"by{iso}": iso, f"in{iso}": iso}
        of_parts.append(f"(?P<of{iso}>{_either(_long(country['names']), _short(country['names']))})")
        by_parts.append(f"(?P<by{iso}>{'|'.join(country['adjectives'])})")
        if iso != HOME:
            named = _either(_long(country["names"]) + country["adjectives"], _short(country["names"]))
            alone_parts.append(f"(?P<in{iso}>{named})")
    before = "|".join(table["said_before"]["names"])
    names = (
        rf"\b(?:(?:{'|'.join(by_parts)}) )?(?:{'|'.join(code_parts)})\b"
        rf"(?:'s)?(?: ?[,(]? ?(?:of |in )?(?:the )?(?:{'|'.join(of_parts)}|(?P<before>{before}))\b\)?)?"
    )
    try:
        return Codes(
            names=Pattern(spaced(names), ignoring_case(never_capture=True)),
            named=Pattern(spaced(names)),
            by_group=by_group,
            countries=Pattern(spaced(rf"\b(?:{'|'.join(alone_parts)})\b")),
            iso_by_group=iso_by_group,
            at_home=Pattern(spaced(rf"\b(?:{'|'.join(table['said_before']['at_home'])})\b")),
            accused=Pattern(spaced(rf"\b(?:{'|'.join(table['said_before']['accused'])})")),
            other_law=Pattern(
                spaced(
                    r"^[ ,)]*(?:of|in|to|from) (?:the |this |that |its )?[\"(]?(?:[\w'./-]+ ){0,4}?"
                    rf"[\"(]?(?:{'|'.join(table['law']['of'])})\b"
                )
            ),
            not_cited=frozenset(table["law"]["not_cited"]),
            tells=tuple((one["code"], Pattern(spaced(rf"\b(?:{'|'.join(one['words'])})\b"))) for one in table["tells"]),
        )
    except (re2.error, KeyError) as error:
        raise InputError(f"{path}: {error}; mend the entry") from error


def _either(names: Sequence[str], abbreviations: Sequence[str]) -> str:
    return "|".join([*names, *(f"(?-i:{short})" for short in abbreviations)])


def _short(names: Sequence[str]) -> list[str]:
    """Abbreviations among the names of a country: they are told by their capitals."""
    return [name for name in names if name[:2].isupper() or name[:2] == "R\\" or name[:2] in ("Ro", "Uz", "RU")]


def _long(names: Sequence[str]) -> list[str]:
    return [name for name in names if name not in _short(names)]


def spaced(pattern: str) -> str:
    """A pattern in which each space stands for any run of spaces, ` ?` for an optional one; not within a class."""
    return pattern.replace("[ ", "[\0").replace(" ?", " *").replace(" *", "\0*").replace(" ", " +").replace("\0", " ")


# -- the walk ----------------------------------------------------------------------------------------------------
# Roman digits are none: the source has none. `№` and `No.` may stand before a number.

_PART_SIGN = r"(?:sub-?paragraphs?|paragraphs?|paras?\.?|parts?\.?|pts?\.?|pp?\.|§{1,2}|p(?= ?\d))"
_PART = r"\d{1,2}(?:-\d)?(?![\d%]|[-.]\d)"
# A further number of a list has no noun of its own (`Part 6 and 15 people`) and no sign (`405 part 2, 182 part 1`).
_GOING_ON = "of|and|or|in|under|art|for|was|were|is|are|has|had|at|as|by|on|to|respectively|with|from|who|the"
_LIST_GOES_ON = rf"(?! *\(?(?:[Pp](?:art|ara|\.)|§))(?! *(?!(?:{_GOING_ON}|CC|CAO)\b|Art|RK|C[A-Z])[A-Za-z%])"
_PARTS = rf"{_PART}(?:(?: ?[,/&] ?(?:and )?| and | or ){_PART}{_LIST_GOES_ON}){{0,12}}"
# A pattern that begins with a class of letters is searched quickest: what stands before them is looked at behind the first.
_ARTICLE_SIGN = re.compile(
    r"[Aa](?<![A-Za-z].)(?i:(?P<same>(?<=(?<![a-z])(?:same|this|that) .)rticle\b)|r(?:ticle|t)s?[. ]{0,3}(?:(?:no\.?|№) ?)?(?=\d)"
    r"|rticles?(?: number| [a-z]+ is)?(?:,[^,.;]{1,40},)?(?: is| was| are| were| remain(?:s|ed)| stay(?:s|ed)| -|:)"
    r"(?: the same)?(?: -|:|,)? (?=\d{3}(?!\d)))"
)
_SAME = len("same ")
_ARTICLE = re.compile(r"\d{1,3}(?:-\d{1,2}|(?:\.\d{1,2}){1,2})?(?![\d%]|[.,]\d|-\d)")
_TITLE = r" ?\([^()\d]{3,120}\)| ?\"[^\"\d]{3,120}\""  # `Articles 188 (theft), 272 (mass riots)`
_NEXT_ARTICLE = re.compile(
    rf"(?:{_TITLE})?(?: ?, ?(?:and |as well as |also )?| ?& ?| and | as well as | ?/ ?| or | to )"
    r"(?P<number>\d{2,3}(?:[-.]\d{1,2})?)(?![\d%]|[.,]\d|-\d)"
    rf"(?! *(?!(?:{_GOING_ON}|pp?\.|pp?\b|[Pp]arts?|[Pp]aragraphs?|[Bb]oth)\b"
    r"|pp?\.|Art|RK|C[A-Z]|AC\b|CoA)[A-Za-z%])",
)
_PARTS_AFTER = re.compile(
    rf"(?: ?[,;(-]{{0,2}} ?(?:and )?(?P<sign>{_PART_SIGN}) ?(?P<parts>{_PARTS})\)?| ?\((?P<bare>\d{{1,2}})\)"
    r"| ?[,(]? ?(?P<both>both parts)\)?)",
    re.IGNORECASE,
)
_PARTS_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?P<sign>{_PART_SIGN}) ?(?P<parts>{_PARTS})|(?P<both>\bboth parts)) ?,? ?"
    r"(?:of |in |to )?(?:the )?$",
    re.IGNORECASE,
)
# `reclassified from Part 2 to Part 1 of Article 405`, `from Part 2 of Article 405 of the CC to Part 1`
_FROM_PART = re.compile(rf"\bfrom (?P<sign>{_PART_SIGN}) ?(?P<parts>{_PARTS}) (?:in)?to (?:the )?$", re.IGNORECASE)
_TO_PART = re.compile(rf"[^.,;\d]{{0,60}} (?:in)?to (?P<sign>{_PART_SIGN}) ?(?P<parts>{_PARTS})(?! of)", re.IGNORECASE)
_CLAUSE = re.compile(r"[ ,;(-]*(?:pp?\.|paragraph|sub)", re.IGNORECASE)
_PART_OF_CLAUSE = re.compile(rf"(?<![A-Za-z])parts? ?(?P<parts>{_PARTS}),? ?$", re.IGNORECASE)
_OF_ARTICLE = re.compile(r" ?(?:of|in) (?:the )?art", re.IGNORECASE)
_COMMA_ARTICLE = re.compile(r" ?,? ?art", re.IGNORECASE)
_TO_CODE = re.compile(
    rf"(?:{_TITLE})?"
    r"[ ,)]{0,4}(?:(?:of|in|under|from|to|according to) )?(?:the )?(?:same |current |new |old )?[ (]{0,2}",
    re.IGNORECASE,
)
_FROM_CODE = re.compile(r"[ ,:;(-]{0,4}(?:(?:in|under|by|and|its|namely) )?(?:the )?[ (]{0,2}", re.IGNORECASE)
_BETWEEN_PIECES = re.compile(
    rf"(?:{_TITLE})?"
    r"[ ,;()]{0,4}(?:(?:and|as well as|or|also|plus|with) )?(?:also )?(?:under |of |on |with |by )?(?:the )?[ (]{0,2}",
    re.IGNORECASE,
)
# `house arrest on charges of riots (Article 272) and false information (Article 274)`: offences told in small letters join them
_BETWEEN_OFFENCES = re.compile(
    r"\)?(?:,| and| as well as)(?! [^(]*\b(?:fine|arrest|imprison|restriction|warning|custody|while|but|was|were|has|had)\w*)"
    r"[a-z' -]{3,110}\("
)
_BACK = 70  # characters looked back for `Parts 1, 2 and 3 of `
# No initial: `Article 272 of the CC, and A. B. under Article 291`.
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])\. ")
_FAR = 160  # characters looked back for `In Uzbekistan he is accused`


@dataclass(slots=True)
class _Piece:
    """What one article sign governs: `Articles 405 (part 2), 182`."""

    start: int
    end: int
    items: list[tuple[int, int, str, list[int | None]]]
    code: str | None = None
    rule: str = "no-code"
    run: int = 0
    left_out: bool = False


def find_citations(texts: Sequence[str], codes: Codes) -> list[list[Citation]]:
    """The articles cited in each of some plain texts (see `lexicon.rules.plain`), in order, one for each part."""
    pieces = [_find_pieces(text) if "rt" in text or "RT" in text else [] for text in texts]
    named = iter(codes.names.find_each([text for text, own in zip(texts, pieces, strict=True) if own]))
    return [_cite(text, own, next(named), codes) if own else [] for text, own in zip(texts, pieces, strict=True)]


def _cite(text: str, pieces: list[_Piece], spans: Sequence[Spans], codes: Codes) -> list[Citation]:
    """The citations that pieces make with the names of codes, whose spans are given."""
    named = _read_codes(text, spans, codes)
    _join_runs(text, pieces, named)
    _name_codes(text, pieces, named, codes)
    return [
        Citation(piece.start, piece.end, piece.code, article, part, piece.rule, piece.run)
        for piece in pieces
        if not piece.left_out
        for _, _, article, parts in piece.items
        for part in (parts or [None])
    ]


def _find_pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    position = 0
    while sign := _ARTICLE_SIGN.search(text, position):
        floor = pieces[-1].end if pieces else 0
        same = sign["same"]
        start = sign.start() - _SAME if same else sign.start()
        offset = max(floor, start - _BACK)
        before = _PARTS_BEFORE.search(text[offset:start])
        piece = _read_same(text, sign, before, offset, pieces) if same else _read_piece(text, sign, before, offset)
        position = sign.end()
        if piece:
            pieces += _read_change(text, piece, floor)
            position = pieces[-1].end
    return pieces


def _read_piece(text: str, sign: re.Match[str], before: re.Match[str] | None, offset: int) -> _Piece | None:
    number = _ARTICLE.match(text, sign.end())
    if number is None:
        return None
    start = offset + before.start() if before else sign.start()
    parts = _read_parts(before)
    if before and _CLAUSE.match(before.group()) and (part := _PART_OF_CLAUSE.search(text[offset:start])):
        start, parts = offset + part.start(), _read_parts(part)  # `Part 4, paragraph 2 of Article 274`
    items = [(start, number.end(), number.group(), parts)]
    end = number.end()
    while True:
        if found := _PARTS_AFTER.match(text, end):
            if (items[-1][3] and _COMMA_ARTICLE.match(text, found.end())) or _OF_ARTICLE.match(text, found.end()):
                break  # it belongs to the article that follows
            if not (items[-1][3] and _CLAUSE.match(found.group())):  # `part 3 p. 1`: a clause of the part
                items[-1][3].extend(part for part in _read_parts(found) if part not in items[-1][3])
            end = found.end()
            items[-1] = (items[-1][0], end, items[-1][2], items[-1][3])
        elif found := _NEXT_ARTICLE.match(text, end):
            items.append((found.start("number"), found.end(), found.group("number"), []))
            end = found.end()
        else:
            break
    return _Piece(start, end, items)


def _read_change(text: str, piece: _Piece, floor: int) -> list[_Piece]:
    """A piece with the part of the same article that a charge was changed from or to."""
    article = piece.items[0][2]
    start = max(floor, piece.start - _BACK)
    if found := _FROM_PART.search(text[start : piece.start]):
        span = start + found.start("sign"), start + found.end("parts")
        return [_Piece(*span, [(*span, article, _read_parts(found))]), piece]
    if text.endswith(("from ", "from the "), 0, piece.start) and (found := _TO_PART.match(text, piece.end)):
        span = found.start("sign"), found.end("parts")
        return [piece, _Piece(*span, [(*span, article, _read_parts(found))])]
    return [piece]


def _read_same(
    text: str, sign: re.Match[str], before: re.Match[str] | None, offset: int, pieces: list[_Piece]
) -> _Piece | None:
    """`Part 10 of the same article`: another part of the article cited last; without a part it cites nothing new."""
    found = _PARTS_AFTER.match(text, sign.end()) if before is None else None
    parts = _read_parts(before or found)
    if not pieces or not parts:
        return None
    start = offset + before.start() if before else sign.start() - _SAME
    end = found.end() if found else sign.end()
    return _Piece(start, end, [(start, end, pieces[-1].items[-1][2], parts)])


def _read_parts(found: re.Match[str] | None) -> list[int | None]:
    groups = found.groupdict() if found else {}
    if groups.get("both"):
        return [1, 2]
    listed = groups.get("parts") or groups.get("bare") or ""
    parts: list[int | None] = []
    for one in re.findall(r"\d+(?:-\d+)?", listed):
        first, _, last = one.partition("-")
        # `Parts 1-3` is a range, `Part 3-1` a part put in later: it counts under its number
        parts += range(int(first), int(last) + 1) if last and int(last) > int(first) else [int(first)]
    return [part for part in dict.fromkeys(parts) if part]


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    code: str
    home: bool  # says itself that it is Kazakhstan's, or another country's


def _read_codes(text: str, spans: Sequence[Spans], codes: Codes) -> list[_Named]:
    named = []
    for (start, end), *_ in spans:
        code, iso = codes.read_name(text[start:end])
        if iso == _SAID_BEFORE:
            iso = _last_country(text, start, codes)
        foreign = iso is not None and iso != HOME
        named.append(_Named(start, end, f"{iso}-{code}" if foreign and code else code, iso is not None))
    return named


def _last_country(text: str, position: int, codes: Codes) -> str | None:
    """The country, other than Kazakhstan, named last within reach before a position."""
    found = codes.countries.find_all(text[max(0, position - 3 * _FAR) : position])
    return codes.read_country(found[-1]) if found else None


def _join_runs(text: str, pieces: list[_Piece], named: list[_Named]) -> None:
    """Put pieces that only a connecting word (or a code) parts into one run."""
    starts = [code.start for code in named]
    for before, piece in pairwise(pieces):
        position = before.end
        index = bisect_left(starts, position)
        if (
            index < len(named)
            and named[index].end <= piece.start
            and _TO_CODE.fullmatch(text, position, named[index].start)
        ):
            position = named[index].end
        together = piece.start - position < 170 and (
            _BETWEEN_PIECES.fullmatch(text, position, piece.start)
            or _BETWEEN_OFFENCES.fullmatch(text, position, piece.start)
        )
        piece.run = before.run if together else before.run + 1


def _name_codes(text: str, pieces: list[_Piece], named: list[_Named], codes: Codes) -> None:
    starts = [code.start for code in named]
    for piece in pieces:
        after = bisect_left(starts, piece.end)
        if after < len(named) and (gap := _TO_CODE.match(text, piece.end)) and gap.end() >= named[after].start:
            _give(piece, named[after], "code-after")
            piece.end = named[after].end
            if (
                (found := _PARTS_AFTER.match(text, piece.end))
                and not piece.items[-1][3]
                and not _OF_ARTICLE.match(text, found.end())
            ):
                piece.items[-1][3].extend(_read_parts(found))  # `Article 405 of the Criminal Code, part 2`
                piece.end = found.end()
        elif (
            after
            and named[after - 1].end <= piece.start
            and _FROM_CODE.fullmatch(text, named[after - 1].end, piece.start)
        ):
            _give(piece, named[after - 1], "code-before")
            piece.start = named[after - 1].start
        elif (
            codes.other_law.search(text[piece.end : piece.end + 90]) or text[piece.start : piece.end] in codes.not_cited
        ):
            piece.left_out = True
    _share_in_runs(pieces)
    for piece in pieces:
        if piece.code is None and not piece.left_out:
            _name_from_far(text, piece, named, starts)
    known: dict[str, set[str]] = {}
    for piece in pieces:
        for _, _, article, _ in piece.items:
            if piece.code:
                known.setdefault(article, set()).add(piece.code)
    for piece in pieces:
        if piece.code is None and not piece.left_out:
            elsewhere = set.union(set(), *(known.get(item[2], set()) for item in piece.items))
            if len(elsewhere) == 1:
                piece.code, piece.rule = elsewhere.pop(), "code-elsewhere"
        if piece.code and "-" not in piece.code and piece.rule != "code-home":
            _send_abroad(text, piece, codes)


def _give(piece: _Piece, code: _Named, rule: str) -> None:
    if code.code:
        piece.code = code.code
        piece.rule = "code-home" if code.home else rule
    else:
        piece.left_out = True


def _share_in_runs(pieces: list[_Piece]) -> None:
    """Within a run a code serves the articles before it, then those after it; a law that gives no sanction as well."""
    for ordered in (pieces[::-1], pieces):
        for before, piece in pairwise(ordered):
            if piece.run == before.run and piece.code is None and not piece.left_out:
                piece.code, piece.rule, piece.left_out = before.code, before.rule, before.left_out


def _name_from_far(text: str, piece: _Piece, named: list[_Named], starts: list[int]) -> None:
    """A code named later in the sentence, or else before: `Article 269-1 for the former, ..., both of the CC`."""
    after = bisect_right(starts, piece.end)
    for place, rule in ((after, "code-later"), (after - 1, "code-earlier")):
        if not 0 <= place < len(named) or not named[place].code:
            continue
        start, end = min(piece.end, named[place].end), max(piece.start, named[place].start)
        if end - start < 2 * _FAR and not _SENTENCE_END.search(text, start, end):
            piece.code, piece.rule = named[place].code, rule
            return


def _send_abroad(text: str, piece: _Piece, codes: Codes) -> None:
    """`In Uzbekistan she is accused under Article 159 of the Criminal Code`: the code is that country's."""
    before = text[max(0, piece.start - _FAR) : piece.start]
    before = before[before.rfind(". ") + 1 :]
    if not codes.accused.search(before):
        return
    iso = None
    for spans in codes.countries.find_all(before):
        if f" {before[: spans[0][0]]}".rstrip().lower().endswith((" in", " in the")):
            iso = codes.read_country(spans)
    if iso is None and codes.at_home.search(before):
        iso = _last_country(text, piece.start, codes)
    if iso:
        piece.code, piece.rule = f"{iso}-{piece.code}", "code-abroad"


def tell_code(sentence: str, codes: Codes) -> str | None:
    """The code that the words of a sentence tell where none is named; null where none or both do."""
    told = {code for code, words in codes.tells if words.search(sentence)}
    return told.pop() if len(told) == 1 else None


def with_code(citation: Citation, code: str) -> Citation:
    """The citation with a code that something else told."""
    return replace(citation, code=code, rule="code-told")
