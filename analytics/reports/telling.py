"""Sentences made from numbers: each number keeps how it was counted, and no change is told that the numbers do not bear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import NamedTuple

from analytics.counts.compare import FEW, Change, compare_with, is_covered, shift_before, shift_year
from analytics.counts.count import Count, count_total
from analytics.counts.norms import History, trace_history
from analytics.counts.selection import NONE, Mark, Selection
from analytics.figures.address import write_address
from analytics.figures.view import View
from analytics.figures.words import Words
from analytics.reports.document import Run, Sentence, Table, Told


class Line(NamedTuple):
    """One number that is compared: its name in words, the unit, and the mark that it counts."""

    title: str
    unit: str
    mark: Mark


class Comparator(NamedTuple):
    """What a month is compared with: its own name, the selection of that time, and how a sentence names it."""

    name: str
    selection: Selection
    month: str


@dataclass(frozen=True)
class Teller:
    """Says sentences about the month that a view selects."""

    view: View
    month: str

    @property
    def words(self) -> Words:
        """The words of the view."""
        return self.view.words

    @property
    def selection(self) -> Selection:
        """The selection of the month."""
        return self.view.selection

    @cached_property
    def comparators(self) -> tuple[Comparator, ...]:
        """The month before and the same month a year before, covered or not."""
        facts, words = self.view.facts, self.words
        return tuple(
            Comparator(name, selection, words.month(selection.since[:7]))
            for name, selection in (
                ("before", shift_before(facts, self.selection)),
                ("year", shift_year(facts, self.selection)),
            )
        )

    @cached_property
    def covered(self) -> tuple[Comparator, ...]:
        """The comparators that a chronicle covers."""
        return tuple(one for one in self.comparators if is_covered(self.view.facts, one.selection))

    def say(self, text: str, **values: Run | Sentence) -> Sentence:
        """Say a sentence of the catalogue, with numbers, names and other sentences put in."""
        said: list[Run] = []
        for literal, name, _, _ in Formatter().parse(self.words.catalogue.gettext(text)):
            if literal:
                said.append(literal)
            if name:
                value = values[name]
                said += value if isinstance(value, tuple) else [value]
        return tuple(said)

    def count(self, unit: str, mark: Mark = (), selection: Selection | None = None) -> Told:
        """Tell a number with its unit, as `118 incidents`."""
        told = self.number(unit, mark, selection)
        return self.tell(self.words.count(int(told.value), unit), told.value, mark, unit, selection=selection)

    def number(self, unit: str, mark: Mark = (), selection: Selection | None = None) -> Told:
        """Tell a bare number."""
        n = count_total(self.view.facts, selection or self.selection, unit, mark)
        return self.tell(self.words.number(n), n, mark, unit, selection=selection)

    def tell(
        self,
        text: str,
        value: float,
        mark: Mark = (),
        unit: str = "incidents",
        what: str = "count",
        selection: Selection | None = None,
        against: Selection | None = None,
    ) -> Told:
        """Tell a number that is known."""
        selection = selection or self.selection
        address = write_address("incidents", selection.but(unit=unit), mark, self.words.language)
        return Told(text, value, address, selection, mark, unit, what, against)

    def figure(self, value: float, what: str, mark: Mark = (), unit: str = "incidents", digits: int = 1) -> Told:
        """Tell a figure that is made of the rows of a mark: a sum, a median."""
        return self.tell(self.words.number(round(value, digits)), value, mark, unit, what)

    def list_largest(self, count: Count, most: int = 3, least: int = 1) -> Sentence:
        """Name the largest values of a count by one dimension, each with its number; "none" is left out."""
        name = count.by[0]
        rows = [row for row in count if row[name] != NONE and row["n"] >= least][:most]
        return self.join(
            self.put(self._name(name, row[name]), self.words.number(row["n"]), row["n"], count.mark(row), count)
            for row in rows
        )

    def put(self, name: str, text: str, value: float, mark: Mark, count: Count) -> Sentence:
        """Tell a value's name and number, as `Almaty 12`."""
        return (f"{name}\u00a0", self.tell(text, value, mark, count.unit, selection=count.selection))

    def _name(self, dimension: str, value: str) -> str:
        words = self.words
        if dimension == "article":
            return words.article(value)
        name = words.name(dimension, value)
        return name if dimension in ("city", "region", "person") else name[:1].lower() + name[1:]

    @staticmethod
    def join(parts: Iterable[Run | Sentence], between: str = ", ") -> Sentence:
        """Join pieces into one."""
        joined: list[Run] = []
        for part in parts:
            joined += [between] if joined else []
            joined += part if isinstance(part, tuple) else [part]
        return tuple(joined)

    def find_page(self, page: str) -> str:
        """Return the address of a page that shows the numbers of the month."""
        return write_address(page, self.selection, (), self.words.language)

    def change(self, line: Line, comparator: Comparator) -> Change:
        """Compare a number of the month with that of an earlier one."""
        return compare_with(self.view.facts, self.selection, comparator.selection, line.unit, line.mark)

    def history(self, line: Line) -> History:
        """Return a number of the month and of the twelve months before."""
        return trace_history(self.view.facts, self.selection, line.unit, line.mark)

    def ratio(self, line: Line, comparator: Comparator, change: Change) -> dict[str, Told]:
        """Tell the ratio of two numbers a day, and its interval."""
        return {
            name: self.tell(
                self.words.number(round(value, 1)), value, line.mark, line.unit, name, against=comparator.selection
            )
            for name, value in (("ratio", change.ratio), ("low", change.low), ("high", change.high))
            if value is not None
        }


