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
    repeated = _find_repeated(pages)
    around = {line for page in pages for line in page if line.isdigit() or _without_digits(line) in repeated}
    lines = [line for page in pages for line in page if line not in around]
    left_out = [line for page in pages for line in page if line in around]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraphs = [Paragraph(joined) for joined in join_lines(lines, width, _FULLNESS, find_compounds("\n".join(lines)))]
    paragraphs += [Paragraph(line, "page furniture") for line in left_out if line]
    return Document(name, paragraphs, {}, tuple(warnings))


def _find_repeated(pages: list[list[str]]) -> set[str]:
    """The lines at the edges of most pages, alike but for a number: running titles, `Page 3 of 9`."""
    if len(pages) < 3:
        return set()
    edges = Counter(edge for page in pages for edge in {_without_digits(line) for line in _edges(page)})
    return {edge for edge, count in edges.items() if edge and count * 2 > len(pages)}


def _edges(page: list[str]) -> list[str]:
    lines = (*page[:2], *page[-2:])
    return [line for line in lines if not find_dateline(line) and not find_footnotes(line).numbers]


def _without_digits(line: str) -> str:
    return "".join(char for char in line if not char.isdigit())
