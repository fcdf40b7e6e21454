"""Word documents (docx), read as the zip of XML files that they are.

A hostile document is refused before it can cost anything: the zip's sizes are checked, document type definitions
(entities that multiply or point elsewhere) are forbidden, and the XML is read as a stream without building a tree.
"""

import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from io import BytesIO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from analytics.chronicle.footnotes import raise_digits
from analytics.chronicle.paragraphs import SPACES, Document, Paragraph
from analytics.errors import InputError

_MOST_FILES = 2000
_LARGEST_UNPACKED = 50 << 20  # bytes, all files of the zip together
_HIGHEST_RATIO = 200  # unpacked to packed; XML of text packs 5 to 20 times

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_HEADING_STYLE = re.compile(r"(?:heading|title|subtitle|заголовок|название|тақырып)\b.*", re.IGNORECASE)
_NUMBER = re.compile(r"\[?(\d{1,5})\]?")


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read; text boxes put one inside another."""

    pieces: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    style: str = ""
    raised: str = ""  # digits of a raised number, which may be spread over several runs


def read_docx(data: bytes, name: str) -> Document:
    """The paragraphs of a Word document, in tables and text boxes too; Word's own footnotes become `[1]`, `[2]`, ...

    Raises InputError for what is no docx, is damaged, or could exhaust the machine.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive, name)
            links = _Links()
            styles = _Styles()
            body = _Body(links.targets, styles)
            _feed(archive, "word/_rels/document.xml.rels", links)
            _feed(archive, "word/styles.xml", styles)
            if not _feed(archive, "word/document.xml", body):
                raise InputError(f"{name}: this is no Word document; give a docx, pdf, html, md or txt file")
            return Document(name, body.paragraphs + _read_notes(archive, body.notes), body.urls)
    except InputError:
        raise
    except DefusedXmlException as error:
        raise InputError(f"{name}: the document defines XML entities; save its text as a new docx") from error
    except Exception as error:  # a damaged file can fail in any way
        raise InputError(f"{name}: the Word document cannot be read ({error}); save it anew as docx") from error


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    files = archive.infolist()
    unpacked = sum(file.file_size for file in files)
    packed = sum(file.compress_size for file in files)
    if len(files) > _MOST_FILES or unpacked > _LARGEST_UNPACKED or unpacked > _HIGHEST_RATIO * max(packed, 1):
        raise InputError(
            f"{name}: the document unpacks to {len(files)} files and {unpacked >> 20} MB from {packed >> 10} KB, more "
            "than a chronicle can need; save its text as a new docx without pictures"
        )


def _feed(archive: zipfile.ZipFile, part: str, target: object) -> bool:
    """Streams a part of the zip into a target of XML events; False where there is no such part."""
    if part not in archive.NameToInfo:
        return False
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    left = _LARGEST_UNPACKED  # the sizes that a zip declares may be wrong
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 16):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile(f"{part} is larger than it says")
            parser.feed(chunk)
    parser.close()
    return True


class _Target:
    """Takes XML events; a subclass picks what it needs."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def data(self, text: str) -> None: ...

    def close(self) -> None: ...


class _Links(_Target):
    """The addresses that the document's links point to, by id."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if target.startswith(("http://", "https://")):
            self.targets[attributes.get("Id", "")] = target


