"""PDF files with a text layer."""

import logging
from collections import Counter
from io import BytesIO

from pypdf import PdfReader

from analytics.chronicle.dateline import find_dateline
from analytics.chronicle.footnotes import find_footnotes
from analytics.chronicle.paragraphs import SPACES, Document, Paragraph, find_compounds, join_lines
from analytics.errors import InputError

_MOST_PAGES = 1000
_FEWEST_PAGES = 3  # on which a line has to come again to be a running title
_EDGE = 2  # lines
_FULLNESS = 0.8  # letters differ in width: a full line has at least this part of the characters of the longest lines


def read_pdf(data: bytes, name: str) -> Document:
    """The paragraphs of a PDF: lines joined, words hyphenated at a line's end made whole, page numbers taken out.

    A page without text is told in the warnings. Raises InputError where no page has text (a scan), and where the file
    is damaged or needs a password.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of damage is told by the error below
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name}: the PDF needs a password; save it without one")
        if len(reader.pages) > _MOST_PAGES:
            raise InputError(f"{name}: {len(reader.pages)} pages; give one month of at most {_MOST_PAGES} pages")
        pages = [[line.strip(SPACES) for line in page.extract_text().splitlines()] for page in reader.pages]
    except InputError:
        raise
    except Exception as error:  # a damaged PDF can fail in any way
        raise InputError(f"{name}: the PDF cannot be read ({type(error).__name__}: {error}); save it anew") from error
    return _as_document(pages, name)


def _as_document(pages: list[list[str]], name: str) -> Document:
    empty = [number for number, lines in enumerate(pages, 1) if not any(lines)]
    if len(empty) == len(pages):
        raise InputError(f"{name}: the PDF has no text layer (a scan); run text recognition on it or give its text")
    warnings = [f"{name}: page {number} has no text layer; check whether entries are missing" for number in empty]
    lines, around = _part_running_lines(pages)
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraphs = [Paragraph(joined) for joined in join_lines(lines, width, _FULLNESS, find_compounds("\n".join(lines)))]
    paragraphs += [Paragraph(line, "page furniture") for line in around]
    return Document(name, paragraphs, {}, tuple(warnings))


def _part_running_lines(pages: list[list[str]]) -> tuple[list[str], list[str]]:
    """The lines of the text, and apart from them page numbers and the titles that run through most pages.

    Only the first and last lines of a page can be such. The number of the page may differ in one; one that looks like a
    part of an entry has to come again as it stands: `11/28/26, 6:53 AM`, with which browsers head what they print.
    """
    at_edges = [{_tell_apart(page[index]) for index in _edges(page)} for page in pages]
    shared = Counter(edge for edges in at_edges for edge in edges)
    running = {edge for edge, count in shared.items() if len(pages) >= _FEWEST_PAGES and count * 2 > len(pages)}
    lines: list[str] = []
    around: list[str] = []
    for page in pages:
        edges = _edges(page)
        for index, line in enumerate(page):
            runs = index in edges and (line.isdigit() or _tell_apart(line) in running)
            (around if runs and line else lines).append(line)
    return lines, around


def _edges(page: list[str]) -> set[int]:
    """The positions of the lines at a page's head and foot that could be running lines."""
    return {*range(len(page))[:_EDGE], *range(len(page))[-_EDGE:]}


def _tell_apart(line: str) -> str:
    """What two lines share if they run through the pages: all but the digits, or all where there is a date or footnote marker."""
    if find_dateline(line) or find_footnotes(line).numbers:
        return line
    return "".join(char for char in line if not char.isdigit())
