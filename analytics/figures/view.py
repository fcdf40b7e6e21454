"""What is looked at: the facts, a selection of them, and the words that they are told in."""

from dataclasses import dataclass, field

from analytics.counts.almanac import Almanac
from analytics.counts.compare import Change, compare_with_before
from analytics.counts.count import Count, count_by
from analytics.counts.events import Event
from analytics.counts.facts import Facts
from analytics.counts.periods import PeriodCount, choose_grain, count_by_period, span_of
from analytics.counts.selection import Mark, Selection
from analytics.figures.words import Words

ASSEMBLIES = ("assembly_refusal", "assembly_interference", "assembly_held")


@dataclass(frozen=True)
class View:
    """The facts, words and selection that a page, a figure or a document shows, and the almanac beside them."""

    facts: Facts
    words: Words
    selection: Selection
    almanac: Almanac = field(default_factory=Almanac, repr=False)

    @property
    def span(self) -> str:
        """The selected period in words."""
        return self.words.days(*span_of(self.facts, self.selection))

    def count(self, *by: str, unit: str = "", mark: Mark = (), selection: Selection | None = None) -> Count:
        """Count this selection, or another, by some dimensions."""
        return count_by(self.facts, selection or self.selection, by, unit, mark)

    def series(self, *by: str, grain: str = "", unit: str = "", mark: Mark = ()) -> PeriodCount:
        """Count this selection over time, by the grain that suits its span where none is given."""
        grain = grain or choose_grain(self.facts, self.selection)
        return count_by_period(self.facts, self.selection, grain, by, unit, mark)

    def over_time(self, grain: str = "") -> PeriodCount:
        """Count this selection over time by kind; people alone without, for one person may stand under several kinds."""
        return self.series(*(() if self.selection.unit == "people" else ("kind",)), grain=grain)

    def assemblies(self) -> Selection:
        """Return this selection limited to assemblies: refused, obstructed or held."""
        wanted = [name for name in ASSEMBLIES if not self.selection.categories or name in self.selection.categories]
        return self.selection.but(categories=tuple(wanted) or self.selection.categories)

    def events(self) -> list[Event]:
        """List the events of the selected period."""
        return self.almanac.list_events(*span_of(self.facts, self.selection))

    def compare(self, unit: str = "", mark: Mark = (), selection: Selection | None = None) -> Change:
        """Compare this selection, or another, with the period before it."""
        return compare_with_before(self.facts, selection or self.selection, unit, mark)
