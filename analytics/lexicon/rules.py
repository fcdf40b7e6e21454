"""Rules of the lexicon: patterns an analyst can add to, each with the examples that prove it.

Patterns are matched by RE2, so every one of them runs in time linear in the text, whatever the text is. They are searched in
Latin-1: with a byte for a character offsets hold, and RE2 has a quarter less to work out for text it has not seen than in UTF-8.
"""

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, count, repeat
from pathlib import Path
from typing import Any, NamedTuple

import re2

from analytics.errors import InputError

# Typographic marks are matched as their plain forms; each replacement is one character, so that offsets hold.
_PLAIN = (
    dict.fromkeys("’‘ʼ`", "'")
    | dict.fromkeys("“”«»„", '"')
    | dict.fromkeys("–—‑", "-")
    | dict.fromkeys("\u00a0\u2009\u202f\t\n\r\u200b", " ")
)
_TYPOGRAPHIC = re.compile(f"[{''.join(_PLAIN)}]")


Text = str | bytes

_SPACE = re.compile(r" (?![*+?{])")
_SPACES = re.compile(b"  +")
# Any characters of a class, as many as a bound between 10 and 999 allows.
_GAP = re.compile(r"(?<!\\)(?P<of>\[\^?(?:\\.|[^\]\\\[])+\])\{(?P<least>[01]),(?P<most>[1-9]\d{1,2})\}(?P<lazy>\??)")
_GROUP = re.compile(r"(?<!\\)\((?:\?P<|(?!\?))")
# A repeated group: what it is of where that holds no other bracket than whole classes, else unknown.
_REPEATED = re.compile(r"(?<!\\)\((?:\?:)?(?P<of>(?:[^()\[\]]|\[[^()\[\]]*\])*)\)[*+{]|\)[*+{]")
_BEYOND_LATIN = re.compile("[^\x00-\xff]")
_TENGE = "₸"
_ANYWHERE = re2._Anchor.UNANCHORED
_LONG = 5000  # characters; no sentence of a chronicle comes near


