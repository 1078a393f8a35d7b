"""unknown-as-default: `impl From<u32>` for an enum that turns every unknown number into a known variant."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.control_flow._arms import match_arms
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, comments_above, descendants, field, tail, text
from review_assist.syntax.source import SourceFile, squeezed

_NUMBER = pattern(
    r"From<&?((\w+::)*(c_u?(int|long|short|char)|[iu](8|16|32|64|size)|(bindings|ffi|sys|libc)::\w+))>"
)
_VARIANT = pattern(r"(Self|[A-Z]\w*)::[A-Z]\w*")


@rule(
    level="note",
    confidence="medium",
    words=("From<",),
    message="a `{number}` that is no `{type}` becomes `{variant}` here, which another number means as well",
    ask="should a `{number}` that is no `{type}` become `{variant}`, or could this be `TryFrom`?",
    why="""A `switch` in C needs its `default:`, and the nearest value is at hand. `From` promises that the
        conversion always works; here it does by taking what it does not know for something else.""",
    instead="""Implement `TryFrom<{number}>`, with an error in the arm `_`; a caller that wants `{variant}` then
        can say so with `unwrap_or`.""",
    query="""
    (impl_item trait: (generic_type) @trait type: (_) @type
      body: (declaration_list (function_item name: (identifier) @name body: (block) @body)))
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST),
    in_c="""
        default:                            /* what else could it be */
            mode = NORMAL;
    """,
    checks="The compiler then makes each caller decide what a number means that is none of these.",
)
def unknown_as_default(captures: Captures, file: SourceFile) -> Hit | str:
    """
    An enum of C can hold any number, so code that looks at one ends in `default:`, often with the value that does
    the least harm.

    Where a number of C becomes an enum of Rust, there is one place that knows which numbers are known. `TryFrom`
    says that some are not: it returns `Result`, and the caller decides whether that is a broken device, a newer
    version of the interface, or nothing to worry about. `From` cannot say so. If its last arm gives a variant that
    means something else as well, the two can no longer be told apart, and nobody finds out.

    ## Keep it when
    The interface defines that all other values mean this one; a comment can say where.

    ## Known problems
    A variant of its own for what is not known, `Other` or `Unknown(n)`, is fine, and the rule is silent.

    ```rust bad
    impl From<u32> for Polarity {
        fn from(raw: u32) -> Self {
            match raw {
                bindings::POLARITY_NORMAL => Self::Normal,
                bindings::POLARITY_INVERSED => Self::Inversed,
                _ => Self::Normal,
            }
        }
    }
    ```
    ```rust good
    impl TryFrom<u32> for Polarity {
        type Error = UnknownPolarity;

        fn try_from(raw: u32) -> Result<Self, UnknownPolarity> {
            match raw {
                bindings::POLARITY_NORMAL => Ok(Self::Normal),
                bindings::POLARITY_INVERSED => Ok(Self::Inversed),
                _ => Err(UnknownPolarity(raw)),
            }
        }
    }
    ```
    ```rust good
    // What is not known is told as that.
    impl From<u32> for Polarity {
        fn from(raw: u32) -> Self {
            match raw {
                bindings::POLARITY_NORMAL => Self::Normal,
                bindings::POLARITY_INVERSED => Self::Inversed,
                _ => Self::Unknown(raw),
            }
        }
    }
    ```
    """
    number = _NUMBER.fullmatch(squeezed(text(captures["trait"])).rpartition("convert::")[2])
    match = next(descendants(captures["body"], "match_expression"), None)
    if number is None or match is None or text(captures["name"]) != "from" or tail(captures["body"]) != match:
        return "it is not a `From` a number whose answer is one `match`"
    arms = match_arms(match)
    if len(arms) < 3 or squeezed(text(field(arms[-1], "pattern"))) != "_" or _is_explained(arms[-1]):
        return "it does not end in `_`, or a comment explains that arm"
    given = _value(arms[-1])
    if not _VARIANT.fullmatch(given) or given not in map(_value, arms[:-1]):
        return "the last arm gives a variant that no other arm gives"
    kind = text(captures["type"]).rpartition("::")[2]
    return Hit(at=arms[-1], values={"number": number[1].rpartition("::")[2], "type": kind, "variant": given})


def _value(arm: Node) -> str:
    """What an arm gives, behind whatever it does before."""
    value = field(arm, "value")
    inside = tail(value) if value is not None and value.type == "block" else value
    return squeezed(text(inside))


def _is_explained(arm: Node) -> bool:
    value = field(arm, "value")
    inside = value is not None and any(one.type in COMMENTS for one in value.named_children)
    return inside or bool(comments_above(arm))
