"""The monthly summary: every number in it counted again, in months of every kind, read back from every format."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html
from pypdf import PdfReader

from analytics.__main__ import main
from analytics.counts.almanac import read_almanac
from analytics.counts.amounts import list_once, sum_amounts, sum_by_article
from analytics.counts.compare import FEW, compare_with, is_covered, shift_year
from analytics.counts.count import count_by, count_total, count_values, list_rows, list_sanctions
from analytics.counts.coverage import date_entries
from analytics.counts.facts import Facts, prepare_facts
from analytics.counts.harms import count_harms
from analytics.counts.names import hide_names
from analytics.counts.norms import MONTHS, trace_history
from analytics.counts.notable import CONDITIONS, MANY_PEOPLE, find_notable
from analytics.counts.people import LONG_DAYS, LONG_ENTRIES, list_running_cases, list_sanctioned
from analytics.counts.reconcile import Total
from analytics.counts.repeats import REPEAT_WITHIN
from analytics.counts.requests import find_median_lead
from analytics.counts.selection import Selection, read_selection
from analytics.figures.address import known_values, read_mark
from analytics.figures.browser import DRAWER, Drawer
from analytics.figures.view import View
from analytics.figures.words import LANGUAGES, Words, read_words
from analytics.reports.citation import read_publication
from analytics.reports.document import Block, Document, Link, Note, Notes, Paragraph, Picture, Table, Told, read_plain
from analytics.reports.docx import LOCALES, write_docx
from analytics.reports.html import write_html
from analytics.reports.pdf import write_pdf
from analytics.reports.rows import address_month, append_rows
from analytics.reports.summary import compose_summary
from analytics.reports.summary_files import write_summary
from analytics.reports.summary_people import QUOTES
from analytics.tables.accuracy import read_card
from analytics.tables.store import read_tables
from tests import sample_tables
from tests.sample_tables import make_rows, make_tables

ROOT = Path(__file__).parents[1]
WORDS = {code: read_words(code, ROOT / "data" / "lexicon", ROOT / "pages" / "locale") for code in LANGUAGES}
ALMANAC = read_almanac(ROOT / "data" / "lexicon")
PUBLICATION = read_publication()
CARD = read_card(ROOT / "data" / "accuracy.csv")
YEAR = [f"2022-{month:02d}" for month in range(1, 13)]
SIZE = 20

Rows = dict[str, list[dict[str, object]]]


def make_months(months: list[str], size: int = SIZE) -> Rows:
    """Make the rows of some months."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_tables, "MONTHS", tuple(months))
        return make_rows(size=size)


def keep_rows(rows: Rows, ids: set[object]) -> Rows:
    """Keep the rows of some incidents."""
    return rows | {name: [row for row in rows[name] if row["incident_id"] in ids]
                   for name in ("incidents", "refusals", "sanctions")}  # fmt: skip


def join(*parts: Rows) -> Rows:
    """Join the rows of several months."""
    return {name: [row for part in parts for row in part[name]] for name in parts[0]}


def make_only(month: str, category: str, most: int | None = None) -> Rows:
    """Make a month that tells of one category alone."""
    rows = make_months([month])
    found = [row["incident_id"] for row in rows["incidents"] if row["category"] == category and row["date"]]
    return keep_rows(rows, set(found[:most]))


SCENARIOS: dict[str, tuple[Rows, str]] = {
    "nothing at all": ({name: [] for name in make_rows(size=1)}, "2023-01"),
    "month not covered": (make_months(["2022-12", "2023-02"]), "2023-01"),
    "covered but empty": (make_months(["2023-01"]) | {"incidents": [], "refusals": [], "sanctions": []}, "2023-01"),
    "one entry": (make_only("2023-01", "detention", 1), "2023-01"),
    "only context": (make_only("2023-01", "statement"), "2023-01"),
    "no earlier month": (make_months(["2023-01"]), "2023-01"),
    "twelve months before": (join(make_months(YEAR, 12), make_months(["2023-01"], 60)), "2023-01"),
    "less than before": (join(make_months(["2022-12"], 60), make_months(["2023-01"])), "2023-01"),
    "a gap in between": (make_months(["2022-01", "2022-12", "2023-01", "2023-03"]), "2023-03"),
}


