"""From bytes to text."""

import codecs
import re

from analytics.errors import InputError

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
_SAMPLE = 100_000


def decode(data: bytes, name: str) -> str:
    """The text of a txt, md or html file in UTF-8, UTF-16 or Windows-1251, or in the encoding that a page declares.

    Raises InputError for a binary file and for bytes that are none of these.
    """
    encoding = _tell_encoding(data)
    try:
        sample = data[:_SAMPLE].decode(encoding, "replace")
        if len(_CONTROL.findall(sample)) * 200 > len(sample):
            raise InputError(f"{name}: this is a binary file, no text; give a txt, md, html, docx or pdf file")
        return data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        where = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(f"{name}: the text cannot be decoded as {encoding}{where}; save the file as UTF-8") from error


def _tell_encoding(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    # UTF-16 without a mark: spaces and Latin letters have a zero in every second byte.
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros, others = data[first:_SAMPLE:2].count(0), data[1 - first : _SAMPLE : 2].count(0)
        if zeros * 20 > len(data[:_SAMPLE]) and others * 20 < zeros:
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf8(data):
            return "utf-8"
        declared = _DECLARED.search(data[:4096])
        return declared[1].decode("ascii", "replace").lower() if declared else "windows-1251"
    return "utf-8"


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most letters beyond ASCII are good UTF-8: then a wrong byte is damage, no sign of another encoding."""
    decoded = data[:_SAMPLE].decode("utf-8", "replace")
    wrong = decoded.count("\ufffd")
    return sum(not char.isascii() for char in decoded) > 2 * wrong