def say_changes(teller: Teller, lines: Sequence[Line], comparator: Comparator) -> tuple[Sentence, ...]:
    """Say how numbers compare with an earlier month: a sentence for each clear change, and one each for the others.

    Where no chronicle covers that month, one sentence says so.
    """
    if comparator not in teller.covered:
        return (
            teller.say(
                "No chronicle covers all of {period}, so there is nothing to compare with.",
                period=teller.words.period("month", comparator.selection.since[:7]),
            ),
        )
    changes = [(line, teller.change(line, comparator)) for line in lines]
    said = []
    for line, change in changes:
        if change.verdict in ("rise", "fall"):
            values: dict[str, Run | Sentence] = {
                "title": line.title,
                "n": teller.number(line.unit, line.mark),
                "before": teller.number(line.unit, line.mark, comparator.selection),
                "period": comparator.month,
                **teller.ratio(line, comparator, change),
            }
            if change.verdict == "rise":
                said.append(
                    teller.say(
                        "{title}: {n} against {before} in {period}, {ratio} times as many a day (95% interval "
                        "{low}–{high}): a rise that chance alone would rarely make.",
                        **values,
                    )
                )
            else:
                said.append(
                    teller.say(
                        "{title}: {n} against {before} in {period}, {ratio} times as many a day (95% interval "
                        "{low}–{high}): a fall that chance alone would rarely make.",
                        **values,
                    )
                )
    unclear = _list_titles(line for line, change in changes if change.verdict == "no_clear_change")
    if unclear:
        said.append(
            teller.say("No change can be told against {period} for: {titles}.", period=comparator.month, titles=unclear)
        )
    few = _list_titles(line for line, change in changes if change.verdict == "few_cases")
    if few:
        said.append(
            teller.say(
                "Too few to compare with {period} (under {few} in either month): {titles}.",
                period=comparator.month,
                few=teller.words.number(FEW),
                titles=few,
            )
        )
    return tuple(said)


