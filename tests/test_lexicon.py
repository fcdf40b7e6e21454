"""Every rule of the lexicon proves itself by its own examples."""

from pathlib import Path

import pytest
import re2
from hypothesis import example, given
from hypothesis import strategies as st

from analytics.chronicle.read import read_chronicle
from analytics.coding.evidence import Told, Vocabulary, find_features, read_evidence, read_word_classes
from analytics.coding.sentences import find_sentences
from analytics.errors import InputError
from analytics.lexicon.load import LEXICON
from analytics.lexicon.rules import Pattern, as_bytes, plain, read_rules, read_words

WORDS = read_words(LEXICON / "words.toml")
FILES = [path for path in sorted(LEXICON.glob("*.toml")) if "[[rule]]" in path.read_text("utf8")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_rule_matches_its_examples_and_no_counter_example(path: Path) -> None:
    rules = read_rules(path, WORDS)
    for rule in rules:
        assert rule.examples, f"{rule.id} has no example"
        for text in rule.examples:
            assert rule.id in {hit.rule.id for hit in rules.find([plain(text)])[0]}, (rule.id, text)
        for text in rule.counter_examples:
            assert rule.id not in {hit.rule.id for hit in rules.find([plain(text)])[0]}, (rule.id, text)


def test_the_gate_lets_through_every_pattern_that_matches() -> None:
    """A literal gate in front of the patterns may never lose a match of a plain search."""
    rules = read_rules(LEXICON / "categories.toml", WORDS)
    month = read_chronicle(LEXICON.parent / "chronicles" / "2024-02.md")
    for entry in month.entries[::6]:
        text = plain(entry.text)
        for start, end in find_sentences(text):
            for sentence in (text[start:end], text[start:end].replace(" ", "  ")):
                gated = {hit.rule.id for hit in rules.find([sentence])[0]}
                searched = {rule.id for rule in rules if rules.matches(rule, sentence)}
                assert gated == searched, sentence


@given(
    st.sampled_from(
        [
            "a[^.;]{0,10}b",
            "a[^.;]{0,10}?(b[^.]*)",
            "[^.]{1,12}b",
            "a[^.;]{0,11}?b",
            "(?:a|b[^;]{0,14}c)[^.;]{0,10}(c)",
            "a[^.]{0,10}(?:b|$)|c",
            "a[^.;]{0,12}(?P<found>b|x)[^;]{1,10}c",
            "(?:a[^.;]{0,10}b)+[^;]{0,10}c",
            "(?:(?:a|b)[^.;]{0,10}x)* ?c",
            "(?:a )*x[^.;]{0,10}c",
            "(?:[ab] )*x[^.;]{0,10}c",
            "(?:a[^.;]{0,10}?[(x])+b[^.;]{0,10}c",
            r"(?:a[^.;]{0,10}?\(?x)+b[^.;]{0,10}c",
            "a[^;]{0,10}?b[^;]{0,20}?x",
        ]
    ),
    st.lists(st.text("aAbcéЖ₸. ;x(", max_size=60), max_size=4),
)
@example("(?:a[^.;]{0,10}?[(x])+b[^.;]{0,10}c", ["aééééééééééééxaxbc"])
@example(r"(?:a[^.;]{0,10}?\(?x)+b[^.;]{0,10}c", ["aééééééééééééxaxbc"])
@example("a[^.;]{0,10}b", ["ab", "a b ab. " * 700, "a", "b", ""])
def test_a_search_with_open_gaps_finds_what_the_pattern_as_written_does(written: str, texts: list[str]) -> None:
    pattern = Pattern(written)
    wanted = [
        [[match.span(group) for group in range(match.re.groups + 1)] for match in re2.finditer(f"(?i){written}", text)]
        for text in texts
    ]
    assert [pattern.find_all(text) for text in texts] == wanted
    together = [*map(as_bytes, texts)]
    assert [*pattern.find_in(together, every=True)] == [(n, one) for n, found in enumerate(wanted) for one in found]
    assert [*pattern.find_in(together)] == [(n, found[0]) for n, found in enumerate(wanted) if found]


def test_many_sentences_are_read_as_each_by_itself() -> None:
    rules = read_rules(LEXICON / "categories.toml", WORDS)
    month = read_chronicle(LEXICON.parent / "chronicles" / "2024-02.md")
    texts = [plain(entry.text) for entry in month.entries]
    sentences = [text[start:end] for text in texts for start, end in find_sentences(text)]
    found = rules.find(sentences)
    assert any(found)
    assert found == [rules.find([sentence])[0] for sentence in sentences]


def test_a_slip_in_a_rule_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    for text, told in (
        ("[[rule]]\nid = 'a'\nvalue = 'v'\nmatch = ['(']\nexamples = ['x']", "rule 'a'.*pattern"),
        (
            "[[rule]]\nid = 'a'\nvalue = 'v'\nmatch = ['fine суд']\nexamples = ['x']",
            "rule 'a'.*'с' is no letter of Latin-1",
        ),
        ("[[rule]]\nid = 'a'\nvalue = 'v'\nmatch = ['<nowhere>']\nexamples = ['x']", "no word list <nowhere>"),
        ("[[rule]]\nid = 'a'\nmatch = ['x']\nexamples = ['x']", "rule 'a': no value"),
        (
            "[[rule]]\nid = 'a'\nvalue = 'v'\nmatch = ['x']\nexamples = ['x']\nstrength = 'much'",
            "rule 'a': strength 'much'; write a whole number",
        ),
        ("[[rule]\n", "mend the file"),
    ):
        path.write_text(text, "utf8")
        with pytest.raises(InputError, match=told):
            read_rules(path, WORDS).find(["x"])


def test_what_is_learned_of_a_word_serves_the_others_of_its_class(tmp_path: Path) -> None:
    vocabulary = Vocabulary(read_word_classes(LEXICON / "word_classes.toml"))
    texts = ("Policemen searched the house.", "Operatives were searching the house.")
    features = find_features([Told(text, [(0, len(text))], 0, [], []) for text in texts], vocabulary, [])
    one, other = map(set, vocabulary.spell(features, len(texts)))
    assert {"C:police", "C:search", "P:police>search"} <= one & other
    assert {"w:policemen", "L:policemen", "O:policemen", "B:policemen_search"} <= one - other
    path = tmp_path / "word_classes.toml"
    path.write_text("police = ['policeman']", "utf8")
    with pytest.raises(InputError, match="one pair of quotes"):
        read_word_classes(path)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("feature,a\nbias,1", r"line 1: the columns are"),
        ("feature,a,b\nbias,0.5,1\nq:word,1,2", r"line 3: 'q:word,1,2' is no feature"),
        ("feature,a,b\nbias,0.5,1\nw:word,1", r"line 3: 'w:word,1' is no feature"),
        ("feature,a,b\nbias,0.5,one", r"line 2: .*'one'"),
        ("feature,a,b\nw:word,1,2", r"no line `bias`"),
    ],
)
def test_a_slip_in_the_evidence_is_told_with_its_place(written: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "evidence.csv"
    path.write_text(written, "utf8")
    with pytest.raises(InputError, match=told):
        read_evidence(path, ["a", "b"], {})
