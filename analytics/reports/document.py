"""What a document says before it is set in any format: sections of sentences, tables, pictures and entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analytics.counts.selection import Mark, Selection
from analytics.figures.chart import Chart


@dataclass(frozen=True)
class Told:
    """A number that a document says: its text and value, how it was counted, and so which rows are behind it.

    `what` names the way of counting: "count" is the number of `unit` that `selection` and `mark` limit; any other is
    a figure made of such rows (a sum, a ratio, a median), against the rows of `against` where it compares. `address` is
    where the dashboard lists the rows, within the dashboard: `incidents?since=...`.
    """

    text: str
    value: float
    address: str
    selection: Selection
    mark: Mark = ()
    unit: str = "incidents"
    what: str = "count"
    against: Selection | None = None


@dataclass(frozen=True)
class Link:
    """A text that leads to a note of its document (`#name`), a file of the same site (`./changes.html`), or the web."""

    text: str
    address: str


Run = str | Told | Link
Sentence = tuple[Run, ...]
"""A sentence, or a cell of a table: pieces of text, and between them the numbers that it says, and links."""


def read_plain(sentence: Sentence) -> str:
    """Return a sentence as plain text."""
    return "".join(run if isinstance(run, str) else run.text for run in sentence)


@dataclass(frozen=True)
class Paragraph:
    """Sentences that follow each other; as `aside` they are set smaller, as notes are."""

    sentences: tuple[Sentence, ...]
    aside: bool = False


@dataclass(frozen=True)
class Points:
    """A list of points, each a sentence or a few."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Table:
    """A table: a caption, a head for each column, and rows whose first cell names the row.

    `align` has a letter for each column: `l` left, `r` right.
    """

    name: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    align: str

    @property
    def short(self) -> bool:
        """Whether it has so few columns that the whole width would tear its rows apart."""
        return len(self.heads) < 4 and self.align.endswith("r")


@dataclass(frozen=True)
class Picture:
    """A chart of the catalogue by its name, with the tables that say the same, and more."""

    name: str
    chart: Chart
    tables: tuple[Table, ...]

    @property
    def narrow(self) -> bool:
        """Whether picture and tables stand side by side, each on half the width."""
        return all(len(table.heads) < 4 for table in self.tables)


@dataclass(frozen=True)
class Quote:
    """An entry of the chronicle: where and when, why it stands here, and its text."""

    head: Sentence
    why: Sentence
    text: str


@dataclass(frozen=True)
class Quotes:
    """Entries of the chronicle, one after another."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Note:
    """A line that other places of the document lead to by its name (`#name`): a head, and what it says."""

    name: str
    head: str
    sentence: Sentence


@dataclass(frozen=True)
class Notes:
    """Notes, one after another."""

    notes: tuple[Note, ...]


Block = Paragraph | Points | Table | Picture | Quotes | Notes


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and the page of the dashboard that shows the same numbers."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    address: str = ""


@dataclass(frozen=True)
class Document:
    """A document in one language: the title, the lines under it, its sections, and where it belongs.

    `filters` says what limits all of its numbers besides the month, `months` which months have a chronicle. `labels` has
    the words of the frame: "figure", "table", and "pages" as `{page} of {pages}`.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    language: str
    publisher: str
    month: str
    months: tuple[str, ...]
    edition: str
    filters: tuple[str, ...]
    labels: Mapping[str, str]
    sections: tuple[Section, ...]

    def blocks(self) -> Iterator[Block]:
        """Give all blocks in their order."""
        for section in self.sections:
            yield from section.blocks

    def sentences(self) -> Iterator[Sentence]:
        """Give all sentences and cells in their order."""
        for block in self.blocks():
            yield from list_sentences(block)


def list_sentences(block: Block) -> Iterator[Sentence]:
    """Give the sentences and cells of a block."""
    match block:
        case Paragraph() | Points():
            yield from block.sentences
        case Table():
            for row in block.rows:
                yield from row
        case Picture():
            for table in block.tables:
                yield from list_sentences(table)
        case Quotes():
            for quote in block.quotes:
                yield quote.head
                yield quote.why
        case Notes():
            for note in block.notes:
                yield (note.head,)
                yield note.sentence
