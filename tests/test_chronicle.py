"""From documents in every format, good and bad, to dated entries."""

import html
import io
import json
import re
import textwrap
import time
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
import typst
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.chronicle import Chronicle, parse_document, read_chronicle, read_text
from analytics.chronicle.dateline import find_dateline
from analytics.chronicle.documents import read_bytes
from analytics.errors import InputError

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "data" / "chronicles" / "2024-02.md"
SHARED = ROOT.parent / "shared"
MONTHS = [(path, SHARED / "gold" / "2024-02.jsonl") for path in (SHIPPED, SHARED / "published" / "2024-02.txt")]
MONTHS += [(path, path.with_suffix(".jsonl")) for path in sorted((ROOT / "data" / "gold").glob("*/*.md"))]


def read(data: bytes | str, name: str = "2024-02.txt") -> Chronicle:
    chronicle = parse_document(read_bytes(data.encode() if isinstance(data, str) else data, name))
    for entry in chronicle.entries:
        assert chronicle.text[entry.start : entry.start + len(entry.text)] == entry.text
    return chronicle


def test_shipped_month_is_read_whole() -> None:
    chronicle = read_chronicle(SHIPPED)
    assert (chronicle.month, len(chronicle.entries), chronicle.warnings) == ("2024-02", 108, ())
    assert [entry.number for entry in chronicle.entries] == list(range(1, 109))
    assert [number for entry in chronicle.entries for number in entry.footnotes] == list(range(1, 112))
    assert [reason for _, reason in chronicle.left_out] == ["heading", "before the first entry"]
    assert {entry.date for entry in chronicle.entries} <= {date(2024, 2, day) for day in range(1, 30)}


@pytest.mark.parametrize(("path", "gold"), [pair for pair in MONTHS if all(path.exists() for path in pair)], ids=str)
def test_dates_and_footnotes_agree_with_the_coded_month(path: Path, gold: Path) -> None:
    coded = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    entries = {
        entry.number: (entry.date and str(entry.date), list(entry.footnotes)) for entry in read_chronicle(path).entries
    }
    assert coded
    for row in coded:
        assert entries[row["entry"]] == (row["date"], row["footnotes"])


# The date expression stands in braces; the keys are the day, month and year that it says.
DATELINES = {
    (14, 2, None): """{February 14}, Almaty, x | On {February 14}, in Uralsk, x | {14 February}, Almaty | {Feb. 14}, x
        | {February14},Almaty | \u00a0 • {February 14th}, Almaty | 12. {February 14} Almaty | {FEBRUARY 14}, ALMATY
        | {february 14}, almaty | {February 14}, the city of Konayev | {February 14}, Astana: x | {February 14} - Almaty
        | On the {14th of February}, Almaty | {14.02}, Almaty | {February 14}, 20 people | {February 14}, 2000 people
        | {14 февраля}, Алматы | Алматы, {14 февраля}, митинг | {14 ақпан}, Алматы | {14 ақпанда} Алматыда""",
    (8, 2, None): """New York, {February 8}, HRW x | In Almaty, on {February 8}, police | In Almaty on {February 8}, x
        | Almaty. {February 8}. Police | almaty, {february 8}, police | Washington, D.C. (USA), {February 8}, x
        | Almaty ({February 8}): x | Wednesday, {February 8}, Almaty | Institution No. 4, Abay, {February 8}, x""",
    (14, 2, 2024): """{14 Feb 2024}, x | {14.02.2024}, Almaty | {02/14/2024}, Almaty | {2024-02-14} Almaty
        | {February 14, 2024} Almaty | {14 февраля 2024 года}, Алматы | {2024 жылғы 14 ақпанда} Алматыда""",
    (1, 1, 2025): "{JAN. 1, 2025} - ATYRAU Region - x | {January 1, 2025}, Washington, D.C. (USA) The x",
}
RANGES = "February 3-5 | 3–5 February | February 3 - March 1 | February 3 and 4 | February 3, 4 and 5 | 3/4 February"
NO_DATELINES = """The trial of X began on February 3 | The trial of X began on February 3, in Almaty | Marches 8, x
    | Akimats of Uralsk and Almaty on February 16 did not permit | He returned, February 14, home | February 2024
    | Radio Azattyk, March 3, 2023."""


@pytest.mark.parametrize(
    ("marked", "day"), [(marked.strip(" \n"), day) for day, texts in DATELINES.items() for marked in texts.split("|")]
)
def test_date_at_the_head(marked: str, day: tuple[int, int, int | None]) -> None:
    text = marked.replace("{", "").replace("}", "")
    dateline = find_dateline(text)
    assert dateline is not None
    assert (dateline.day, dateline.month, dateline.year) == day
    assert text[dateline.start : dateline.end] == marked[marked.index("{") + 1 : marked.index("}")]
    assert not dateline.is_range


