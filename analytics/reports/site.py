"""A site for readers without the dashboard: pages, documents, figures, data and a feed, as files by their path."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pyarrow as pa

from analytics.counts.almanac import Almanac
from analytics.counts.changelog import Entry
from analytics.counts.compare import select_month
from analytics.counts.count import count_total
from analytics.counts.facts import Facts
from analytics.counts.reconcile import Total
from analytics.counts.selection import Selection
from analytics.figures.view import View
from analytics.figures.words import LANGUAGES, Words
from analytics.reports.changes import tell_changes
from analytics.reports.citation import Publication, cite, name_source
from analytics.reports.document import Document, Link, Paragraph, Picture, Points, Section, Sentence, Table
from analytics.reports.docx import write_docx
from analytics.reports.extracts import TABLES, extract_tables
from analytics.reports.feed import write_feed
from analytics.reports.html import Locate, write_html
from analytics.reports.method import explain_editions, explain_method, tell_editions
from analytics.reports.package import Export, describe_names, make_export, write_bundle
from analytics.reports.pdf import write_pdf
from analytics.reports.rows import address_month, append_rows
from analytics.reports.summary import compose_summary
from analytics.reports.summary_files import illustrate

STYLE = Path(__file__).with_name("site.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a page may load: nothing but what stands in it. A browser holds it, wherever the site is served."""

COUNTED = ("incidents", "refusals", "sanctions", "people")
EVERY = 10_000
"""More editions than a changelog page leaves out."""

Files = dict[str, bytes]


@dataclass(frozen=True)
class Source:
    """What a site is made of. `tables` and the `facts` made of them show names by `policy`; `base` is the site's address."""

    tables: Mapping[str, pa.Table]
    facts: Facts
    policy: str
    edition: str
    entries: Sequence[Entry]
    publication: Publication
    almanac: Almanac
    card: Sequence[Mapping[str, str]]
    totals: Sequence[Total]
    languages: Mapping[str, Words]
    base: str = ""


def make_site(source: Source) -> Iterator[tuple[str, Files]]:
    """Make the files of a site, what belongs together at a time, each with what to say of it."""
    for words in source.languages.values():
        place = _Place(source, words)
        for month in place.months:
            yield f"{words.language} {month}", dict(_make_month(place, month))
        yield f"{words.language} data", {place.data: write_bundle(_export(place))}
        yield f"{words.language} pages", dict(_make_pages(place))
    first = _Place(source, next(iter(source.languages.values())))
    yield "index.html", {"index.html": first.write("index.html", _compose_home(first, "index.html"))}


@dataclass(frozen=True)
class _Place:
    """A site in one of its languages: where its files stand, and how one leads to another."""

    source: Source
    words: Words

    @property
    def months(self) -> list[str]:
        """The months that a chronicle covers, the newest first."""
        return sorted(self.source.facts.months, reverse=True)

    @property
    def view(self) -> View:
        """Everything, in this language."""
        return View(self.source.facts, self.words, Selection(), self.source.almanac)

    @property
    def data(self) -> str:
        """The data of the whole edition."""
        return self.path(f"chronicle-{self.source.edition}-{self.words.language}.zip")

    def path(self, name: str) -> str:
        """The path of a file of this language."""
        return f"{self.words.language}/{name}"

    def month_file(self, month: str, kind: str) -> str:
        """The path of a file of a month."""
        return self.path(f"{month}/{'data' if kind == 'zip' else 'summary'}-{month}-{self.words.language}.{kind}")

    def link(self, page: str, text: str, target: str) -> Link:
        """A link from one page to another file of the site."""
        return Link(text, find_way(page, target))

    def locate(self, address: str) -> str:
        """Where a link leads: within the site, to a source, or to the dashboard where the publication says where it is."""
        if not address or address.startswith(("#", "./", "https://", "http://")):
            return address
        return self.source.publication.locate(address) if self.source.publication.base_address else ""

    def write(
        self, page: str, document: Document, pictures: Mapping[str, str] | None = None, locate: Locate | None = None
    ) -> bytes:
        """Write a page with the site's menu, and its figures as SVG in it."""
        feed = find_way(page, self.path("editions.xml"))
        title = escape(self.words.say("Editions and changes"))
        head = (
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
            f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{feed}">\n'
            f"<style>\n{STYLE.read_text('utf-8')}</style>\n"
        )
        return write_html(document, pictures or {}, locate or self.locate, head, self._write_menu(page))

    def _write_menu(self, page: str) -> str:
        words, name = self.words, page.partition("/")[2] or page
        pages = {
            "index.html": words.say("Monthly summaries"),
            "editions.html": words.say("Editions and changes"),
            "method.html": words.say("Method"),
            "data.html": words.say("Data"),
        }
        items = "".join(
            f'<a href="{find_way(page, self.path(target))}"{_mark(target == name)}>{escape(label)}</a>'
            for target, label in pages.items()
        )
        others = "".join(
            f'<a href="{find_way(page, f"{language}/{name}")}" lang="{language}" hreflang="{language}"'
            f"{_mark(language == words.language)}>{LANGUAGES[language]}</a>"
            for language in self.source.languages
        )
        skip = f'<a class="skip" href="#main">{escape(words.say("Skip to the text"))}</a>'
        return (
            f'{skip}<div class="menu"><nav aria-label="{escape(words.say("Pages"))}">{items}</nav>'
            f'<nav aria-label="{escape(words.say("Language"))}">{others}</nav></div>\n'
        )


