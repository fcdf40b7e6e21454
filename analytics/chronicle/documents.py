"""From a file to its paragraphs: which reader takes it."""

from collections.abc import Callable
from pathlib import Path, PurePath

from analytics.chronicle.docx import read_docx
from analytics.chronicle.encodings import decode
from analytics.chronicle.html import read_html
from analytics.chronicle.markdown import read_plain
from analytics.chronicle.paragraphs import Document
from analytics.chronicle.pdf import read_pdf
from analytics.errors import InputError

_LARGEST = 50 << 20  # bytes; a month's chronicle is some 50 KB


def _read_text(data: bytes, name: str) -> Document:
    text = decode(data, name)
    is_page = text[:200].lstrip().lower().startswith(("<!doctype html", "<html", "<?xml"))
    return read_html(text, name) if is_page else read_plain(text, name)


def _read_page(data: bytes, name: str) -> Document:
    return read_html(decode(data, name), name)


def _refuse_old_word(data: bytes, name: str) -> Document:
    raise InputError(f"{name}: this is an older format of a word processor; open it there and save it as docx")


_Reader = Callable[[bytes, str], Document]
_BY_SUFFIX: dict[str, _Reader] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".markdown": _read_text,
    ".html": _read_page,
    ".htm": _read_page,
    ".xhtml": _read_page,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
# A file's first bytes are believed before its suffix.
_BY_CONTENT: dict[bytes, _Reader] = {
    b"%PDF-": read_pdf,
    b"PK\x03\x04": read_docx,
    b"\xd0\xcf\x11\xe0": _refuse_old_word,
    b"{\\rtf": _refuse_old_word,
}


def read_document(path: Path) -> Document:
    """The paragraphs of a file. Raises InputError where it cannot be read."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; check the path") from error
    return read_bytes(data, path.name) if size <= _LARGEST else _refuse_large(size, path.name)


def read_bytes(data: bytes, name: str) -> Document:
    """The paragraphs of a file's content (an upload); `name` is the file's name. Raises InputError."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in _BY_SUFFIX:
        raise InputError(f"{name}: files ending in {suffix!r} are not read; give one of {', '.join(_BY_SUFFIX)}")
    if len(data) > _LARGEST:
        return _refuse_large(len(data), name)
    if not data.strip():
        raise InputError(f"{name}: the file is empty; check that it was saved")
    for signature, reader in _BY_CONTENT.items():
        if data.startswith(signature):
            return reader(data, name)
    return _BY_SUFFIX[suffix](data, name)


def _refuse_large(size: int, name: str) -> Document:
    raise InputError(f"{name}: {size >> 20} MB; give a file of at most {_LARGEST >> 20} MB")