@dataclass(frozen=True)
class Case:
    """A scenario composed in one language."""

    name: str
    facts: Facts
    document: Document

    def __str__(self) -> str:
        return f"{self.name}, {self.document.language}"

    @property
    def month(self) -> Selection:
        """The selection of the month."""
        return Selection(since=f"{self.document.month}-01", until=f"{self.document.month}-31")

    def numbers(self) -> Iterator[Told]:
        """Give the numbers of the document."""
        for sentence in self.document.sentences():
            yield from (run for run in sentence if isinstance(run, Told))


def compose(facts: Facts, month: str, language: str, selection: Selection | None = None) -> Document:
    """Compose a summary."""
    view = View(facts, WORDS[language], selection or Selection(), ALMANAC)
    return compose_summary(view, month, "0123456789ab", PUBLICATION, CARD)


FULL_NAMES = {name for name in prepare_facts(read_tables()).values["person"] if len(name) > 8}

FACTS = {name: prepare_facts(make_tables(rows)) for name, (rows, _) in SCENARIOS.items()}
CASES = {
    (name, language): Case(name, FACTS[name], compose(FACTS[name], month, language))
    for name, (_, month) in SCENARIOS.items()
    for language in LANGUAGES
}
english = pytest.mark.parametrize("case", [case for (_, language), case in CASES.items() if language == "en"], ids=str)
FORMATTED = ("a gap in between", "month not covered")
"""The scenarios that are read back from the slower formats in every language, others in English alone."""

formatted = pytest.mark.parametrize(
    "case", [case for (name, language), case in CASES.items() if language == "en" or name in FORMATTED], ids=str
)
cases = pytest.mark.parametrize("case", CASES.values(), ids=str)


def count_again(case: Case, told: Told) -> float:
    """Count a number of a document again by what it says of itself."""
    facts, selection, mark, unit = case.facts, told.selection, told.mark, told.unit
    name, _, part = told.what.partition(".")
    of_mark = dict(mark)
    if told.against is not None:
        return float(getattr(compare_with(facts, selection, told.against, unit, mark), name))
    if name.startswith("norm_"):
        return float(getattr(trace_history(facts, selection, unit, mark).norm, name.removeprefix("norm_")))
    if name in ("arrest_days", "fine_mci", "fine_tenge"):
        sums = {one.unit: one for one in sum_amounts(list_once(facts, selection), ALMANAC.index)}
        return float(getattr(sums[name], part))
    if name == "article":
        articles = {one.article: one for one in sum_by_article(facts, selection, ALMANAC.index)}
        return float(articles[of_mark["article"]].amounts[part].total)
    people = list_sanctioned(facts, selection)
    long = {person.name: person for person in list_running_cases(facts, selection)}
    return float(
        {
            "count": lambda: count_total(facts, selection, unit, mark),
            "cities": lambda: count_values(count_by(facts, selection, ("city",), unit)),
            "lead_median": lambda: find_median_lead(facts, selection)[1],
            "lead_told": lambda: find_median_lead(facts, selection)[0],
            "sanctioned": lambda: len(people),
            "newly_sanctioned": lambda: sum(person.before == 0 for person in people),
            "long_cases": lambda: len(long),
            "case_days": lambda: long[of_mark["person"]].days,
            "notable": lambda: len(find_notable(facts, selection, ALMANAC)),
            "row": lambda: 1,
        }[name]()
    )


@cases
def test_every_number_is_that_of_its_count(case: Case) -> None:
    words = WORDS[case.document.language]
    for told in case.numbers():
        assert told.value == pytest.approx(count_again(case, told)), told
        if told.what != "row":
            assert words.number(round(told.value, 1)) in told.text, told