def find_way(page: str, target: str) -> str:
    """The relative address of a file of the site, from a page of it: `./` or `./../` and the rest."""
    return f"./{posixpath.relpath(target, posixpath.dirname(page) or '.')}"


def _mark(current: bool) -> str:
    return ' aria-current="page"' if current else ""


def _make_pages(place: _Place) -> Iterator[tuple[str, bytes]]:
    composers: dict[str, Callable[[_Place, str], Document]] = {
        "index.html": _compose_home,
        "editions.html": _compose_editions,
        "method.html": _compose_method,
        "data.html": _compose_data,
    }
    for name, compose in composers.items():
        page = place.path(name)
        yield page, place.write(page, compose(place, page))
    source = place.source
    base = f"{source.base.rstrip('/')}/{place.words.language}/" if source.base else ""
    feed = write_feed(
        source.entries, source.publication, place.words, source.policy, "editions.html", base, "editions.xml"
    )
    yield place.path("editions.xml"), feed
    citation = cite(source.publication, source.edition, source.facts.months, place.words)
    yield place.path("citation.bib"), citation.bibtex.encode()
    yield place.path("citation.ris"), citation.ris.encode()


def _make_month(place: _Place, month: str) -> Iterator[tuple[str, bytes]]:
    """Make the page, the documents, the figures and the data of a month."""
    source, words = place.source, place.words
    composed = compose_summary(place.view, month, source.edition, source.publication, source.card, source.totals)
    document, pictures = illustrate(composed, source.publication, words)
    whole, places = append_rows(document, source.facts, words)

    def locate(address: str) -> str:
        return places.get(address) or place.locate(address)

    vectors = {name: drawn.svg for name, drawn in pictures.items()}
    pdf, docx, data = (place.month_file(month, kind) for kind in ("pdf", "docx", "zip"))
    yield pdf, write_pdf(whole, vectors, locate)
    yield docx, write_docx(whole, {name: drawn.png for name, drawn in pictures.items()}, locate)
    yield data, write_bundle(_export(place, month))
    page = place.path(f"{month}/index.html")
    ways = {address_month(one, words): find_way(page, place.path(f"{one}/index.html")) for one in place.months}
    links: list[Sentence] = [
        (place.link(page, words.say("This summary as PDF"), pdf),),
        (place.link(page, words.say("This summary as DOCX"), docx),),
        (place.link(page, words.say("The rows of this month: CSV, XLSX, Parquet, JSON Lines"), data),),
    ]
    titles = {block.name: block.chart.title for block in document.blocks() if isinstance(block, Picture)}
    for name, drawn in pictures.items():
        svg, png = (place.path(f"{month}/{name.replace('.', '-')}.{kind}") for kind in ("svg", "png"))
        yield svg, drawn.svg.encode()
        yield png, drawn.png
        links.append((f"{titles[name]}: ", place.link(page, "SVG", svg), " ", place.link(page, "PNG", png)))
    files = Section("files", words.say("Files"), (Points(tuple(links)),))
    # The files stand before the long lists of rows.
    sections = (*document.sections, files, *whole.sections[len(document.sections) :])
    yield (
        page,
        place.write(
            page, replace(whole, sections=sections), vectors, lambda address: ways.get(address) or locate(address)
        ),
    )


def _export(place: _Place, month: str = "") -> Export:
    source, words = place.source, place.words
    selection = select_month(Selection(statuses=()), month) if month else None
    extracts = extract_tables(source.tables, source.facts, words, selection, names=TABLES)
    return make_export(extracts, source.facts, words, source.publication, source.edition, source.policy, selection)