def plain(text: str) -> str:
    """The text with typographic quotes, dashes and spaces as plain ones; same length."""
    return _TYPOGRAPHIC.sub(lambda mark: _PLAIN[mark[0]], text)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: what it says (`value`), when it matches, and examples of both.

    `match`: any of these in a sentence fires the rule, `unless`: any of these in the same sentence stops it, and each of
    `needs` must be found somewhere in the entry. `extra` has the keys that only one kind of rule knows. Of an `every` rule
    each match counts, of others the first of a sentence. `kind` is the name of the rule's file. Of votes for a
    category the one of most `strength` leads: 1 is a mention, 2 an act.
    """

    file: Path
    kind: str
    every: bool
    id: str
    value: str
    match: tuple[str, ...]
    unless: tuple[str, ...]
    needs: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    strength: int
    extra: Mapping[str, Any]


Spans = Sequence[tuple[int, int]]
"""Where a match begins and ends, then where each of its groups does; -1 for a group that took no part."""


class Hit(NamedTuple):
    """A rule that fired, with the span it fired on."""

    start: int
    end: int
    rule: Rule


class Pattern:
    """A pattern that RE2 searches with its gaps left open, and as it is written only where that does not settle it.

    A gap such as `[^.;]{0,140}` makes RE2 keep up to 140 places in mind at each character; an open one, `[^.;]*`, costs
    next to nothing. Open gaps add matches but leave the order of preference as it is: where each gap of the first match with
    open gaps is as short as it has to be, this is the first match of the pattern as written. A match no longer than the
    shortest gap may be needs no closer look; where all gaps stand before the pattern's group, so much of the match as comes
    before the group tells.
    """

    def __init__(self, written: str, options: re2.Options | None = None) -> None:
        """Raises re2.error."""
        self._written = written
        self._options = options or ignoring_case()
        self._open = _compile(open_gaps(written), self._options)
        gaps = [*_GAP.finditer(written)]
        self._settled = min((int(gap["most"]) for gap in gaps), default=None)
        self._group = min(self._open.groups, 1)
        group = _GROUP.search(written) if self._group and gaps else None
        self._gaps_lead = group is not None and gaps[-1].start() < group.start()

    @cached_property
    def _gapped(self) -> tuple[Any, Sequence[tuple[int, int]]] | None:
        """The pattern with each open gap as a group, and of each gap its group and how long it may be.

        None where a gap stands in what is repeated: its group tells the last of its lengths only.
        """
        if any(again["of"] is None or _GAP.search(again["of"]) for again in _REPEATED.finditer(self._written)):
            return None
        number = count()
        named = _GAP.sub(lambda gap: f"(?P<gap{next(number)}>{open_gaps(gap[0])})", self._written)
        compiled = _compile(named, self._options)
        gaps = enumerate(_GAP.finditer(self._written))
        return compiled, [(compiled.groupindex[b"gap%d" % nth], int(gap["most"])) for nth, gap in gaps]

    def _keeps_gaps(self, text: bytes, position: int) -> bool:
        """Whether the first match with open gaps has none that is longer than written."""
        if self._gapped is None:
            return False
        compiled, gaps = self._gapped
        spans = _search(compiled, text, position)
        return spans is not None and all(spans[group][1] - spans[group][0] <= most for group, most in gaps)

    @cached_property
    def exact(self) -> Any:
        """The pattern as written, compiled."""
        return self._open if self._settled is None else _compile(self._written, self._options)

    def search(self, text: Text, position: int = 0) -> Spans | None:
        """The first match from a position on, or None."""
        text = as_bytes(text)
        spans = _search(self._open, text, position)
        return spans and self._settle(text, spans)

    def _settle(self, text: bytes, spans: Spans) -> Spans | None:
        """The first match of the pattern as written, told from its first match with open gaps."""
        if self._settled is None:
            return spans
        start, end = spans[0]
        if self._gaps_lead and spans[1][0] >= 0:
            end = spans[1][0]
        if end - start <= self._settled or self._keeps_gaps(text, start):
            return spans
        return _search(self.exact, text, start)

    def find_in(self, texts: Sequence[bytes], every: bool = False) -> Iterator[tuple[int, Spans]]:
        """The first match in each of some texts that has one, or every match, with the number of its text.

        They are searched as one text of a line each: a call for each match instead of one for each text.
        """
        joined = b"\n".join(texts)
        ends = list(accumulate([len(text) + 1 for text in texts]))
        match, size = self._open._regexp.Match, len(joined)
        position = 0
        while position < size and (spans := match(_ANYWHERE, joined, position, size))[0][0] >= 0:
            number = bisect_right(ends, spans[0][0])
            text, position = texts[number], ends[number]
            begin = position - len(text) - 1
            found = self._settle(text, [(start - begin, end - begin) for start, end in spans])
            if found:
                yield number, found
                if every and len(text) <= _LONG:
                    start, end = found[0]
                    position = begin + end + (start == end)
                elif every:
                    yield from zip(repeat(number), self._go_on(text, found))

    def _go_on(self, text: bytes, found: Spans) -> Iterator[Spans]:
        """The matches behind one. It is for long texts: with open gaps each search might run to the end."""
        while True:
            start, end = found[0]
            position = end + (start == end)
            following = _search(self.exact, text, position) if position < len(text) else None
            if following is None:
                return
            yield (found := following)

    def matching(self, texts: Sequence[Text]) -> set[int]:
        """The numbers of those of some texts that have a match."""
        return {number for number, _ in self.find_in(list(map(as_bytes, texts)))}

    def find_each(self, texts: Sequence[Text]) -> list[list[Spans]]:
        """Every match in each of some texts."""
        found: list[list[Spans]] = [[] for _ in texts]
        for number, spans in self.find_in(list(map(as_bytes, texts)), every=True):
            found[number].append(spans)
        return found

    def find_all(self, text: Text) -> list[Spans]:
        """Every match in a text."""
        return self.find_each([text])[0]

    def begins(self, text: Text) -> bool:
        """Whether a text begins with a match."""
        return _search(self.exact, as_bytes(text), 0, re2._Anchor.ANCHOR_START) is not None

    def read_span(self, spans: Spans) -> tuple[int, int]:
        """The span of a match, or of its group where it has one."""
        return spans[self._group] if spans[self._group][0] >= 0 else spans[0]

    def read_names(self, spans: Spans) -> set[str]:
        """The names of the groups that took part in a match."""
        return {name.decode() for name, group in self._open.groupindex.items() if spans[group][0] >= 0}


def _compile(pattern: str, options: re2.Options) -> Any:
    # `^` and `$` are the ends of a line, as each text is one where several are searched together.
    return re2.compile(b"(?m)" + _encode(pattern), options)


def _encode(pattern: str) -> bytes:
    """A pattern as bytes. Raises re2.error for a letter that a text is not searched for (see `as_bytes`)."""
    if beyond := _BEYOND_LATIN.search(pattern.replace(_TENGE, "¤")):
        raise re2.error(f"{beyond[0]!r} is no letter of Latin-1, and no other is searched for")
    return as_bytes(pattern)


def _search(compiled: Any, text: bytes, position: int, anchor: Any = _ANYWHERE) -> Spans | None:
    # What `compiled.search` calls: the object that it makes of a match takes longer than the search.
    spans: Spans = compiled._regexp.Match(anchor, text, position, len(text))
    return spans if spans[0][0] >= 0 else None


class Rules:
    """Rules that are searched for together, in one pass over a sentence."""

    def __init__(self, rules: Iterable[Rule], words: Mapping[str, str]) -> None:
        self.rules = tuple(rules)
        self._options = ignoring_case()
        self.words = words
        self._owner = [rule for rule in self.rules for _ in rule.match]

    @cached_property
    def _patterns(self) -> list[Pattern]:
        return [self._compile(rule, pattern) for rule in self.rules for pattern in rule.match]

    @cached_property
    def _gate(self) -> Any:
        """A search for the words that each pattern cannot do without.

        It takes them as far as they stand together, so that a space is one here, and has to be one in what it searches.
        """
        gate = re2.Filter()
        for rule in self.rules:
            for pattern in rule.match:
                gate.Add(_encode(open_gaps(self._name_words(rule, pattern))), self._options)
        gate.Compile()
        return gate

    @cached_property
    def _unless(self) -> dict[Rule, Pattern]:
        return {
            rule: self._compile(rule, "|".join(f"(?:{pattern})" for pattern in rule.unless))
            for rule in self.rules
            if rule.unless
        }

    @cached_property
    def _needs(self) -> dict[Rule, list[Pattern]]:
        return {rule: [self._compile(rule, pattern) for pattern in rule.needs] for rule in self.rules if rule.needs}

    def _name_words(self, rule: Rule, pattern: str) -> str:
        return name_words(pattern, self.words, f"{rule.file}: rule {rule.id!r}")

    def _compile(self, rule: Rule, pattern: str) -> Pattern:
        try:
            return Pattern(any_spaces(self._name_words(rule, pattern)), self._options)
        except re2.error as error:
            raise InputError(
                f"{rule.file}: rule {rule.id!r}: pattern {pattern!r}: {error}; mend the pattern"
            ) from error

    def find(
        self, sentences: Sequence[Text], starts: Sequence[int] | None = None, entries: Sequence[Text] | None = None
    ) -> list[list[Hit]]:
        """The rules that fire on each of some sentences (plain text), in order of position.

        `starts` tells where each sentence stands in the text that its hits are told of, and `entries` the text in which
        what a rule needs is looked for; by default a sentence stands alone. Many sentences at once are quicker than one
        by one, as each pattern goes over all of them in turn.
        """
        texts = [as_bytes(sentence) for sentence in sentences]
        wholes = texts if entries is None else [as_bytes(entry) for entry in entries]
        found: list[list[Hit]] = [[] for _ in texts]
        for rule, firing in self._fire(texts, starts or [0] * len(texts)).items():
            numbers = list(firing)
            for need in self._needs.get(rule, ()):
                numbers = [numbers[nth] for nth in need.matching([wholes[number] for number in numbers])]
            if unless := self._unless.get(rule):
                stopped = unless.matching([texts[number] for number in numbers])
                numbers = [number for nth, number in enumerate(numbers) if nth not in stopped]
            for number in numbers:
                found[number] += firing[number] if rule.every else [min(firing[number], key=_position)]
        for hits in found:
            if len(hits) > 1:
                hits.sort(key=_position)
        return found

    def _fire(self, texts: Sequence[bytes], starts: Sequence[int]) -> dict[Rule, dict[int, list[Hit]]]:
        """What each rule's own patterns find, by the number of the text."""
        patterns = self._patterns
        pass_gate = self._gate._filter.Match  # as in `_search`
        may_match: dict[int, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for index in pass_gate(_SPACES.sub(b" ", text) if b"  " in text else text, True):
                may_match[index].append(number)
        firing: dict[Rule, dict[int, list[Hit]]] = {}
        for index, numbers in may_match.items():
            rule, pattern = self._owner[index], patterns[index]
            for nth, spans in pattern.find_in([texts[number] for number in numbers], rule.every):
                number = numbers[nth]
                at = starts[number]
                start, end = pattern.read_span(spans)
                firing.setdefault(rule, {}).setdefault(number, []).append(Hit(at + start, at + end, rule))
        return firing

    def matches(self, rule: Rule, sentence: str) -> bool:
        """Whether one rule fires on a sentence, searched without the gate and with every pattern as written."""
        text = as_bytes(sentence)
        patterns = (pattern for owner, pattern in zip(self._owner, self._patterns, strict=True) if owner is rule)
        return (
            any(pattern.exact.search(text) for pattern in patterns)
            and not (rule.unless and self._unless[rule].exact.search(text))
            and all(pattern.exact.search(text) for pattern in self._needs.get(rule, ()))
        )

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)


