"""A document as DOCX: real styles, so that staff go on editing, and texts in place of pictures for who cannot see them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from analytics.counts.facts import last_day_of
from analytics.reports.document import Block, Document, Notes, Paragraph, Picture, Points, Quotes, Sentence, Table

LOCALES = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}
INK, ACCENT, SOFT = RGBColor(0x1C, 0x27, 0x33), RGBColor(0x1F, 0x4E, 0x6E), RGBColor(0x4D, 0x58, 0x63)
WIDTH, HALF = Cm(16.4), Cm(11)
"""The width of the text, and that of a picture beside which a small table could stand."""

FIRST, SHARES = 1.7, {"l": 1.5, "r": 1.0}
"""The share of a table's width for its first column, and for the others by their side."""

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def write_docx(document: Document, pictures: Mapping[str, bytes], locate: Callable[[str], str]) -> bytes:
    """Write a document as DOCX; `pictures` holds the charts by name as PNG, those that could be drawn.

    Its dates are the last day of its month, so that the same edition gives the same bytes.
    """
    writer = _Writer(document, pictures, locate)
    kept = BytesIO()
    writer.file.save(kept)
    return _set_zip_dates(kept.getvalue())


class _Writer:
    """Writes the blocks of one document."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes], locate: Callable[[str], str]) -> None:
        self.file = docx.Document()
        self._pictures, self._locate, self._labels = pictures, locate, document.labels
        self._numbers = {"figure": 0, "table": 0}
        self._marked = 0
        _set_styles(self.file, LOCALES[document.language])
        _set_properties(self.file, document)
        self._cell = self.file.styles["Cell"].style_id
        self.file.add_paragraph(document.title, "Title")
        for line in document.lines:
            self.file.add_paragraph(line, "Subtitle")
        for section in document.sections:
            self.file.add_paragraph(section.title, "Heading 1")
            for block in section.blocks:
                self._write(block)
        _add_page_number(self.file.sections[0].footer.paragraphs[0], f"{document.title} · {document.edition} · ")

    def _write(self, block: Block) -> None:
        match block:
            case Paragraph():
                paragraph = self.file.add_paragraph(style="Note" if block.aside else "Normal")
                for at, one in enumerate(block.sentences):
                    paragraph.add_run(" " if at else "")
                    self._say(paragraph, one)
            case Points():
                for one in block.sentences:
                    self._say(self.file.add_paragraph(style="List Bullet"), one)
            case Quotes():
                for quote in block.quotes:
                    head = self.file.add_paragraph(style="Quote Head")
                    self._say(head, quote.head, bold=True)
                    head.add_run(" · ")
                    self._say(head, quote.why)
                    self.file.add_paragraph(quote.text, "Quote")
            case Notes():
                for note in block.notes:
                    paragraph = self.file.add_paragraph(style="Note")
                    self._mark(paragraph, note.name)
                    paragraph.add_run(f"{note.head} ").bold = True
                    self._say(paragraph, note.sentence)
            case Table():
                self._write_table(block)
            case Picture():
                if block.name in self._pictures:
                    self._write_picture(block)
                for table in block.tables:
                    self._write_table(table)

    def _write_picture(self, picture: Picture) -> None:
        chart = picture.chart
        paragraph = self.file.add_paragraph(style="Figure")
        shape = paragraph.add_run().add_picture(
            BytesIO(self._pictures[picture.name]), HALF if picture.narrow else WIDTH
        )
        described = shape._inline.docPr
        described.set("descr", chart.alt)
        described.set("title", chart.title)
        self._write_caption("figure", chart.title)

    def _write_caption(self, kind: str, text: str) -> Any:
        """Write a caption with its number, which Word counts anew when staff add one of their own."""
        caption, label = self.file.add_paragraph(style="Caption"), self._labels[kind]
        self._numbers[kind] += 1
        caption.add_run(f"{label} ")
        _add_field(caption, f"SEQ {kind.title()} \\* ARABIC", str(self._numbers[kind]))
        caption.add_run(". ")
        caption.add_run(text).bold = True
        return caption

    def _write_table(self, table: Table) -> None:
        caption = self._write_caption("table", table.caption)
        caption.paragraph_format.keep_with_next = True
        made = self.file.add_table(1 + len(table.rows), len(table.heads), "Numbers")
        _describe_table(made, table)
        heads: tuple[Sentence, ...] = tuple((head,) for head in table.heads)
        # A table finds its cells anew for each that is asked for: a row at a time is fast.
        for number, (line, row) in enumerate(zip(made.rows, (heads, *table.rows), strict=True)):
            for place, side, cell in zip(line.cells, table.align, row, strict=True):
                paragraph = place.paragraphs[0]
                paragraph._p.style = self._cell  # by id: by name, all styles are searched each time
                if side == "r":
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._say(paragraph, cell, bold=number == 0)
        self.file.add_paragraph(style="After Table")

    def _say(self, paragraph: Any, sentence: Sentence, bold: bool = False) -> None:
        for run in sentence:
            text, address = (run, "") if isinstance(run, str) else (run.text, self._locate(run.address))
            if address:
                _add_link(paragraph, text, address)
            else:
                paragraph.add_run(text).bold = bold or None

    def _mark(self, paragraph: Any, name: str) -> None:
        """Set a bookmark at a paragraph, which links lead to."""
        self._marked += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._marked))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)


def _set_styles(file: Any, locale: str) -> None:
    """Give the styles of the document their look, and its language to all of them."""
    styles = file.styles
    language = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr")).find(qn("w:lang"))
    language.set(qn("w:val"), locale)
    looks: dict[str, tuple[float, RGBColor, float, float]] = {
        "Normal": (10.5, INK, 0, 6),
        "Title": (22, ACCENT, 0, 4),
        "Subtitle": (10, SOFT, 0, 2),
        "Heading 1": (14, ACCENT, 16, 6),
        "Caption": (9, SOFT, 6, 4),
        "List Bullet": (10, INK, 0, 3),
        "Quote": (10, INK, 0, 8),
    }
    own = {
        "Note": (9, SOFT, 0, 6),
        "Quote Head": (9.5, INK, 4, 2),
        "Figure": (10, INK, 6, 2),
        "Cell": (9, INK, 1, 1),
        "After Table": (4, INK, 0, 0),
    }
    for name in own:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, (size, colour, before, after) in (looks | own).items():
        style = styles[name]
        style.font.size, style.font.color.rgb, style.font.name = Pt(size), colour, "Georgia"
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
        for letters in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{letters}"), None)
        for wide in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(wide)  # the template sets subtitles with space between their letters
        for letters in ("cs", "eastAsia"):
            fonts.set(qn(f"w:{letters}"), "Georgia")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for name in ("Quote Head", "Figure"):
        styles[name].paragraph_format.keep_with_next = True
    numbers = styles.add_style("Numbers", WD_STYLE_TYPE.TABLE)
    numbers.base_style = styles["Normal Table"]
    numbers.element.append(_make_borders())
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = ACCENT, True
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin = page.bottom_margin = Cm(2.2)


def _make_borders() -> Any:
    """Make the thin lines between the rows of a table."""
    properties, borders = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders")
    for side, size in (("top", 8), ("bottom", 8), ("insideH", 4)):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "A9B2BA")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    return properties


def _set_properties(file: Any, document: Document) -> None:
    properties = file.core_properties
    day = datetime.fromisoformat(last_day_of(document.month))
    properties.title, properties.language = document.title, LOCALES[document.language]
    properties.author = properties.last_modified_by = document.publisher
    properties.created = properties.modified = day
    properties.comments, properties.version = document.lines[-1], document.edition
    properties.revision = 1


def _describe_table(made: Any, table: Table) -> None:
    """Name a table for who cannot see it, set the widths of its columns, and repeat its head on each page."""
    named = OxmlElement("w:tblCaption")
    named.set(qn("w:val"), table.caption)
    made._tbl.tblPr.append(named)
    made.autofit = False
    shares = [FIRST, *(SHARES[side] for side in table.align[1:])]
    whole = HALF if table.short else WIDTH
    widths = [Emu(int(whole * share / sum(shares))) for share in shares]
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "1")
    for at, row in enumerate(made._tbl.tr_lst):
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _add_link(paragraph: Any, text: str, address: str) -> None:
    link, run = OxmlElement("w:hyperlink"), paragraph.add_run(text)
    run._r.style = "Hyperlink"
    if address.startswith("#"):
        link.set(qn("w:anchor"), address[1:])
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(link)
    link.append(run._r)


def _add_page_number(paragraph: Any, before: str) -> None:
    paragraph.style = "Note"
    paragraph.add_run(before)
    _add_field(paragraph, "PAGE", "1")


def _add_field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field that Word computes, with what it shows until then."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("", shown), ("end", "")):
        name = "w:fldChar" if kind else "w:instrText" if text == code else "w:t"
        piece = OxmlElement(name)
        if kind:
            piece.set(qn("w:fldCharType"), kind)
        else:
            piece.text = text
        run._r.append(piece)


def _set_zip_dates(made: bytes) -> bytes:
    """Return a package with one date for all its parts, in place of the clock's."""
    kept = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(kept, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, _ZIP_DATE)
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return kept.getvalue()
