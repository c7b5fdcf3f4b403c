"""As much of PDF as it takes to say which characters its glyphs mean (ISO 32000-1, 9.10.3: ToUnicode)."""

import re
import zlib


def characters(pdf: bytes) -> set[str]:
    """What readers, searches and screen readers make of its text."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    maps = b"".join(text for text in map(_unpacked, streams) if b"beginbfchar" in text)
    found = {bytes.fromhex(code.decode()).decode("utf-16-be") for code in re.findall(rb"<\w+> <(\w+)>", maps)}
    return found - {"\0", "\uffff"}


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