def as_bytes(text: Text) -> bytes:
    """A text as patterns are searched in it: one byte for each character. The sign of the tenge is ¤; any other that Latin-1 has not is ÿ."""
    if isinstance(text, str):
        text = (text if text.isascii() else _BEYOND_LATIN.sub("ÿ", text.replace(_TENGE, "¤"))).encode("latin-1")
    return text


def _position(hit: Hit) -> tuple[int, int, str]:
    return hit.start, -hit.end, hit.rule.id


def open_gaps(pattern: str) -> str:
    """A pattern with its gaps, `[^.;]{0,140}`, as long as may be; it matches whatever the pattern matches."""
    return _GAP.sub(lambda gap: gap["of"] + ("+" if gap["least"] == "1" else "*") + gap["lazy"], pattern)


def ignoring_case(never_capture: bool = False) -> re2.Options:
    """Options of RE2 for the patterns of the lexicon."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = False
    options.log_errors = False
    options.never_nl = True  # no match goes beyond a line
    options.never_capture = never_capture
    return options


def any_spaces(pattern: str) -> str:
    """A pattern with any run of spaces for each space."""
    return _SPACE.sub(" +", pattern)


def name_words(pattern: str, words: Mapping[str, str], where: str) -> str:
    """A pattern with each `<name>` replaced by that word list."""
    parts = []
    rest = pattern
    while (opened := rest.find("<")) >= 0 and (closed := rest.find(">", opened)) > 0:
        name = rest[opened + 1 : closed]
        if rest[opened - 2 : opened] == "?P" or not name.replace("_", "").isalpha():
            parts.append(rest[: closed + 1])
        elif name in words:
            parts.append(rest[:opened] + "(?:" + words[name] + ")")
        else:
            raise InputError(f"{where}: no word list <{name}>; add it to words.toml or mend the pattern {pattern!r}")
        rest = rest[closed + 1 :]
    return "".join(parts) + rest


def compile_words(name: str, words: Mapping[str, str]) -> Pattern:
    """A word list of `words.toml` as a pattern of its own, at the start of a word. Raises InputError for a slip in it."""
    try:
        return Pattern(rf"(?:^|\b|[ ,.)\"]){any_spaces(name_words(f'<{name}>', words, f'words.toml: {name}'))}")
    except re2.error as error:
        raise InputError(f"words.toml: {name}: {error}; mend the list") from error


def read_words(path: Path) -> dict[str, str]:
    """The word lists that patterns name as `<name>`: list name -> alternation. A list may name lists above it."""
    words: dict[str, str] = {}
    for name, alternatives in _read_toml(path).items():
        words[name] = "|".join(name_words(word, words, f"{path}: {name}") for word in alternatives)
    return words


def read_rules(path: Path, words: Mapping[str, str], every: bool = False) -> Rules:
    """The rules of a TOML file: a list `rule` of tables with `id`, `value`, `match`, and perhaps `unless`, `examples`, `counter_examples`."""
    rules: list[Rule] = []
    for table in _read_toml(path).get("rule", []):
        known = {"id", "value", "match", "unless", "needs", "examples", "counter_examples", "strength"}
        missing = {"id", "value", "match", "examples"} - table.keys()
        if missing:
            raise InputError(
                f"{path}: rule {table.get('id', len(rules) + 1)!r}: no {', '.join(sorted(missing))}; add it"
            )
        strength = table.get("strength", 2)
        if not isinstance(strength, int) or strength < 1:
            raise InputError(f"{path}: rule {table['id']!r}: strength {strength!r}; write a whole number from 1")
        if table["id"] in {rule.id for rule in rules}:
            raise InputError(f"{path}: rule {table['id']!r} stands twice; rename one")
        rules.append(
            Rule(
                file=path,
                kind=path.stem,
                every=every,
                id=table["id"],
                value=table["value"],
                match=tuple(table["match"]),
                unless=tuple(table.get("unless", ())),
                needs=tuple(table.get("needs", ())),
                examples=tuple(table["examples"]),
                counter_examples=tuple(table.get("counter_examples", ())),
                strength=strength,
                extra={key: value for key, value in table.items() if key not in known},
            )
        )
    return Rules(rules, words)


def join_rules(*files: Rules) -> Rules:
    """The rules of several files, searched for together."""
    return Rules(chain.from_iterable(files), files[0].words)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; mend the file") from error