@english
def test_every_address_leads_to_the_rows_of_its_number(case: Case) -> None:
    known = known_values(case.facts, WORDS[case.document.language])
    for told in case.numbers():
        page, _, query = told.address.partition("?")
        asked = parse_qs(query)
        selection, problems = read_selection(asked, known)
        mark = read_mark(asked.get("mark", ()))
        assert page == "incidents" and not problems
        assert (selection.but(unit="incidents"), selection.unit, mark) == (
            told.selection.but(unit="incidents"), told.unit, told.mark,
        )  # fmt: skip
        if told.what == "count":
            assert count_total(case.facts, selection, "", mark) == told.value
        else:
            assert list_rows(case.facts, selection, mark).num_rows > 0 or told.value == 0


@cases
def test_no_paragraph_says_a_number_that_is_not_counted(case: Case) -> None:
    """What is no counted number is a threshold, a date, how many months are covered, or how many entries are shown."""
    months = {case.document.month, shift_year(case.facts, case.month).since[:7], "2022-12", "2023-02"}
    covered = sum(n is not None for n in trace_history(case.facts, case.month).numbers[:-1])
    known = {FEW, MONTHS, LONG_DAYS, LONG_ENTRIES, REPEAT_WITHIN.days, MANY_PEOPLE, covered, 95}
    allowed = {str(number) for number in known | set(range(1, QUOTES + 1))} | {month[:4] for month in months}
    for section in case.document.sections:
        if section.name in ("cite", "coverage"):
            continue
        for block in section.blocks:
            if isinstance(block, Paragraph):
                said = "".join(run for sentence in block.sentences for run in sentence if isinstance(run, str))
                assert set(re.findall(r"\d+", said.replace("16.10.1", ""))) <= allowed, said


def test_no_comparison_is_made_with_a_month_that_is_not_covered() -> None:
    for case in CASES.values():
        earlier = [told for told in case.numbers() if told.against is not None]
        assert all(is_covered(case.facts, told.against) for told in earlier if told.against)
        assert all(is_covered(case.facts, told.selection) for told in case.numbers() if told.what.startswith("norm_"))
    text = {name: read_text(CASES[name, "en"].document) for name in SCENARIOS}
    assert "No chronicle covers all of December 2022" in text["no earlier month"]
    assert "No chronicle covers all of February 2023" in text["a gap in between"]
    assert "No chronicle covers all of March 2022" in text["a gap in between"]
    assert "There is no norm yet: 2 of the 12 months" in text["a gap in between"]
    assert "No chronicle covers" not in text["twelve months before"]
    assert "a rise that chance alone would rarely make" in text["twelve months before"]
    assert "is above the norm of the 12 months before" in text["twelve months before"]
    assert "a fall that chance alone would rarely make" in text["less than before"]
    assert "Too few to compare with December 2022" in text["less than before"]
    assert (
        "nothing is counted here" in text["month not covered"] and "nothing is counted here" in text["nothing at all"]
    )


def read_text(document: Document) -> str:
    """Return all that a document says."""
    return "\n".join(read_plain(sentence) for sentence in document.sentences())


def squeeze(text: str) -> str:
    """Return a text without white space, which formats break as they like."""
    return re.sub(r"[\s\u00ad]+", "", text)


def list_tables(block: Block) -> tuple[Table, ...]:
    """List the tables of a block."""
    return block.tables if isinstance(block, Picture) else (block,) if isinstance(block, Table) else ()


def list_texts(document: Document) -> list[str]:
    """List the titles, captions, heads, sentences and cells of a document."""
    texts = [document.title, *document.lines, *(section.title for section in document.sections)]
    for block in document.blocks():
        for table in list_tables(block):
            texts += [table.caption, *table.heads]
    return [*texts, *(read_plain(sentence) for sentence in document.sentences())]


