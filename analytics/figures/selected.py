"""A selection in words."""

from html import escape

from analytics.counts.facts import Facts
from analytics.counts.periods import span_of
from analytics.counts.selection import DIMENSION_OF, Mark, Selection
from analytics.figures.words import Words


def describe_selection(selection: Selection, facts: Facts, words: Words) -> str:
    """Say in one line of HTML what is selected: the period, each limit with its values, the unit."""
    parts = [f"<b>{escape(words.days(*span_of(facts, selection)))}</b>"]
    parts += [f"{escape(label)}: <b>{escape(shown)}</b>" for label, shown in name_limits(selection, words)]
    if len(parts) == 1:
        parts.append(escape(words.say("everything that the chronicle tells")))
    if selection.unit != Selection().unit:
        parts.append(escape(words.say("counted in {unit}", unit=words.unit(selection.unit).lower())))
    return " · ".join(parts)


def name_limits(selection: Selection, words: Words) -> list[tuple[str, str]]:
    """Name what limits a selection besides its days, by label, in a line each: the first values, and how many more."""
    return [
        (label, f" {words.say('or')} ".join(named[:4]) + (f" (+{len(named) - 4})" if len(named) > 4 else ""))
        for label, named in list_limits(selection, words)
    ]


def list_limits(selection: Selection, words: Words) -> list[tuple[str, list[str]]]:
    """List what limits a selection besides its days, by label: the labels of the values, or the words searched.

    That only imposed sanctions count is what a reader expects, and no limit.
    """
    limits = []
    for field, dimension in DIMENSION_OF.items():
        values = getattr(selection, field)
        if values and not (field == "statuses" and values == Selection().statuses):
            limits.append((words.dimension(dimension), [words.name(dimension, value) for value in values]))
    return [*limits, (words.dimension("text"), [selection.text])] if selection.text else limits


def describe_mark(mark: Mark, words: Words) -> str:
    """Say what a mark stands for."""
    return ", ".join(words.name(dimension, value) for dimension, value in mark)


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|<>~$:" else letter for letter in text)
