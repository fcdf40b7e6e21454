"""Web pages as saved from a browser: the text of the page, and what stands around it."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from lxml import etree, html

from analytics.chronicle.dateline import find_dateline
from analytics.chronicle.footnotes import raise_digits
from analytics.chronicle.paragraphs import SPACES, Document, Paragraph, split_paragraphs
from analytics.errors import InputError

_NO_TEXT = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "textarea", "object"))
_MENUS = frozenset(("nav", "aside", "button", "select", "label", "footer", "dialog", "menu"))
_HEADINGS = frozenset(("title", "h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = (
    _HEADINGS
    | _MENUS
    | frozenset(
        re.findall(
            r"\w+",
            """address article blockquote body br caption center dd details div dl dt fieldset figcaption figure form header
        hr html legend li main ol option p pre section summary table tbody td tfoot th thead tr ul""",
        )
    )
)
# Parts of a page that are no text, as their class or id tells; never believed of a part that has dated paragraphs.
_AROUND = re.compile(
    r"\b(?:share|sharing|social|cookies?|consent|gdpr|breadcrumbs?|sidebar|related|comments?|respond|menu|nav|navigation|"
    r"newsletter|subscribe|popup|modal|widget|tags?|author-box|skip-link|screen-reader-text)\b",
    re.IGNORECASE,
)
_FOOTNOTE_ID = re.compile(r"(?:_?ftn|fn|footnote|cite_note|endnote|note)\D{0,8}(\d{1,5})", re.IGNORECASE)
_COLLAPSED = re.compile(r"[ \t\n\r\f]+")
_NUMBER = re.compile(r"\[?(\d{1,5})\]?")
_CONTENT_SHARE = 0.9


@dataclass(slots=True)
class _Run:
    """The text since the last block began or ended."""

    pieces: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """A paragraph and the block that holds it."""

    block: etree._Element
    text: str
    reason: str
    urls: tuple[str, ...]


def read_html(text: str, name: str) -> Document:
    """The paragraphs of a web page.

    The text is the smallest part of the page that holds nearly all its dated paragraphs; what stands outside is kept
    with the reason `outside the text of the page`, menus and buttons with `menu`. Raised numbers become `[48]`.
    Raises InputError where there is no page.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError(f"{name}: the web page cannot be read ({error}); save it anew from the browser") from error
    if cut_short := parser.error_log.filter_from_level(etree.ErrorLevels.FATAL):
        # the parser stops in the middle (of elements nested without end) and says no more of it
        raise InputError(f"{name}: the web page cannot be read to its end ({cut_short[0].message}); save it as txt")
    walk = _Walk()
    walk.over(root)
    return Document(name, _sort_out(walk.found, root), walk.urls)


class _Walk:
    """One pass over a page, gathering its paragraphs and the links of its footnote numbers."""

    def __init__(self) -> None:
        self.found: list[_Piece] = []
        self.urls: dict[int, list[str]] = defaultdict(list)
        self._run = _Run()
        self._open_links: list[tuple[int, str]] = []
        self._raised: list[int] = []
        self._blocks: list[etree._Element] = []
        self._silent = 0
        self._menus = 0

    def over(self, root: etree._Element) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if event == "start":
                self._begin(element, tag)
                self._add(element.text)
            else:
                self._end(element, tag)
                self._add(element.tail)
        self._flush(root)

    def _begin(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush(element)
            self._blocks.append(element)
            if tag == "li" and (numbered := _FOOTNOTE_ID.fullmatch(element.get("id", ""))):
                self._add(f"[{numbered[1]}] ")
        if tag in _NO_TEXT:
            self._silent += 1
        if _is_menu(element, tag):
            self._menus += 1
        if tag == "a":
            self._open_links.append((len(self._run.pieces), element.get("href", "")))
        elif tag == "sup":
            self._raised.append(len(self._run.pieces))

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag == "sup":
            self._close_raised(self._raised.pop())
        elif tag == "a":
            self._close_link(*self._open_links.pop())
        if tag in _BLOCKS:
            self._flush(element)
            self._blocks.pop()
        if tag in _NO_TEXT:
            self._silent -= 1
        if _is_menu(element, tag):
            self._menus -= 1

    def _add(self, text: str | None) -> None:
        if text and not self._silent:
            self._run.pieces.append(text)

    def _close_raised(self, start: int) -> None:
        pieces = self._run.pieces
        raised = "".join(pieces[start:]).strip(SPACES)
        before = pieces[start - 1] if 0 < start <= len(pieces) else ""
        if raised.isascii() and raised.isdigit():
            pieces[start:] = [raise_digits(raised, before)]

    def _close_link(self, start: int, url: str) -> None:
        if not url.startswith(("http://", "https://")):
            return
        pieces = self._run.pieces
        label = "".join(pieces[start:]).strip(SPACES)
        before = pieces[start - 1].rstrip()[-1:] if 0 < start <= len(pieces) else ""
        number = _NUMBER.fullmatch(label)
        if number and (label.startswith("[") or before == "[" or self._raised):
            self.urls[int(number[1])].append(url)
        else:
            self._run.urls.append(url)

    def _flush(self, element: etree._Element) -> None:
        block = self._blocks[-1] if self._blocks else element
        text = "".join(self._run.pieces)
        for paragraph in split_paragraphs(text) if block.tag == "pre" else (_COLLAPSED.sub(" ", text).strip(SPACES),):
            if paragraph:
                reason = "heading" if block.tag in _HEADINGS else "menu" if self._menus else ""
                self.found.append(_Piece(block, paragraph, reason, tuple(self._run.urls)))
        self._run = _Run()
        # what a block cuts in two has no start any more
        self._open_links = [(0, url) for _, url in self._open_links]
        self._raised = [0 for _ in self._raised]


def _is_menu(element: etree._Element, tag: str) -> bool:
    return tag in _MENUS or element.get("aria-hidden") == "true" or element.get("hidden") is not None


def _sort_out(found: list[_Piece], root: etree._Element) -> list[Paragraph]:
    dated_in: Counter[etree._Element] = Counter()
    dated = [piece for piece in found if not piece.reason and find_dateline(piece.text)]
    for piece in dated:
        dated_in.update((piece.block, *piece.block.iterancestors()))
    content = _find_content(root, dated_in, len(dated))
    inside = set(content.iter()) if content is not None else set()
    return [
        Paragraph(piece.text, piece.reason or _name_surrounding(piece.block, inside, dated_in), piece.urls)
        for piece in found
    ]


def _find_content(root: etree._Element, dated_in: Counter[etree._Element], dated: int) -> etree._Element | None:
    """The smallest element with nearly all the dated paragraphs, which is not such a paragraph itself."""
    if not dated:
        return None
    content = root
    while True:
        inner = next((child for child in content if dated_in[child] >= _CONTENT_SHARE * dated), None)
        if inner is None:
            return content
        if inner.tag == "p" or (dated == 1 and not any(dated_in[child] for child in inner)):
            return content
        content = inner


def _name_surrounding(block: etree._Element, inside: set[etree._Element], dated_in: Counter[etree._Element]) -> str:
    if not inside:
        return ""
    if block not in inside:
        return "outside the text of the page"
    for element in (block, *block.iterancestors()):
        if element not in inside or dated_in[element]:
            return ""
        if _AROUND.search(f"{element.get('class', '')} {element.get('id', '')}"[:400]):
            return "menu"
    return ""
