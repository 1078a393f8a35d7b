"""What kind of container a stretch of Rust stands in, by the looks of its skeleton."""

from __future__ import annotations

import re
from enum import StrEnum

from review_assist.patterns import pattern


class Kind(StrEnum):
    """What directly holds a stretch of text."""

    ITEMS = "items"
    BODY = "body"
    ARMS = "arms"
    FIELDS = "fields"
    VALUES = "values"
    VARIANTS = "variants"
    IMPORTS = "imports"
    LIST = "list"
    PARAMETERS = "parameters"
    ATTRIBUTE = "attribute"
    RULES = "rules"
    TOKENS = "tokens"


NEVER = 4.0
"""The charge of what need not be tried."""

_ITEM = pattern(
    rb"^[ \t]*(?:pub\b|impl\b|mod\s|trait\s|struct\s|enum\s|union\s|type\s|extern\s|macro_rules!"
    rb"|(?:default |async |const |unsafe )*fn\s)",
    re.MULTILINE,
)
_LOOSE_ITEM = pattern(rb"^[ \t]*(?:use\s|const\s|static\s|///|#|\w+!|$)", re.MULTILINE)
_STATEMENT = pattern(
    rb"^[ \t]*(?:let|if|match|for|while|loop|return|break|continue|unsafe\s*\{|\}?[ \t]*else)\b|\belse\s*\{"
    rb"|[^=!<>]=[^=>]|\.\w+\(",
    re.MULTILINE,
)
_CONTROL = pattern(rb"^[ \t]*(?:let|if|match|for|while|loop|return|break|continue)\b", re.MULTILINE)
_ARROW = pattern(rb"=>")
_RULE = pattern(rb"[)}\]]\s*=>\s*[{(\[]")
_PUBLIC_FIELD = pattern(rb"^[ \t]*pub(?:\(\))?\s+\w+\s*:", re.MULTILINE)
_NAMED = pattern(rb"^[ \t]*(?:mut\s+|r#)?\w+\s*:(?!:)", re.MULTILINE)
_TYPED = pattern(
    rb"^[ \t]*(?:mut\s+)?\w+\s*:\s*(?:&|\*|[ui](?:\d|size)|bool\b|f32|f64|char\b|str\b|\(\)|\[\]|fn\("
    rb"|dyn |impl |unsafe |extern |Option<|Vec<|Box<|(?:\w+::)*[A-Z]\w*(?:<[^()]*>?)?\s*(?:,|$))",
    re.MULTILINE,
)
_VALUED = pattern(
    rb'^[ \t]*\w+\s*:\s*(?:\d|"|-|!|true\b|false\b|[a-z_][\w:]*(?:[.(,!{]|$)|\|'
    rb"|(?:\w+::)*\w+(?:<.*>)?\(|.*\s(?:as|\||&|\+|<<)\s)"
    rb"|^[ \t]*\.\.",
    re.MULTILINE,
)
_SELF = pattern(rb"^[ \t]*&?(?:'\w+ )?(?:mut )?self\s*(?:,|:|$)", re.MULTILINE)
_VARIANT = pattern(rb"^[ \t]*[A-Z]\w*\s*(?:\(\)|\{\}|=[^>,]*)?\s*,", re.MULTILINE)
_IMPORT = pattern(rb"[\s,]*(?:(?:\w+::)*(?:\w+|\*|\{\})(?:\s+as\s+\w+)?(?:,\s*|\s*$))*$")
_PATH = pattern(rb"::|^[ \t]*(?:self|[a-z]\w*)\s*,|,\s*[\w:]+\s*,", re.MULTILINE)


def penalties(skeleton: bytes, macro: float) -> dict[Kind, float]:
    """How unlikely the text is to stand directly in each kind of container, from 0 to NEVER.

    `macro` is how unlikely it is to be part of a macro's definition.
    """
    blank = not skeleton.strip(b" \t\r\n/{}")
    if blank:
        documented = b"//" in skeleton
        common = {Kind.BODY: 0.8 * documented, Kind.LIST: 0.8 * documented, Kind.ITEMS: 0.2}
        rare = {Kind.RULES: macro, Kind.TOKENS: macro, Kind.ATTRIBUTE: 2.0}
        return dict.fromkeys(Kind, 0.3 + 0.4 * documented) | common | rare
    semicolon = b";" in skeleton
    statement = _STATEMENT.search(skeleton) is not None
    item = _ITEM.search(skeleton) is not None
    arrow = _ARROW.search(skeleton) is not None
    comma = skeleton.rstrip().endswith(b",") or b",\n" in skeleton
    result = dict.fromkeys(Kind, NEVER)
    result[Kind.TOKENS] = macro
    result[Kind.RULES] = macro if _RULE.search(skeleton) else NEVER
    result[Kind.ARMS] = 0.0 if arrow else 2.5
    result[Kind.BODY] = _body(statement or semicolon, item and not _CONTROL.search(skeleton), comma or arrow)
    result[Kind.ITEMS] = _items(skeleton, item)
    if semicolon or (item and not _PUBLIC_FIELD.search(skeleton)):
        result[Kind.LIST] = 3.0
        return result
    result[Kind.ATTRIBUTE] = 2.0
    result |= _lists(skeleton, comma)
    if arrow or _CONTROL.search(skeleton):
        return {
            kind: value + (0 if kind in (Kind.ARMS, Kind.RULES, Kind.TOKENS, Kind.BODY, Kind.ITEMS) else 2.0)
            for kind, value in result.items()
        }
    return result


def _body(statement: bool, item: bool, other: bool) -> float:
    return 0.6 * (not statement) + 1.5 * item + 2.5 * other


def _items(skeleton: bytes, item: bool) -> float:
    if item:
        return 2.0 if _CONTROL.search(skeleton) else 0.0
    rest = _LOOSE_ITEM.sub(b"", skeleton).strip(b" \t\r\n}/")
    return 0.6 if len(rest) < len(skeleton) // 2 and _LOOSE_ITEM.search(skeleton.strip()) else 3.0


def _lists(skeleton: bytes, comma: bool) -> dict[Kind, float]:
    named = _NAMED.search(skeleton) is not None
    typed = _TYPED.search(skeleton) is not None
    valued = _VALUED.search(skeleton) is not None
    variant = _VARIANT.search(skeleton) is not None
    imports = all(_IMPORT.match(line) for line in skeleton.strip().split(b"\n"))
    path = _PATH.search(skeleton) is not None
    public = _PUBLIC_FIELD.search(skeleton) is not None
    alone = 0.0 if comma else 0.7
    return {
        Kind.FIELDS: 0.0 if public else 0.5 + alone + 1.5 * valued - 0.3 * typed if named else 3.0,
        Kind.VALUES: alone
        + (2.0 * public + 1.0 * (typed and not valued) if named else 1.2 + 1.0 * (b"::" in skeleton)),
        Kind.PARAMETERS: 0.0 if _SELF.search(skeleton) else 0.2 + 1.5 * valued if named else 2.5,
        Kind.LIST: 2.0 if named else 0.3 + alone,
        Kind.VARIANTS: alone + (0.4 * imports + 0.6 * path if variant and not named else 2.5),
        Kind.IMPORTS: alone + (0.3 - 0.2 * path if imports and not named else 3.0),
    }