def test_a_range_keeps_its_first_day_and_is_flagged() -> None:
    expressions = RANGES.split(" | ")
    entries = read("\n".join(f"{dates}, Almaty, a rally[{n}]." for n, dates in enumerate(expressions, 1))).entries
    assert [entry.text[slice(*entry.dateline)] for entry in entries if entry.dateline] == expressions
    assert {(entry.date, entry.flags) for entry in entries} == {(date(2024, 2, 3), ("date_range",))}


@pytest.mark.parametrize("text", [text.strip(" \n") for text in NO_DATELINES.split("|")])
def test_other_dates_are_no_datelines(text: str) -> None:
    assert find_dateline(text) is None
    assert len(read(f"February 1, a[1].\n{text}").entries) == 1


@pytest.mark.parametrize(
    ("marked", "numbers", "flags"),
    [
        ("rally[1].", (1,), ()),
        ("rally. [1]", (1,), ()),
        ("rally ..[1]", (1,), ()),
        ("rally[1][2]", (1, 2), ()),
        ("rally[1, 2; 3]", (1, 2, 3), ()),
        ("rally[1]-[3].", (1, 2, 3), ()),
        (r"rally\[1\]", (1,), ()),
        ("rally of 20 m² in [2023]¹", (1,), ()),
        ("rally", (), ("footnote_missing",)),
        ("rally[1], rally[1]", (1, 1), ("footnote_order",)),
        ("rally[1][3]", (1, 3), ("footnote_order",)),
    ],
)
def test_footnote_markers(marked: str, numbers: tuple[int, ...], flags: tuple[str, ...]) -> None:
    following = max(numbers, default=0) + 1
    chronicle = read(f"February 1, Almaty, {marked}\n\nFebruary 2, Almaty, a picket[{following}].")
    assert (chronicle.entries[0].footnotes, chronicle.entries[0].flags) == (numbers, flags)
    assert len(chronicle.warnings) == len(flags)
    assert all("2024-02.txt: entry 1 'February 1, Almaty, rally" in warning for warning in chronicle.warnings)


def as_docx(paragraphs: list[str]) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(stream)
    return stream.getvalue()


def as_pdf(paragraphs: list[str], header: str = "Chronicle") -> bytes:
    look = f'#set page("a5", numbering: "1", header: [{header}])\n#set text(hyphenate: true)\n#set par(justify: true)'
    escaped = (re.sub(r"([^\w\s])", r"\\\1", paragraph) for paragraph in paragraphs)
    return typst.compile("\n\n".join((look, *escaped)).encode(), ignore_system_fonts=True)


