"""The readable parts of a mail: told apart, decoded to UTF-8 with LF line ends, out of their signatures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from review_assist.inputs.diff import read_diff, without_transport
from review_assist.inputs.headers import Headers, first, read_headers, to_utf8
from review_assist.patterns import pattern

_DEEPEST = 8
_MOST_PARTS = 500
_PARAMETER = r"\s*=\s*(?:\"([^\"]*)\"|([^;\s\"]+))"
_HEADER_END = pattern(rb"\r?\n\r?\n")
_SIGNED = pattern(rb"\s*-----BEGIN PGP SIGNED MESSAGE-----[ \t\r]*\n(?:(?!\r?\n)[^\n]+\n)*\r?\n")
_SIGNATURE = pattern(rb"^-----BEGIN PGP SIGNATURE-----", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the mail: its media type, its file name (often empty), its decoded bytes."""

    kind: str
    name: str
    body: bytes


def split_message(message: bytes) -> tuple[Headers, bytes]:
    """Headers, and all that follows the first empty line."""
    if message[:1] in (b"\n", b"\r"):
        return {}, message.lstrip(b"\r\n")
    end = _HEADER_END.search(message)
    if end is None:
        return read_headers(message), b""
    return read_headers(message[: end.end()]), message[end.end() :]


def read_parts(headers: Headers, content: bytes, depth: int = 0) -> Iterator[Part]:
    """Every leaf part, in order."""
    content_type = first(headers, "content-type") or "text/plain"
    kind = content_type.partition(";")[0].strip().lower()
    boundary = _parameter(content_type, "boundary")
    if kind.startswith("multipart/") and boundary and depth < _DEEPEST:
        for part in _split_parts(content, boundary):
            yield from read_parts(*split_message(part), depth + 1)
    elif kind == "message/rfc822" and depth < _DEEPEST:
        yield from read_parts(*split_message(content), depth + 1)
    else:
        yield _leaf(headers, content, kind, content_type)


def _split_parts(content: bytes, boundary: str) -> list[bytes]:
    """What stands between the boundary rows; the text ahead of the first and behind the last is left out."""
    mark = rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("utf-8", "replace"))
    end = re.search(mark + rb"--[ \t]*(?=\r?\n|\Z)", content)
    inside = content[: end.start()] if end else content
    pieces = re.split(mark + rb"[ \t]*(?:\r?\n|\Z)", inside, maxsplit=_MOST_PARTS)
    return pieces[1:]


def _parameter(value: str, name: str) -> str:
    match = re.search(r";\s*" + name + _PARAMETER, value, re.IGNORECASE)
    return (match[1] or match[2] or "") if match else ""


def _leaf(headers: Headers, content: bytes, kind: str, content_type: str) -> Part:
    disposition = first(headers, "content-disposition")
    name = _parameter(disposition, "filename") or _parameter(content_type, "name")
    body = to_utf8(_decode_transfer(headers, content), _parameter(content_type, "charset"))
    body = _with_newlines(body)
    if _parameter(content_type, "format").lower() == "flowed":
        body = _unstuff(body)
    return Part(kind, name, without_transport(_unsign(body)))


def _decode_transfer(headers: Headers, content: bytes) -> bytes:
    """Undo quoted-printable, base64, or uuencode, as far as the content is what the header says."""
    encoding = first(headers, "content-transfer-encoding").lower()
    if encoding in ("", "7bit", "8bit", "binary"):
        return content
    from email import message_from_bytes  # noqa: PLC0415  a bare diff does not pay for it

    header = b"Content-Transfer-Encoding: " + encoding.encode("ascii", "replace") + b"\n\n"
    payload = message_from_bytes(header + content).get_payload(decode=True)
    return payload if isinstance(payload, bytes) else content


def _with_newlines(body: bytes) -> bytes:
    """Rows that all end in CRLF, as mail transports them, end in LF; a lone CRLF belongs to the diff."""
    if b"\r\n" in body and body.count(b"\r\n") == body.count(b"\n"):
        return body.replace(b"\r\n", b"\n")
    return body


def _unstuff(body: bytes) -> bytes:
    """Take back the space that format=flowed puts ahead of a leading one; never join, this is a diff.

    Some mailers say flowed and stuff nothing: of the two readings the one with less damage is right.
    """
    unstuffed = re.sub(rb"^ ", b"", body, flags=re.MULTILINE)
    damage_as_it_is, damage_unstuffed = (len(read_diff(text, "")[1]) for text in (body, unstuffed))
    return body if damage_as_it_is < damage_unstuffed else unstuffed


def _unsign(body: bytes) -> bytes:
    """The text inside an inline PGP signature, its dashes un-escaped; other bodies as they are."""
    start = _SIGNED.match(body)
    if start is None:
        return body
    end = _SIGNATURE.search(body, start.end())
    return re.sub(rb"^- ", b"", body[start.end() : end.start() if end else len(body)], flags=re.MULTILINE)
