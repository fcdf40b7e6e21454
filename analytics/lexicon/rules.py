"""Rules of the lexicon: patterns an analyst can add to, each with the examples that prove it.

Patterns are matched by RE2, so every one of them runs in time linear in the text, whatever the text is.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import re2

from analytics.errors import InputError

# Typographic marks are matched as their plain forms; each replacement is one character, so that offsets hold.
PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
    }
    | dict.fromkeys("\u00a0\u2009\u202f\t\n\r\u200b", " ")
)


_SPACE = re.compile(r" (?![*+?{])")


def plain(text: str) -> str:
    """The text with typographic quotes, dashes and spaces as plain ones; same length."""
    return text.translate(PLAIN)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: what it says (`value`), when it matches, and examples of both.

    `match`: any of these in a sentence fires the rule, `unless`: any of these in the same sentence stops it, and each of
    `needs` must be found somewhere in the entry. `extra` has the keys that only one kind of rule knows.
    """

    id: str
    value: str
    match: tuple[str, ...]
    unless: tuple[str, ...]
    needs: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    extra: Mapping[str, Any]


class Hit(NamedTuple):
    """A rule that fired, with the span it fired on."""

    start: int
    end: int
    rule: Rule


class Rules:
    """A file of rules, matched together in one pass over a sentence."""

    def __init__(self, rules: Sequence[Rule], words: Mapping[str, str], source: str) -> None:
        self.rules = tuple(rules)
        self._options = re2.Options()
        self._options.case_sensitive = False
        self._options.log_errors = False
        self._options.max_mem = 256 << 20
        self._words = words
        self._source = source
        self._owner = [rule for rule in self.rules for _ in rule.match]

    @cached_property
    def _patterns(self) -> list[Any]:
        return [self._compile(rule, pattern) for rule in self.rules for pattern in rule.match]

    @cached_property
    def _unless(self) -> dict[str, Any]:
        return {
            rule.id: self._compile(rule, "|".join(f"(?:{pattern})" for pattern in rule.unless))
            for rule in self.rules
            if rule.unless
        }

    @cached_property
    def _needs(self) -> dict[str, list[Any]]:
        return {rule.id: [self._compile(rule, pattern) for pattern in rule.needs] for rule in self.rules}

    @cached_property
    def _gate(self) -> Any:
        """All patterns behind a search for the words that each of them cannot do without."""
        gate = re2.Filter()
        for rule in self.rules:
            for pattern in rule.match:
                self._compile(rule, pattern)
                gate.Add(self._expand(rule, pattern), self._options)
        gate.Compile()
        return gate

    def _expand(self, rule: Rule, pattern: str) -> str:
        return expand(pattern, self._words, f"{self._source}: rule {rule.id!r}")

    def _compile(self, rule: Rule, pattern: str) -> Any:
        expanded = self._expand(rule, pattern)
        try:
            return re2.compile(expanded, self._options)
        except re2.error as error:
            raise InputError(
                f"{self._source}: rule {rule.id!r}: pattern {pattern!r}: {error}; mend the pattern"
            ) from error

    def find(self, sentence: str, meets: Callable[[Rule], bool] | None = None) -> list[Hit]:
        """The rules that fire on a sentence (plain text), each at its first match, in order of position.

        `meets` tells what an entry meets of a rule's needs (see `check_needs`); by default the sentence stands alone.
        """
        first: dict[str, Hit] = {}
        for rule, pattern in self._fire(sentence, meets):
            hit = _make_hit(pattern.search(sentence), rule)
            if rule.id not in first or _position(hit) < _position(first[rule.id]):
                first[rule.id] = hit
        return sorted(first.values(), key=_position)

    def find_all(self, sentence: str, meets: Callable[[Rule], bool] | None = None) -> list[Hit]:
        """Every match of every rule that fires on a sentence, in order of position."""
        hits = [
            _make_hit(found, rule)
            for rule, pattern in self._fire(sentence, meets)
            for found in pattern.finditer(sentence)
        ]
        return sorted(hits, key=_position)

    def check_needs(self, entry: str) -> Callable[[Rule], bool]:
        """What an entry has of the things that rules need, each looked for once."""

        @cache
        def meets(rule: Rule) -> bool:
            return all(pattern.search(entry) for pattern in self._needs[rule.id])

        return meets

    def _fire(self, sentence: str, meets: Callable[[Rule], bool] | None) -> Iterator[tuple[Rule, Any]]:
        """The rules that fire, with each of their patterns that matches."""
        meets = meets or self.check_needs(sentence)
        stopped: dict[str, bool] = {}
        for index in self._gate.Match(sentence.lower()) or ():
            rule = self._owner[index]
            if rule.id not in stopped:
                unless = self._unless.get(rule.id)
                stopped[rule.id] = bool(unless and unless.search(sentence)) or not meets(rule)
            if not stopped[rule.id]:
                yield rule, self._patterns[index]

    def matches(self, rule: Rule, sentence: str) -> bool:
        """Whether one rule fires on a sentence, searched without the gate."""
        patterns = (pattern for owner, pattern in zip(self._owner, self._patterns, strict=True) if owner is rule)
        return (
            any(pattern.search(sentence) for pattern in patterns)
            and not (rule.unless and self._unless[rule.id].search(sentence))
            and all(pattern.search(sentence) for pattern in self._needs[rule.id])
        )

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)