@formatted
def test_the_pdf_says_all_of_it(case: Case) -> None:
    document = case.document
    made = write_pdf(document, {}, lambda address: f"https://example.org/{address}")
    pdf = PdfReader(BytesIO(made))
    assert pdf.metadata.title == document.title
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == document.language and root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in pdf.xmp_metadata.stream.get_data().decode() if pdf.xmp_metadata else False
    pages, footer = [squeeze(page.extract_text()) for page in pdf.pages], squeeze(f"{document.title} · 0123456789ab")
    assert all(footer in page for page in pages)
    said = "".join(page.rpartition(footer)[0] for page in pages)
    for text in list_texts(document):
        assert squeeze(text) in said, text
    kinds = [element["/S"] for element in walk_tags(root["/StructTreeRoot"])]
    assert kinds.count("/H1") == len(document.sections)
    heads = sum(len(table.heads) for block in document.blocks() for table in list_tables(block))
    assert kinds.count("/TH") == heads
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", ())]
    assert {note["/A"]["/URI"] for note in links} >= {f"https://example.org/{told.address}" for told in case.numbers()}


def walk_tags(element: Any) -> Iterator[Mapping[str, Any]]:
    """Give the elements of a PDF's structure."""
    for child in element.get("/K", ()) if isinstance(element.get("/K", ()), list) else [element["/K"]]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from walk_tags(child)


def read_docx(made: bytes) -> str:
    """Return the text of a DOCX."""
    return read_runs(docx.Document(BytesIO(made)).element.body)


def read_runs(element: Any) -> str:
    """Return the text of the runs of an element, links too."""
    return "".join(run.text for run in element.iter(qn("w:t")))


@formatted
def test_the_docx_says_all_of_it(case: Case) -> None:
    document = case.document
    made = write_docx(document, {}, lambda address: "")
    file = docx.Document(BytesIO(made))
    properties = file.core_properties
    assert (properties.title, properties.language) == (document.title, LOCALES[document.language])
    assert f"{properties.created:%Y-%m}" == f"{properties.modified:%Y-%m}" == document.month
    assert file.styles["Heading 1"].style_id == "Heading1"
    headings = [read_runs(one) for one in file.element.body.xpath("w:p[w:pPr/w:pStyle/@w:val='Heading1']")]
    assert headings == [section.title for section in document.sections]
    wanted = [table for block in document.blocks() for table in list_tables(block)]
    assert len(file.tables) == len(wanted)
    for table, found in zip(wanted, file.tables, strict=True):
        lines = [[read_runs(cell) for cell in row.iterchildren(qn("w:tc"))] for row in found._tbl.tr_lst]
        assert lines == [list(table.heads), *([read_plain(cell) for cell in row] for row in table.rows)]
        assert found._tbl.tblPr.xpath("w:tblCaption/@w:val") == [table.caption]
        assert found._tbl.tr_lst[0].xpath("w:trPr/w:tblHeader")
    said = squeeze(read_docx(made))
    for text in list_texts(document):
        assert squeeze(text) in said, text


@cases
def test_the_html_says_all_of_it_and_asks_nobody(case: Case) -> None:
    document = case.document
    made = write_html(document, {}, lambda address: address)
    root = html.fromstring(made)
    assert root.get("lang") == document.language and root.findtext(".//title") == document.title
    said = squeeze(root.text_content())
    for text in list_texts(document):
        assert squeeze(text) in said, text
    assert not root.xpath("//script | //link | //iframe | //*[@src[not(starts-with(., 'data:'))]]")
    assert not re.search(r"url\(|@import", root.findtext(".//style"))
    linked = {link.get("href"): link.text_content() for link in root.xpath("//a")}
    for told in case.numbers():
        assert told.address in linked


def test_the_same_edition_gives_the_same_bytes() -> None:
    document = CASES["no earlier month", "kk"].document
    for write in (write_docx, write_html, write_pdf):
        assert write(document, {}, str) == write(document, {}, str)
    moment = ZipFile(BytesIO(write_docx(document, {}, str))).infolist()
    assert {part.date_time for part in moment} == {(1980, 1, 1, 0, 0, 0)}


@pytest.fixture(scope="module", autouse=True)
def chromium() -> Iterator[None]:
    """End the shared Chromium after the tests of this file."""
    yield
    DRAWER.close()


