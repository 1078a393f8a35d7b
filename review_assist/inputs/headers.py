"""Mail headers as text: unfolded, decoded (RFC 2047), split into addresses and message ids; nothing raises."""

from __future__ import annotations

import re

from review_assist.inputs.text import one_line
from review_assist.model import Address
from review_assist.patterns import pattern

Headers = dict[str, list[str]]
"""Values by lower-cased name, in the order they came, decoded and on one line."""

_LONGEST = 65536
_WORD = pattern(r"=\?([A-Za-z0-9_.:+-]{1,40})(?:\*[A-Za-z-]{0,20})?\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN_WORDS = pattern(r"(\?=)\s+(?==\?)")
_CHARSETS = pattern(
    r"(?:us-)?ascii|utf-?8|iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp\d{3,4}|koi8-[rtu]|gb2312|gbk|gb18030|big5"
    r"|shift_jis|euc-(?:jp|kr)|iso-2022-(?:jp|kr)",
    re.IGNORECASE,
)
_ADDRESS_HEADERS = frozenset(("from", "to", "cc", "reply-to", "sender", "x-original-from"))
_MESSAGE_ID = pattern(r"<[^<>\s]+>")
_ADDRESS_PARTS = pattern(r'("(?:\\.|[^"\\])*(?:"|$))|(<[^<>]*>)|(\([^()]*\))|([,;])|([^",;<(]+|[<(])')


def read_headers(block: bytes) -> Headers:
    """The header fields of a block of rows; what is no field is passed over."""
    from email.parser import BytesHeaderParser  # noqa: PLC0415  a bare diff does not pay for it

    headers: Headers = {}
    for name, value in BytesHeaderParser().parsebytes(block).raw_items():
        raw = str(value)[:_LONGEST].encode("utf-8", "surrogateescape")
        text = _as_text(raw)
        is_addresses = name.lower() in _ADDRESS_HEADERS
        headers.setdefault(name.lower(), []).append(decode_words(text, quoted=is_addresses))
    return headers


def first(headers: Headers, name: str) -> str:
    """The first value of a header, empty if it is missing."""
    return headers.get(name, [""])[0]


def message_ids(headers: Headers, name: str) -> tuple[str, ...]:
    """All `<...>` of a header, in order, each once."""
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(" ".join(headers.get(name, [])))))


def to_utf8(data: bytes, charset: str) -> bytes:
    """`data` recoded; as it is if it is UTF-8 already, or the charset unknown or not what the data is in."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if _CHARSETS.fullmatch(charset):
            return data.decode(charset, "replace").encode("utf-8", "replace")
    return data


def _as_text(data: bytes) -> str:
    return to_utf8(data, "latin-1").decode("utf-8", "replace")


def decode_words(value: str, *, quoted: bool = False) -> str:
    """A header value with its `=?charset?q?...?=` words decoded, on one line and without controls.

    With `quoted`, decoded text that would mean something in a list of addresses is put in quotes.
    """
    if "=?" not in value:
        return one_line(value)
    pieces: list[str] = []
    pending, charset, end = b"", "", 0
    joined = _BETWEEN_WORDS.sub(r"\1", value)
    for match in _WORD.finditer(joined):
        data = _decode_word(match[2], match[3])
        if match.start() == end and match[1].lower() == charset:  # a character may be split between words
            pending += data
        else:
            pieces += [_decode(pending, charset, quoted=quoted), joined[end : match.start()]]
            pending, charset = data, match[1].lower()
        end = match.end()
    pieces += [_decode(pending, charset, quoted=quoted), joined[end:]]
    return one_line("".join(pieces))


def _decode_word(encoding: str, text: str) -> bytes:
    import binascii  # noqa: PLC0415

    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"===")
    except binascii.Error:
        return raw


def _decode(data: bytes, charset: str, *, quoted: bool) -> str:
    text = to_utf8(data, charset).decode("utf-8", "replace")
    if not quoted or not re.search(r'[,;<>()"\\]', text):
        return text
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def read_addresses(values: list[str]) -> tuple[Address, ...]:
    """The addresses of header values that are decoded already; what has no `@` is left out.

    Also takes names that should have been quoted, such as `Name (TI) <name@ti.example>`.
    """
    return tuple(address for value in values for address in _split(value))


def _split(value: str) -> list[Address]:
    found: list[Address] = []
    name, email = "", ""
    for quoted, angle, comment, comma, word in _ADDRESS_PARTS.findall(value + ","):
        if comma:
            found += _address(name, email)
            name, email = "", ""
        elif angle:
            email = angle[1:-1].strip()
        elif quoted:
            name += re.sub(r"\\(.)", r"\1", quoted.removeprefix('"').removesuffix('"'))
        else:
            name += comment or word
    return found


def _address(name: str, email: str) -> list[Address]:
    name = one_line(name)
    if not email:
        bare = re.fullmatch(r"([^\s()]+@[^\s()]+)(?: \((.*)\))?", name)
        if not bare:
            return []
        email, name = bare[1], bare[2] or ""
    return [Address(name, email)] if re.fullmatch(r"[^\s@<>,]+@[^\s@<>,]+", email) else []