def _make_hit(found: Any, rule: Rule) -> Hit:
    """The span of a match, or of its group where it has one."""
    start, end = found.span(1) if found.re.groups and found.group(1) is not None else found.span()
    return Hit(start, end, rule)


def _position(hit: Hit) -> tuple[int, int, str]:
    return hit.start, -hit.end, hit.rule.id


def expand(pattern: str, words: Mapping[str, str], where: str) -> str:
    """A pattern with each `<name>` replaced by that word list and each space by any run of spaces."""
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
    return _SPACE.sub(" +", "".join(parts) + rest)


def compile_words(name: str, words: Mapping[str, str]) -> Any:
    """A word list of `words.toml` as a pattern of its own, at the start of a word. Raises InputError for a slip in it."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        return re2.compile(rf"(?:^|\b|[ ,]){expand(f'<{name}>', words, f'words.toml: {name}')}", options)
    except re2.error as error:
        raise InputError(f"words.toml: {name}: {error}; mend the list") from error


def read_words(path: Path) -> dict[str, str]:
    """The word lists that patterns name as `<name>`: list name -> alternation. A list may name lists above it."""
    words: dict[str, str] = {}
    for name, alternatives in _read_toml(path).items():
        words[name] = "|".join(expand(word, words, f"{path}: {name}").replace(" +", " ") for word in alternatives)
    return words


def read_rules(path: Path, words: Mapping[str, str]) -> Rules:
    """The rules of a TOML file: a list `rule` of tables with `id`, `value`, `match`, and perhaps `unless`, `examples`, `counter_examples`."""
    rules: list[Rule] = []
    for table in _read_toml(path).get("rule", []):
        known = {"id", "value", "match", "unless", "needs", "examples", "counter_examples"}
        missing = {"id", "value", "match", "examples"} - table.keys()
        if missing:
            raise InputError(
                f"{path}: rule {table.get('id', len(rules) + 1)!r}: no {', '.join(sorted(missing))}; add it"
            )
        if table["id"] in {rule.id for rule in rules}:
            raise InputError(f"{path}: rule {table['id']!r} stands twice; rename one")
        rules.append(
            Rule(
                id=table["id"],
                value=table["value"],
                match=tuple(table["match"]),
                unless=tuple(table.get("unless", ())),
                needs=tuple(table.get("needs", ())),
                examples=tuple(table["examples"]),
                counter_examples=tuple(table.get("counter_examples", ())),
                extra={key: value for key, value in table.items() if key not in known},
            )
        )
    return Rules(rules, words, str(path))


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; mend the file") from error