def _compose(place: _Place, name: str, title: str, *sections: Section) -> Document:
    source, words = place.source, place.words
    lines = (
        name_source(source.publication, source.facts.months, words),
        words.say("Edition {edition}", edition=source.edition),
    )
    return Document(
        name=name,
        title=title,
        lines=lines,
        language=words.language,
        publisher=source.publication.publisher,
        month="",
        months=tuple(sorted(source.facts.months)),
        edition=source.edition,
        filters=(),
        labels={},
        sections=sections,
    )


def _compose_home(place: _Place, page: str) -> Document:
    source, words = place.source, place.words
    rows: list[tuple[Sentence, ...]] = []
    for month in place.months:
        selection = select_month(Selection(), month)
        numbers: list[Sentence] = [(words.number(count_total(source.facts, selection, unit)),) for unit in COUNTED]
        name = place.link(page, words.period("month", month), place.path(f"{month}/index.html"))
        files: Sentence = (
            place.link(page, "PDF", place.month_file(month, "pdf")),
            " ",
            place.link(page, "DOCX", place.month_file(month, "docx")),
            " ",
            place.link(page, words.say("Data"), place.month_file(month, "zip")),
        )
        rows.append(((name,), *numbers, files))
    heads = (words.dimension("month"), *map(words.unit, COUNTED), words.say("Files"))
    title = words.say("Monthly summaries")
    table = Table("months", words.say("By month"), heads, tuple(rows), "lrrrrl")
    note = words.say(
        "A number counts what is dated in the month; a month without a chronicle is not listed, and is no zero."
    )
    latest = tell_changes(source.entries[-1], words, source.policy)
    changes = place.link(page, words.say("All editions and changes"), place.path("editions.html"))
    return _compose(
        place,
        "index",
        source.publication.title[words.language],
        Section("months", title, (table, Paragraph(((note,),), aside=True))),
        Section(
            "latest",
            words.say("What changed last"),
            (
                Paragraph(((latest.title + ".",),)),
                Points(tuple((line,) for line in latest.summary)),
                Paragraph(((changes,),)),
            ),
        ),
        _cite(place, page),
    )


def _compose_editions(place: _Place, page: str) -> Document:
    source, words = place.source, place.words
    feed = place.link(page, words.say("Atom feed of the editions"), place.path("editions.xml"))
    return _compose(
        place,
        "editions",
        words.say("Editions and changes"),
        Section("what", words.say("What an edition is"), (explain_editions(words), Paragraph(((feed,),)))),
        *tell_editions(source.entries, words, source.policy, EVERY),
    )


def _compose_method(place: _Place, page: str) -> Document:
    source, words = place.source, place.words
    how = words.say(
        "A monitor writes a chronicle: one paragraph, an entry, for each thing that happened. Each entry is read into "
        "rows by written rules, the codebook. Every number here is a count of such rows. Source texts are never changed."
    )
    return _compose(
        place,
        "method",
        words.say("Method"),
        Section("how", words.say("How it is made"), (Paragraph(((how,),)),)),
        *explain_method(place.view, source.card, source.totals),
        _cite(place, page),
    )


def _compose_data(place: _Place, page: str) -> Document:
    source, words = place.source, place.words
    what = words.say(
        "Each package is one ZIP: the tables as CSV, XLSX, Parquet and JSON Lines, a dictionary of their columns, a "
        "description that programs read (Frictionless), and how to cite."
    )
    whole = place.link(page, words.say("The whole edition"), place.data)
    months = tuple(
        (place.link(page, words.period("month", month), place.month_file(month, "zip")),) for month in place.months
    )
    licence = source.publication.licence
    credited = tuple((Link(one.title, one.url), f" ({one.licence})") for one in source.publication.credits)
    return _compose(
        place,
        "data",
        words.say("Data"),
        Section("packages", words.say("Data packages"), (
            Paragraph(((what,), (describe_names(source.policy, words),))), Points(((whole,), *months)),
        )),
        Section("licence", words.say("Licence"), (Paragraph(((Link(licence.title, licence.url), f" ({licence.name})"),)),)),
        *([Section("credits", words.say("Contains data of"), (Points(credited),))] if credited else []),
        _cite(place, page),
    )  # fmt: skip


def _cite(place: _Place, page: str) -> Section:
    source, words = place.source, place.words
    citation = cite(source.publication, source.edition, source.facts.months, words)
    files: Sentence = (
        place.link(page, "BibTeX", place.path("citation.bib")),
        " ",
        place.link(page, "RIS", place.path("citation.ris")),
    )
    contact = words.say("Contact: {contact}.", contact=source.publication.contact)
    said: list[Sentence] = [(citation.text,), *([(contact,)] if source.publication.contact else [])]
    return Section("cite", words.say("How to cite"), (Paragraph(tuple(said)), Paragraph((files,))))