class _Styles(_Target):
    """The styles' names by id (a Russian Word gives `heading 1` the id `1`), and which of them raise letters."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.raised: set[str] = set()
        self._id = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_W}style":
            self._id = attributes.get(f"{_W}styleId", "")
        elif tag == f"{_W}name":
            self.names[self._id] = attributes.get(f"{_W}val", "")
        elif tag == f"{_W}vertAlign" and attributes.get(f"{_W}val") == "superscript":
            self.raised.add(self._id)


class _Body(_Target):
    """The paragraphs of the document's text, or of its notes."""

    def __init__(self, targets: dict[str, str], styles: _Styles) -> None:
        self.paragraphs: list[Paragraph] = []
        self.urls: dict[int, list[str]] = defaultdict(list)
        self.notes: dict[tuple[str, str], int] = {}  # (footnote or endnote, Word's id) -> the number that a reader sees
        self.note_texts: dict[str, str] = {}
        self._targets, self._styles = targets, styles
        self._open: list[_Open] = []
        self._in_text = self._is_raised = False
        self._link: tuple[int, str] | None = None
        self._skipped = 0  # depth inside the copy of a text box for older programs
        self._note = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _FALLBACK or self._skipped:
            self._skipped += 1
        elif tag == f"{_W}p":
            self._open.append(_Open())
        elif tag in (f"{_W}footnote", f"{_W}endnote"):
            self._note = attributes.get(f"{_W}id", "")
        elif self._open:
            self._start_inside(self._open[-1], tag, attributes)

    def _start_inside(self, paragraph: _Open, tag: str, attributes: dict[str, str]) -> None:
        value = attributes.get(f"{_W}val", "")
        if tag == f"{_W}t":
            self._in_text = True
        elif tag == f"{_W}r":
            self._is_raised = False
        elif tag == f"{_W}vertAlign":
            self._is_raised = value == "superscript"
        elif tag == f"{_W}rStyle":
            self._is_raised = value in self._styles.raised
        elif tag == f"{_W}pStyle":
            paragraph.style = value
        elif tag in _BREAKS:
            self._settle_raised(paragraph)
            paragraph.pieces.append(_BREAKS[tag])
        elif tag == f"{_W}hyperlink":
            self._settle_raised(paragraph)
            self._link = len(paragraph.pieces), self._targets.get(attributes.get(_LINK_ID, ""), "")
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            self._settle_raised(paragraph)
            key = tag.removeprefix(_W).removesuffix("Reference"), attributes.get(f"{_W}id", "")
            paragraph.pieces.append(f"[{self.notes.setdefault(key, len(self.notes) + 1)}]")

    def data(self, text: str) -> None:
        if not self._in_text or not self._open:
            return
        paragraph = self._open[-1]
        if self._is_raised and text.strip().isdigit():
            paragraph.raised += text.strip()
        else:
            self._settle_raised(paragraph)
            paragraph.pieces.append(text)

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag == f"{_W}t":
            self._in_text = False
        elif tag == f"{_W}hyperlink" and self._open and self._link:
            self._settle_raised(self._open[-1])
            self._close_link(self._open[-1], *self._link)
        elif tag == f"{_W}p" and self._open:
            self._close_paragraph(self._open.pop())

    def _settle_raised(self, paragraph: _Open) -> None:
        if paragraph.raised:
            paragraph.pieces.append(raise_digits(paragraph.raised, "".join(paragraph.pieces[-1:])))
            paragraph.raised = ""

    def _close_link(self, paragraph: _Open, start: int, url: str) -> None:
        self._link = None
        label = "".join(paragraph.pieces[start:]).strip(SPACES)
        before = "".join(paragraph.pieces[:start][-1:]).rstrip()[-1:]
        number = _NUMBER.fullmatch(label)
        if url and number and (label.startswith("[") or before == "["):
            self.urls[int(number[1])].append(url)
        elif url:
            paragraph.urls.append(url)

    def _close_paragraph(self, paragraph: _Open) -> None:
        self._settle_raised(paragraph)
        whole = "".join(paragraph.pieces)
        if self._note:
            self.note_texts[self._note] = f"{self.note_texts.get(self._note, '')} {whole} {' '.join(paragraph.urls)}"
            return
        style = self._styles.names.get(paragraph.style, paragraph.style)
        reason = "heading" if _HEADING_STYLE.fullmatch(style) else ""
        for line in whole.split("\n"):
            if text := line.strip(SPACES):
                self.paragraphs.append(Paragraph(text, reason, tuple(paragraph.urls)))


def _read_notes(archive: zipfile.ZipFile, numbers: dict[tuple[str, str], int]) -> list[Paragraph]:
    """Word's own footnotes as a list at the end of the document, in the order of their numbers."""
    listed: dict[int, str] = {}
    for kind in ("footnote", "endnote"):
        links = _Links()
        notes = _Body(links.targets, _Styles())
        _feed(archive, f"word/_rels/{kind}s.xml.rels", links)
        _feed(archive, f"word/{kind}s.xml", notes)
        for (of_kind, note), number in numbers.items():
            if of_kind == kind and (text := notes.note_texts.get(note, "").strip()):
                listed[number] = text
    return [Paragraph(f"[{number}]: {' '.join(text.split())}") for number, text in sorted(listed.items())]
