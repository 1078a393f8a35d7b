"""integer-status-return: a function that Rust calls answers 0, -1 or a negative errno."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.errors._returns import PLAIN_INTS, SIGNED, Kind, is_in_trait, kind, return_type, returned
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import field, statements, text, unwrapped
from review_assist.syntax.source import Function, SourceFile, squeezed

_IS_A_NUMBER = pattern(
    r"(^|_)(score|rank|priority|weight|distance|offset|delta|diff|sign|signum|parse|"
    r"direction|step|exponent|scale|bias|shift|level|depth|\w*width|height|hash|bit|parity|timeout|[mun]?secs?|"
    r"count|len|size|num|index|idx|pos|position|id)(_|\d*$)"
    r"|^as_|(^|_)(to|into)_(int|raw|c|ffi|errno|neg_errno|status|code|[iu](8|16|32|64|size))(_|$)"
)
_IS_A_COMPARISON = pattern(r"cmp(_|\d*$)|(^|_)(compare|comparison|order|ordering)(_|$)")
_IS_CONVERTED = pattern(r":&?(mut)?(\w+::)*(Ordering|(\w*Result|Option)<.*>|\w*Err\w*)$")
_IS_A_PROCESS = pattern(r"(^|_)(main|run|exit|cli|exec|execute|cmd|command|status|builtin)(_|$)")
_IS_A_QUESTION = pattern(r"(\w+_)?(is|has|can|needs|should|was|contains|exists|equals?|matches)(_|$)")
_IS_A_STEP = pattern(r"(pre|post)_(save|load)|realize|probe|init(_|$)")
_ORDERING = ("less, equal or greater", "`std::cmp::Ordering`, as `sort_by` wants it", True)
_TRUTHS = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||"))


@rule(
    level="warning",
    confidence="high",
    needs="function",
    words=("-> i", "-> c_", "c_int", "c_long", "ssize_t", "isize", "= i32;"),
    message="`{function}` returns {type}, but it means {meaning}: {values}",
    ask="could `{function}`, whose {type} is one of {values}, return {better}?",
    why="""C has one return value, so a number has to carry success, failure and sometimes the answer, and every
        caller can forget to look. A type that says which it is leaves nothing to forget.""",
    instead="Return {better}. Where C needs the number, the function that C calls makes it, once.",
    query="(function_item return_type: (_) @type body: (block)) @function",
    silent_in=(FunctionRole.ABI, FunctionRole.THUNK, FunctionRole.CONTRACT, FileRole.SHIM),
    softer_in=(FunctionRole.BOUNDARY, FileRole.BINDING, FileRole.TEST, FunctionRole.TEST),
    outranks=("c-integer-type",),
    in_c="""
        int queue_push(struct queue *q, uint32_t item)
        {{ return q->count < q->limit ? 0 : -ENOSPC; }}
    """,
    checks="""
        The compiler then tells success from failure by type: no caller can mix up zero, -1 and a truth
        value.
    """,
)
def integer_status_return(captures: Captures, file: SourceFile) -> Hit | str:
    """
    A C function has one return value, and by custom it is an `int`: 0 went well, -1 or a negative errno did
    not, sometimes a positive number is the answer. The custom differs from function to function, and a caller
    that ignores the value compiles without a word.

    `Result<T, E>` holds either the answer or the error. The compiler warns when nobody looks at it, `?` hands
    an error on in one character, and the answer can only be had by taking it out. `Option<T>` says that there
    may be no answer, `bool` says yes or no. All of them cost as much as the number does, or less.

    ## Keep it when
    C calls the function, or a table of callbacks has its signature; the rule is silent on `extern "C"` and on
    the methods of a trait. A number that is compared, added up or sorted by is a number.

    ## Known problems
    What a named constant such as `BZ_OK` stands for is not known.

    ```rust bad
    struct Queue {
        items: Vec<u32>,
        limit: usize,
    }

    impl Queue {
        fn push(&mut self, item: u32) -> i32 {
            if self.items.len() >= self.limit {
                return -1;
            }
            self.items.push(item);
            0
        }
    }
    ```
    ```rust good
    struct Full;

    struct Queue {
        items: Vec<u32>,
        limit: usize,
    }

    impl Queue {
        fn push(&mut self, item: u32) -> Result<(), Full> {
            if self.items.len() >= self.limit {
                return Err(Full);
            }
            self.items.push(item);
            Ok(())
        }
    }
    ```
    ```rust good
    // It is a number: the caller adds it up.
    fn score(word: &str, pattern: &str) -> i32 {
        if word.starts_with(pattern) { 2 } else { -1 }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None or function.is_trait_method or is_in_trait(function.node):
        return "the trait gives the signature, or the function is not shown"
    declared = return_type(function.node)
    alias = file.names.aliases.get(declared)
    meant = text(field(alias, "type")).rpartition("::")[2] if alias is not None else declared
    if meant not in SIGNED or _IS_A_NUMBER.search(function.name) or _converts(function):
        return "it returns no signed integer, or is named like a number, or only converts"
    answers = returned(function.node)
    meaning = _meaning({says for answer in answers for says in _kinds(answer)}, meant, function)
    if meaning is None:
        return "its answers are not those of a status"
    says, better, is_sure = meaning
    return Hit(
        at=captures["type"],
        values={
            "function": function.name,
            "type": f"`{declared}`",
            "meaning": says,
            "better": better,
            "values": ", ".join(f"`{value}`" for value in _distinct([file.quote(a, 24) for a in answers])),
        },
        confidence="high" if is_sure else "medium",
    )


def _meaning(kinds: set[Kind], declared: str, function: Function) -> tuple[str, str, bool] | None:
    """What the number means, the type that says so, and whether that is sure; None if it may be a number."""
    fails = kinds & {"negative", "errno"}
    if _IS_A_COMPARISON.search(function.name):
        return _ORDERING if kinds == {"zero", "one", "negative"} else None
    if fails and kinds <= {"zero", "negative", "errno"}:
        if "zero" in kinds:
            return "success or failure", "`Result<(), E>` with an error type of its own", True
        return None
    if "errno" in kinds:
        return "an answer or an error", "a `Result` with the error in its `Err`", False
    if fails and kinds == {"zero", "one", "negative"}:
        return "one of three outcomes", "a `Result`, or an enum with a name for each outcome", False
    if fails:
        return "an answer or nothing", "an `Option`, or a `Result` if the negative number is an error", False
    if _IS_A_PROCESS.search(function.name) or declared not in PLAIN_INTS:
        return None
    if kinds == {"zero", "one"}:
        return "no or yes", "`bool`", declared == "c_int" or _IS_A_QUESTION.match(function.name) is not None
    body = field(function.node, "body")
    if kinds == {"zero"} and body is not None and len(statements(body)) > 1:
        if _IS_A_STEP.match(function.name):
            return "success, always", "a `Result`, even if nothing fails in it yet", False
        return "nothing, as it cannot fail", "nothing at all", False
    return None


def _kinds(answer: Node) -> set[Kind]:
    """What an answer can say; a comparison that is cast says both 0 and 1."""
    value = unwrapped(field(answer, "value") or answer) if answer.type == "type_cast_expression" else answer
    is_truth = value.type == "binary_expression" and text(field(value, "operator")) in _TRUTHS
    return {"zero", "one"} if answer.type == "type_cast_expression" and is_truth else {kind(answer)}


def _converts(function: Function) -> bool:
    """Whether the one thing it is given says more than a number already: it makes the number for somebody else."""
    holder = field(function.node, "parameters")
    parameters = holder.named_children if holder is not None else []
    return len(parameters) == 1 and _IS_CONVERTED.search(squeezed(text(parameters[0]))) is not None


def _distinct(values: list[str]) -> list[str]:
    """At most four different ones, the shortest first."""
    return sorted(dict.fromkeys(values), key=len)[:4]