def say_norms(teller: Teller, lines: Sequence[Line]) -> tuple[Sentence, ...]:
    """Say which numbers lie outside the range of the twelve months before, or why there is no such norm."""
    histories = [(line, teller.history(line)) for line in lines]
    if any(history.norm is None for _, history in histories):
        covered = sum(number is not None for number in histories[0][1].numbers[:-1])
        return (
            teller.say(
                "There is no norm yet: {n} of the 12 months before have a chronicle.", n=teller.words.number(covered)
            ),
        )
    said = []
    for line, history in histories:
        norm = history.norm
        if norm is not None and norm.verdict in ("above", "below"):
            values: dict[str, Run | Sentence] = {
                "title": line.title,
                "n": teller.number(line.unit, line.mark),
                **_tell_norm(teller, line, norm.mean, norm.low, norm.high),
            }
            if norm.verdict == "above":
                said.append(
                    teller.say(
                        "{title}: {n} is above the norm of the 12 months before (mean {mean}, range {low}–{high}).",
                        **values,
                    )
                )
            else:
                said.append(
                    teller.say(
                        "{title}: {n} is below the norm of the 12 months before (mean {mean}, range {low}–{high}).",
                        **values,
                    )
                )
    within = _list_titles(line for line, history in histories if history.norm and history.norm.verdict == "within")
    if within:
        said.append(teller.say("Within the norm of the 12 months before: {titles}.", titles=within))
    return tuple(said)


def _tell_norm(teller: Teller, line: Line, mean: float, low: int, high: int) -> dict[str, Told]:
    return {
        "mean": teller.figure(mean, "norm_mean", line.mark, line.unit),
        "low": teller.figure(low, "norm_low", line.mark, line.unit),
        "high": teller.figure(high, "norm_high", line.mark, line.unit),
    }


def _list_titles(lines: Iterable[Line]) -> str:
    return ", ".join(line.title[:1].lower() + line.title[1:] for line in lines)


def compare_lines(teller: Teller, name: str, caption: str, head: str, lines: Sequence[Line], norm: bool) -> Table:
    """Set numbers of the month beside those of the comparators that are covered, and beside the norm where there is one.

    Columns of months that no chronicle covers are left out; a sentence of `say_changes` tells that they are.
    """
    words = teller.words
    history = teller.history(lines[0]).norm is not None and norm
    heads = [head, words.period("month", teller.month, "short")]
    for one in teller.covered:
        heads += [words.period("month", one.selection.since[:7], "short"), words.say("Change")]
    heads += [words.say("Norm, 12 months")] if history else []
    rows = []
    for line in lines:
        cells: list[Sentence] = [(line.title,), (teller.number(line.unit, line.mark),)]
        for one in teller.covered:
            change = teller.change(line, one)
            cells += [(teller.number(line.unit, line.mark, one.selection),), _say_change(teller, line, one, change)]
        if history:
            cells.append(_say_norm(teller, line))
        rows.append(tuple(cells))
    return Table(name, caption, tuple(heads), tuple(rows), "lr" + "rl" * len(teller.covered) + "l" * history)


def _say_change(teller: Teller, line: Line, comparator: Comparator, change: Change) -> Sentence:
    """Say a change in the cell of a table."""
    words = teller.words
    if change.verdict == "rise":
        return teller.say("rise, ×{ratio} ({low}–{high})", **teller.ratio(line, comparator, change))
    if change.verdict == "fall":
        return teller.say("fall, ×{ratio} ({low}–{high})", **teller.ratio(line, comparator, change))
    return (words.say("few cases") if change.verdict == "few_cases" else words.say("no clear change"),)


def _say_norm(teller: Teller, line: Line) -> Sentence:
    """Say a norm in the cell of a table."""
    norm = teller.history(line).norm
    if norm is None:
        return ("–",)
    values: dict[str, Told] = _tell_norm(teller, line, norm.mean, norm.low, norm.high)
    if norm.verdict == "above":
        return teller.say("{mean} ({low}–{high}): above", **values)
    if norm.verdict == "below":
        return teller.say("{mean} ({low}–{high}): below", **values)
    return (values["mean"], " (", values["low"], "–", values["high"], ")")
