"""The whole way: from a file to a month of entries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from analytics.chronicle.documents import read_document
from analytics.chronicle.entry import Chronicle, Entry
from analytics.chronicle.footnotes import find_disorder
from analytics.chronicle.gather import Draft, LeftOut, gather
from analytics.chronicle.markdown import read_plain
from analytics.chronicle.paragraphs import Document
from analytics.errors import InputError

_BETWEEN = "\n\n"
_SLIPS_LISTED = 3


def read_chronicle(path: str | Path, month: str | None = None) -> Chronicle:
    """The chronicle in a file: txt, md, html, docx, or pdf with a text layer.

    `month` (`2024-02`) is needed only where neither the file's name nor a heading tells it. See `parse_document` for
    what becomes an entry. Raises InputError for everything that a user can mend.
    """
    return parse_document(read_document(Path(path)), month)


def read_text(text: str, name: str = "text", month: str | None = None) -> Chronicle:
    """The chronicle in a plain or Markdown text; `name` stands for the file in messages and may tell the month."""
    return parse_document(read_plain(text, name), month)


def parse_document(document: Document, month: str | None = None) -> Chronicle:
    """The entries of a document's paragraphs.

    - A paragraph with a date at its head is an entry.
    - A paragraph without a date goes on with the entry before it, joined by a newline. It is an entry of its own, with
      no date and the flag `no_date`, only if the entry before was already closed by its footnote marker and this
      paragraph closes with the next number. (A paragraph that brings no marker, and one after an entry that still waits
      for its marker, thus stay with the entry before.)
    - A date that stands alone on its line dates the undated paragraphs below it, if the document is written that way.
    - Headings, page furniture, footnote lists and what stands before the first entry are left out, with the reason.

    Doubtful footnotes are flagged and told in `warnings`; nothing is dropped for them.
    Raises InputError where there is no text, where the month is untold or contradicted, where nothing is dated, and for
    datelines that are no day of the month.
    """
    if not document.paragraphs:
        raise InputError(f"{document.name}: the file has no text; check that it is the right one")
    gathered = gather(document, month)
    drafts = gathered.drafts
    if not any(draft.date for draft in drafts):
        raise InputError(
            f"{document.name}: no paragraph opens with a date such as 'February 14, Almaty,'; the text begins "
            f"{document.paragraphs[0].text[:60]!r}; check that this is a chronicle"
        )
    texts = ["\n".join(block.parts) if isinstance(block, Draft) else block.text for block in gathered.blocks]
    doubts = _find_doubts(drafts)
    urls = _find_sources(drafts, document.urls, gathered.links)
    entries: list[Entry] = []
    warnings, start = list(document.warnings), 0
    for block, text in zip(gathered.blocks, texts, strict=True):
        if isinstance(block, Draft):
            index = len(entries)
            flags = {flag for flag, _ in doubts[index]}
            if block.dateline is not None and block.dateline.is_range:
                flags.add("date_range")
            entries.append(
                Entry(
                    month=gathered.month,
                    number=index + 1,
                    text=text,
                    start=start,
                    date=block.date,
                    dateline=(block.dateline.start, block.dateline.end) if block.dateline else None,
                    footnotes=tuple(block.footnotes),
                    source_urls=urls[index],
                    flags=tuple(sorted(flags)),
                )
            )
            warnings += [f"{document.name}: entry {index + 1} {text[:50]!r}: {message}" for _, message in doubts[index]]
        start += len(text) + len(_BETWEEN)
    if not any(draft.footnotes for draft in drafts):
        warnings.append(f"{document.name}: no entry has a footnote marker such as [1]; check that the file is complete")
    left_out = tuple((block.text, block.reason) for block in gathered.blocks if isinstance(block, LeftOut))
    return Chronicle(gathered.month, _BETWEEN.join(texts), tuple(entries), left_out, tuple(warnings))


def _find_doubts(drafts: Sequence[Draft]) -> list[list[tuple[str, str]]]:
    """For each entry its doubtful points, as flag and message; a document without any markers is not doubted for it."""
    doubts: list[list[tuple[str, str]]] = [[] for _ in drafts]
    has_footnotes = any(draft.footnotes for draft in drafts)
    for told, draft in zip(doubts, drafts, strict=True):
        if draft.date is None:
            told.append(("no_date", "no date at its head; add it, or join the paragraph to the entry above"))
        if has_footnotes and not draft.footnotes:
            told.append(("footnote_missing", "no footnote marker; compare with the source and add it"))
    slips: dict[int, list[str]] = defaultdict(list)
    for position, number, expected in find_disorder([draft.footnotes for draft in drafts]):
        slips[position].append(f"[{number}] where [{expected}] was expected")
    for position, slipped in slips.items():
        message = f"footnote {', '.join(slipped[:_SLIPS_LISTED])}; compare with the source and correct it"
        doubts[position].append(("footnote_order", message))
    return doubts


def _find_sources(
    drafts: Sequence[Draft], marked: Mapping[int, Sequence[str]], listed: Mapping[int, Sequence[tuple[str, ...]]]
) -> list[tuple[str, ...]]:
    """The links of each entry's footnotes, from the markers themselves or else from the footnote list.

    Where numbers start anew, the second use of a number goes with the second link for it, and so on; a number with one
    link has it wherever it is used.
    """
    links = {**listed, **{number: [(url,) for url in urls] for number, urls in marked.items()}}
    uses: dict[int, int] = defaultdict(int)
    found = []
    for draft in drafts:
        urls: dict[str, None] = {}
        for number in draft.footnotes:
            choices = links.get(number, [()])
            choice = choices[min(uses[number], len(choices) - 1)]
            uses[number] += 1
            urls.update(dict.fromkeys(choice))
        found.append(tuple(urls))
    return found