def test_figures_stand_in_every_format_with_their_words() -> None:
    document = CASES["no earlier month", "ru"].document
    wanted = {block.chart.title: block.chart.alt for block in document.blocks() if isinstance(block, Picture)}
    files = write_summary(document, FULL, PUBLICATION, WORDS["ru"])
    assert files == write_summary(document, FULL, PUBLICATION, WORDS["ru"])
    made = {name.rpartition(".")[2]: data for name, data in files.items()}
    images = html.fromstring(made["html"]).xpath("//img")
    assert {image.get("alt") for image in images} == set(wanted.values())
    assert all(image.get("src").startswith("data:image/svg+xml;base64,") for image in images)
    body = docx.Document(BytesIO(made["docx"])).element.body
    shapes = body.xpath(".//wp:docPr")
    assert {shape.get("title"): shape.get("descr") for shape in shapes} == wanted
    captions = [read_runs(one) for one in body.xpath("w:p[w:pPr/w:pStyle/@w:val='Caption']")]
    assert [one.partition(". ")[2] for one in captions if one.startswith("Рисунок")] == list(wanted)
    tags = walk_tags(PdfReader(BytesIO(made["pdf"])).trailer["/Root"]["/StructTreeRoot"])
    assert {tag["/Alt"] for tag in tags if tag["/S"] == "/Figure"} == set(wanted.values())


def test_without_chromium_the_tables_stand_alone_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    document = CASES["no earlier month", "en"].document
    files = write_summary(document, FULL, PUBLICATION, WORDS["en"], ("html",), Drawer())
    root = html.fromstring(files["summary-2023-01-en.html"])
    assert not root.xpath("//img") and "Figures could not be drawn" in root.text_content()
    assert len(root.xpath("//table")) == sum(len(list_tables(block)) for block in document.blocks())


def test_numbers_lead_to_the_published_dashboard_where_there_is_one() -> None:
    case = CASES["no earlier month", "en"]
    publication = replace(PUBLICATION, base_address="https://example.org/kz/")
    (made,) = write_summary(case.document, case.facts, publication, WORDS["en"], ("html",)).values()
    links = html.fromstring(made).xpath("//p//a | //td//a | //tbody//th//a")
    assert len(links) == sum(1 for _ in case.numbers())
    assert all(link.get("href").startswith("https://example.org/kz/incidents?") for link in links)


@pytest.mark.parametrize("case", [CASES["a gap in between", language] for language in LANGUAGES], ids=str)
def test_elsewhere_numbers_lead_to_the_entries_they_count_in_every_format(case: Case) -> None:
    words = WORDS[case.document.language]
    whole, places = append_rows(case.document, case.facts, words)
    notes = {f"#{note.name}": note for block in whole.blocks() if isinstance(block, Notes) for note in block.notes}
    for told in case.numbers():
        rows = list_rows(case.facts, told.selection, told.mark, told.unit).to_pylist()
        assert (told.address in places) == bool(rows), told
        if rows:
            assert read_entries(notes[places[told.address]], case.document, words) == {row["entry_id"] for row in rows}
    texts: dict[str, set[str]] = {}
    for row in list_rows(case.facts, case.month).to_pylist():
        texts.setdefault(row["entry_id"], set()).add(row["text"])
    assert all(read_plain(notes[f"#entry-{entry}"].sentence) in told for entry, told in texts.items())
    led = {run.address for note in notes.values() for run in note.sentence if isinstance(run, Link)}
    others = {address_month(month, words) for month in case.document.months if month != case.document.month}
    assert others & led and led - set(notes) <= others and set(notes) <= led | set(places.values())

    def locate(address: str) -> str:
        return places.get(address) or (address if address.startswith("#") else "")

    root = html.fromstring(write_html(whole, {}, locate))
    assert {link.get("href") for link in root.xpath("//a")} == set(notes) <= {f"#{one}" for one in root.xpath("//@id")}
    body = docx.Document(BytesIO(write_docx(whole, {}, locate))).element.body
    marks = [f"#{name}" for name in body.xpath("//w:bookmarkStart/@w:name")]
    assert sorted(marks) == sorted(notes) == sorted({f"#{name}" for name in body.xpath("//w:hyperlink/@w:anchor")})
    pdf = PdfReader(BytesIO(write_pdf(whole, {}, locate)))
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", ())]
    assert links and all("/URI" not in link.get("/A", {}) for link in links)
    assert len({str(link.get("/Dest") or link["/A"]["/D"]) for link in links}) == len(notes)