FORMATS = {
    "lines.txt": lambda texts: "\r\n".join(texts).encode("utf-8-sig"),
    "no-break.txt": lambda texts: "\n\u00a0\n".join(texts).encode("utf-16"),
    "wrapped.txt": lambda texts: "\n\n".join(textwrap.fill(text, 72) for text in texts).encode(),
    "wrapped-lines.md": lambda texts: "\n".join(textwrap.fill(text, 72) for text in texts).encode(),
    "page.html": lambda texts: "".join(f"<p>{html.escape(text)}</p>" for text in texts).encode(),
    "word.docx": as_docx,
    "print.pdf": as_pdf,
    "print-of-a-browser.pdf": lambda texts: as_pdf(texts, "11/28/26, 6:53 AM #h(1fr) Chronicle"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_entries(name: str) -> None:
    expected = read_chronicle(SHIPPED).entries
    texts = [*(entry.text for entry in expected), "February 29, Қызылорда, Әлібек Ғ. пен Ұлжан Һ. шықты[112]."]
    found = read(FORMATS[name](["Chronicle, 1-29 February 2024", *texts]), f"2024-02-{name}").entries
    # A print may cut a line before a marker, where nobody can tell whether a space stood there.
    assert [entry.text.replace(" [", "[") for entry in found] == [text.replace(" [", "[") for text in texts]
    assert [(old.date, old.footnotes) for old in expected] == [(new.date, new.footnotes) for new in found[:-1]]


PAGE = """<!doctype html><html><head><title>Monitoring, February 1 to February 29, 2024 - Site</title>
<meta charset="windows-1251"><script>"February 9, no"</script></head><body class="no-sidebar">
<a href="#c">Skip to content</a><nav><li>February 3, 2023 archive</nav><div>We use cookies <button>Accept</button></div>
<main><span>March 5, 2024</span><article><div class="share">Share on X</div><p>An introduction.</p>
<p><b>February 1, Алматы,</b> a rally of
   “Qushtar”<sup><a href="https://a.kz/1">1</a></sup>.</p>
<p>On February 2, in Astana, 20 km<sup>2</sup> [<a href="https://a.kz/2">2</a>]<a href="#n3">[3]</a>.<br>He left.</p>
<p>Undated news of the month[4].</p><div class="share"><ul><li>Telegram</li></ul></div>
<h3>Footnotes</h3><ol><li id="fn3"><a href="https://a.kz/3">Azattyk</a></li><li>[4] https://a.kz/4.</li></ol></article>
<aside><li>March 3, 2024 Another report</li></aside></main><div class="comments"><p>Nice</p></div>
<footer>© 2024</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_a_saved_web_page(encoding: str) -> None:
    chronicle = read(PAGE.encode(encoding, "xmlcharrefreplace"), "saved.html")
    assert [(entry.text, entry.footnotes, entry.source_urls, entry.flags) for entry in chronicle.entries] == [
        ("February 1, Алматы, a rally of “Qushtar”[1].", (1,), ("https://a.kz/1",), ()),
        ("On February 2, in Astana, 20 km² [2][3].\nHe left.", (2, 3), ("https://a.kz/2", "https://a.kz/3"), ()),
        ("Undated news of the month[4].", (4,), ("https://a.kz/4",), ("no_date",)),
    ]
    reasons = dict(chronicle.left_out)
    assert reasons["An introduction."] == "before the first entry"
    assert reasons["Skip to content"] == reasons["Nice"] == "outside the text of the page"
    assert reasons["Telegram"] == reasons["Accept"] == reasons["© 2024"] == "menu"


def test_markdown_marks_and_links() -> None:
    text = (
        "# Monitoring, February 2024\n\n**February 14, Almaty,** a _rally_\\[48\\].\n\n"
        "February 15, f*** [Azattyk](https://x.kz) [[49]](https://a.kz/49)[^50]\n\n"
        "## Notes\n\n[48]: https://a.kz/48\n[^50]: Azattyk, https://a.kz/50\n"
    )
    chronicle = read(text, "report.md")
    assert [(entry.text, entry.source_urls) for entry in chronicle.entries] == [
        ("February 14, Almaty, a rally[48].", ("https://a.kz/48",)),
        ("February 15, f*** Azattyk [49][50]", ("https://a.kz/49", "https://a.kz/50")),
    ]
    assert [reason for _, reason in chronicle.left_out] == ["heading", "heading", "footnote list", "footnote list"]


def test_word_footnotes_raised_numbers_and_links() -> None:
    document, stream = docx.Document(), io.BytesIO()
    document.add_heading("Chronicle, February 2024")
    first = document.add_paragraph("February 1, Almaty, a rally")
    for digit in "12":
        first.add_run(digit).font.superscript = True
    link = first.part.relate_to("https://a.kz/13", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = "<w:r><w:t>[13]</w:t></w:r>"
    first._p.append(parse_xml(f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}">{run}</w:hyperlink>'))
    document.add_table(1, 1).cell(0, 0).text = "February 2, Astana, a search[14]"
    second = document.add_paragraph("February 3, Aktobe, a trial")
    second._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="7"/></w:r>'))
    document.save(stream)
    entries = read(stream.getvalue(), "report.docx").entries
    assert [entry.footnotes for entry in entries] == [(12, 13), (14,), (1,)]
    assert entries[0].source_urls == ("https://a.kz/13",)


def test_paragraphs_without_a_date() -> None:
    chronicle = read("Title\nFebruary 1, a[1].\nSigned by X.\nUndated[2].\nII. Trials\nShare\nFebruary 2, b.\nMore[3].")
    assert [(entry.text, entry.date is None) for entry in chronicle.entries] == [
        ("February 1, a[1].\nSigned by X.", False),
        ("Undated[2].", True),
        ("February 2, b.\nMore[3].", False),
    ]
    assert [reason for _, reason in chronicle.left_out] == ["before the first entry", "heading", "page furniture"]
    days = read("February 1\nAlmaty, a[1].\nAstana, b[2].\nFebruary 2\nAlmaty, c[3].").entries
    assert [f"{entry.text[:6]} {entry.date}" for entry in days] == [
        "Almaty 2024-02-01",
        "Astana 2024-02-01",
        "Almaty 2024-02-02",
    ]


def test_footnotes_that_restart_take_their_own_links() -> None:
    text = "February 1, a[1].\n[1] https://a.kz/one\nFebruary 2, b[2].\nFebruary 3, c[1].\n1. https://a.kz/again"
    entries = read(text).entries
    assert [entry.source_urls for entry in entries] == [("https://a.kz/one",), (), ("https://a.kz/again",)]
    assert [entry.flags for entry in entries] == [(), (), ("footnote_order",)]


def zipped(*parts: tuple[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
ERRORS: list[tuple[str, bytes | str, str]] = [
    ("2024-02.txt", " \n", "2024-02.txt: the file is empty"),
    ("2024-02.txt", "no dates", "no paragraph opens with a date such as 'February 14, Almaty,'; the text begins 'no d"),
    ("2024-02.txt", bytes(range(256)), "binary file"),
    ("2024-02.txt", "February 1, Қазақ".encode() + b"\xd0", "cannot be decoded as utf-8 (byte 22); save the file as"),
    ("2024-02.xlsx", "x", "files ending in '.xlsx' are not read; give one of .txt"),
    ("2024-02.txt", b"x" * (51 << 20), "51 MB; give a file of at most 50 MB"),
    ("2024-02.txt", "February 30, a\nMarch 3, b", "no day of 2024-02: entry 1 'February 30, a'; entry 2 'March 3, b'"),
    ("2024-02.txt", "February 3, 2023, a.", "no day of 2024-02: entry 1 'February 3, 2023, a.'; correct the date"),
    ("2024-02.txt", "March 3, a\n" * 9, "; and 4 more; correct the date"),
    ("chronicle.txt", "February 3, a[1].", "the month of the report cannot be told"),
    ("2024-02.md", "# March 2024\n\nFebruary 3, a[1].", "the file name says 2024-02, the heading says 2024-03"),
    ("february-2024.docx", "no zip", "the Word document cannot be read"),
    ("2024-02.docx", zipped(("other.xml", "<x/>")), "this is no Word document"),
    ("2024-02.docx", zipped(("word/document.xml", ENTITIES)), "defines XML entities"),
    ("2024-02.docx", zipped(("word/document.xml", " " * (30 << 20))), "the document unpacks to 1 files and 30 MB"),
    ("2024-02.doc.txt", b"\xd0\xcf\x11\xe0old", "save it as docx"),
    ("2024-02.html", "<div><p>February 1, a[1]." * 300, "the web page cannot be read to its end (Excessive depth"),
    ("2024-02.pdf", b"%PDF-1.7 broken", "the PDF cannot be read"),
    ("2024-02.pdf", typst.compile(b"#rect()", ignore_system_fonts=True), "no text layer (a scan)"),
]


@pytest.mark.parametrize(("name", "data", "message"), ERRORS, ids=[row[2][:40] for row in ERRORS])
def test_errors_say_what_to_do(name: str, data: bytes | str, message: str) -> None:
    with pytest.raises(InputError) as error:
        read(data, name)
    assert name in str(error.value)
    assert message in str(error.value)


def test_missing_file_and_given_month() -> None:
    with pytest.raises(InputError, match="No such file"):
        read_chronicle(ROOT / "missing.txt")
    with pytest.raises(InputError, match="'February' is no month; write it as 2024-02"):
        read_chronicle(SHIPPED, "February")
    with pytest.raises(InputError, match="the month given says 2024-03, the file name says 2024-02"):
        read_chronicle(SHIPPED, "2024-03")
    assert read_text("February 3, a[1].", "pasted", "2024-02").month == "2024-02"


PIECES = ["February 3, Almaty", "[1]", "[", "](http://a", "*", "\n", "\n\n", "-", "\u00a0", "<sup>", "ⓐ", "\x1f"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text()))
def test_any_text_ends_in_entries_or_an_input_error(pieces: list[str]) -> None:
    text = "February 1, Almaty, a rally[1].\n" + "".join(pieces)
    try:
        chronicle = read(text.encode("utf-8", "replace"))
    except InputError:
        return
    kept = "".join([entry.text for entry in chronicle.entries] + [text for text, _ in chronicle.left_out])
    assert sum(map(str.isalnum, kept)) == sum(map(str.isalnum, chronicle.text))


@pytest.mark.parametrize("unit", ["[1", "[1](http://", "*a ", "February 3 - ", "a-\n", "x [7]\n", "<a href='", "<p>"])
@pytest.mark.parametrize("name", ["2024-02.txt", "2024-02.html"])
def test_hostile_repetition_costs_no_more_than_its_length(unit: str, name: str) -> None:
    def take(size: int) -> float:
        started = time.process_time()
        assert read("February 1, a[1].\n" + unit * (size // len(unit)), name).entries
        return time.process_time() - started

    # Four times the text takes four times as long; a pattern that backtracks takes sixteen times or minutes.
    assert take(400_000) < 9 * take(100_000) + 0.5