def read_entries(note: Note, document: Document, words: Words) -> set[str]:
    """Read the ids of the entries that a line lists, as `1–3, 7; December 2022: 5`."""
    months = {words.month(month): month for month in document.months}
    found = set()
    for part in read_plain(note.sentence).split("; "):
        name, _, numbers = part.rpartition(": ")
        for run in numbers.split(", "):
            first, _, last = run.partition("–")
            for number in range(int(first), int(last or first) + 1):
                found.add(f"{months.get(name, document.month)}-{number:03d}")
    return found


def test_the_command_writes_files_that_the_outside_may_see(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["summary", "--month", "2024-02", "--out", str(tmp_path / "new"), "--formats", "html", "--lang", "en,kk"]
    assert main(asked) == 0
    made = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert made == ["summary-2024-02-en.html", "summary-2024-02-kk.html"]
    text = (tmp_path / "new" / made[0]).read_text("utf-8")
    named = [name for name in FULL_NAMES if name in text]
    assert FULL_NAMES and not named
    assert main([*asked, "--names", "full"]) == 0
    assert any(name in (tmp_path / "new" / made[0]).read_text("utf-8") for name in FULL_NAMES)
    assert main([*asked[:2], "1999-01", *asked[3:]]) == 0
    assert "no chronicle covers 1999-01; there are: 2024-02" in capsys.readouterr().out
    assert "nothing is counted here" in (tmp_path / "new" / "summary-1999-01-en.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("option", "value"), [("--month", "2024-2"), ("--lang", "en,xx"), ("--formats", "odt"), ("--out", "/dev/null/new")]
)
def test_a_command_that_cannot_be_done_says_why(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"--month": "2024-02", "--out": str(tmp_path), "--formats": "html", "--lang": "en"} | {option: value}
    assert main(["summary", *(part for pair in asked.items() for part in pair)]) == 2
    assert value.rpartition(",")[2] in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_published_totals_stand_beside_ours_where_all_is_covered() -> None:
    def total(since: str, until: str, number: int) -> Total:
        counts = dict.fromkeys(LANGUAGES, "refusals")
        days = date.fromisoformat(since), date.fromisoformat(until)
        return Total("Another monitor", counts, "refusals", "", *days, number, "", "", True, "")

    totals = [
        total("2022-11-01", "2023-01-15", 3),
        total("2021-01-01", "2022-12-31", 5),
        total("2022-12-01", "2023-02-28", 9),
    ]
    view = View(FULL, WORDS["en"], Selection(), ALMANAC)
    document = compose_summary(view, "2023-01", "0123456789ab", PUBLICATION, CARD, totals)
    (section,) = [section for section in document.sections if section.name == "totals"]
    ((row,),) = [table.rows for block in section.blocks for table in list_tables(block)]
    ours = next(run for cell in row for run in cell if isinstance(run, Told))
    assert ours.value == count_total(FULL, Selection(since="2022-11-01", until="2023-01-15"), "refusals")
    assert count_total(FULL, ours.selection, ours.unit) == ours.value
    assert "up to this month: 2; our chronicles cover every month of: 1" in read_plain(section.blocks[0].sentences[0])


def test_a_filter_holds_and_is_named() -> None:
    facts = FACTS["twelve months before"]
    document = compose(facts, "2023-01", "en", Selection(cities=("Almaty",), statuses=("charged",), unit="people"))
    assert "City: Almaty" in document.lines
    counted = [told for told in Case("", facts, document).numbers() if told.what == "count" and told.mark == ()]
    assert counted and all(told.selection.statuses == ("imposed",) for told in counted)
    alone = Selection(cities=("Almaty",), since="2023-01-01", until="2023-01-31")
    assert count_total(facts, alone) in [told.value for told in counted]


@pytest.mark.parametrize("policy", ["initials", "hidden"])
def test_the_policy_for_names_holds_in_every_format(policy: str) -> None:
    tables = make_tables(SCENARIOS["no earlier month"][0])
    facts = prepare_facts(hide_names(tables, policy))
    document = compose(facts, "2023-01", "en")
    texts = [write_html(document, {}, str).decode(), read_docx(write_docx(document, {}, str)),
             "".join(page.extract_text() for page in PdfReader(BytesIO(write_pdf(document, {}, str))).pages)]  # fmt: skip
    for text in texts:
        assert not re.search("Ivanov|Bokay|Әлімбек", text)
    full = compose(FACTS["no earlier month"], "2023-01", "en")
    assert [told.value for told in Case("", facts, document).numbers()] == [
        told.value for told in Case("", facts, full).numbers()
    ]


# The counts that a summary needs besides those of the pages, against plain loops.

ROWS, MONTH = SCENARIOS["twelve months before"]
FULL = FACTS["twelve months before"]
JANUARY = Selection(since="2023-01-01", until="2023-01-31")


def in_month(row: Mapping[str, Any]) -> bool:
    """Tell whether a row's incident is dated in January 2023."""
    day = DAYS[row["incident_id"]]
    return day is not None and f"{day:%Y-%m}" == MONTH


DAYS = {row["incident_id"]: row["date"] for row in ROWS["incidents"]}


def test_entries_are_dated_inside_elsewhere_or_not_at_all() -> None:
    rows = [dict(row) for row in ROWS["incidents"]]
    moved = next(row for row in rows if row["report"] == "2023-01" and row["date"])
    moved["date"] = date(2022, 11, 3)
    lent = next(row for row in rows if row["report"] == "2022-12" and row["date"])
    lent["date"] = date(2023, 1, 2)
    rows = [row for row in rows if row["entry"] not in (moved["entry"], lent["entry"]) or row in (moved, lent)]
    facts = prepare_facts(make_tables(ROWS | {"incidents": rows, "refusals": [], "sanctions": []}))
    own = {(row["report"], row["entry"]): row["date"] for row in rows if row["report"] == "2023-01"}
    undated = sum(day is None for day in own.values())
    found = {one.name: one.n for one in date_entries(facts, "2023-01")}
    assert found == {
        "read": len(own),
        "inside": len(own) - undated - 1,
        "elsewhere": 1,
        "undated": undated,
        "borrowed": 1,
    }


def test_sums_by_article_add_up_those_of_its_rows() -> None:
    for one in sum_by_article(FULL, JANUARY, ALMANAC.index):
        rows = list_sanctions(FULL, JANUARY, (("article", one.article),)).to_pylist()
        kept = {(r["incident_id"], r["sanctioned"], r["measure"], r["unit"], r["amount"], r["kzt"]) for r in rows}
        assert one.sanctions == len(rows) > 0
        assert one.amounts["arrest_days"].total == sum(amount for *_, m, _, amount, _ in kept if m == "arrest")
        assert one.amounts["fine_mci"].total == sum(amount for *_, m, _, amount, _ in kept if m == "fine")


def test_who_was_sanctioned_before_is_known_by_earlier_months_alone() -> None:
    now: dict[str, int] = {}
    before: set[str] = set()
    for row in ROWS["sanctions"]:
        if row["person"] and row["status"] == "imposed" and DAYS[row["incident_id"]]:
            if in_month(row):
                now[str(row["person"])] = now.get(str(row["person"]), 0) + 1
            elif DAYS[row["incident_id"]] < date(2023, 1, 1):
                before.add(str(row["person"]))
    found = {person.name: (person.sanctions, bool(person.before)) for person in list_sanctioned(FULL, JANUARY)}
    assert found == {name: (n, name in before) for name, n in now.items()} and found
    lone = list_sanctioned(FACTS["no earlier month"], JANUARY)
    assert lone and all(person.before is None for person in lone)


def test_running_cases_are_told_of_in_the_month_and_before() -> None:
    cases = list_running_cases(FULL, JANUARY)
    assert cases and all(person.days >= 90 and person.entries >= 3 and person.last <= "2023-01-31" for person in cases)
    told = {name for row in ROWS["incidents"] if in_month(row) for name in row["persons"]}
    assert {person.name for person in cases} <= told
    assert not list_running_cases(FACTS["no earlier month"], JANUARY)


def test_harms_count_incidents_by_role_and_act() -> None:
    incidents = [row for row in ROWS["incidents"] if in_month(row)]
    arrests = {r["incident_id"] for r in ROWS["sanctions"] if r["measure"] == "arrest" and r["status"] == "imposed"}
    for harm in count_harms(FULL, JANUARY):
        mine = [row for row in incidents if harm.group in row["targets"]]
        if harm.act == "detention":
            assert harm.n == sum(row["category"] == "detention" for row in mine)
        if harm.act == "punished":
            assert harm.n == sum(row["incident_id"] in arrests for row in mine)
        if harm.act == "other":
            assert harm.n == sum(row["category"] == "administrative_case" for row in mine)
    assert any(harm.n for harm in count_harms(FULL, JANUARY))


def test_notable_entries_are_all_that_meet_a_condition() -> None:
    rows = {name: [dict(row) for row in table] for name, table in ROWS.items()}
    mine = [row for row in rows["sanctions"] if in_month(row) and row["status"] == "imposed"]
    one = next(row for row in mine if row["measure"] == "arrest")
    one |= {"measure": "imprisonment", "unit": "years", "amount": 3.0}
    other = next(row for row in mine if row["measure"] == "arrest")
    other |= {"amount": 99.0, "article": "999"}
    crowd = next(row for row in rows["incidents"] if in_month(row) and row["category"] == "detention")
    crowd |= {"persons": [f"Person {letter}." for letter in "ABCDE"[:MANY_PEOPLE]]}
    fine = max(
        (row for row in mine if row["measure"] == "fine"), key=lambda row: (row["amount"], str(row["incident_id"]))
    )
    facts = prepare_facts(make_tables(rows))
    found = {one.incident["incident_id"]: one.conditions for one in find_notable(facts, JANUARY, ALMANAC)}
    entry = {row["incident_id"]: str(row["incident_id"])[:11] for row in rows["incidents"]}
    met = {entry[key]: conditions for key, conditions in found.items()}
    assert "longest_imprisonment" in met[entry[one["incident_id"]]]
    assert {"longest_arrest", "first_article"} <= set(met[entry[other["incident_id"]]])
    assert "many_people" in met[entry[crowd["incident_id"]]]
    assert "largest_fine" in met[entry[fine["incident_id"]]]
    assert all(conditions and set(conditions) <= set(CONDITIONS) for conditions in found.values())
    sizes = [len(conditions) for conditions in found.values()]
    assert sizes == sorted(sizes, reverse=True)
    assert "first_city" not in {name for one in find_notable(FACTS["a gap in between"], Selection(
        since="2023-03-01", until="2023-03-31"), ALMANAC) for name in one.conditions}  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2024-02-01", "2024-02-29", "2023-02-01", "2023-02-28"),
        ("2023-02-01", "2023-02-28", "2022-02-01", "2022-02-28"),
        ("2025-02-01", "2025-02-28", "2024-02-01", "2024-02-29"),
        ("2024-03-10", "2024-03-20", "2023-03-10", "2023-03-20"),
    ],
)
def test_a_year_before_is_of_the_same_days(since: str, until: str, first: str, last: str) -> None:
    shifted = shift_year(FULL, Selection(since=since, until=until))
    assert (shifted.since, shifted.until) == (first, last)
