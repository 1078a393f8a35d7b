"""dangling-mapped-pointer: `name.map_or(ptr::null(), |n| n.as_ptr())`, where `n` ends with the closure."""

from __future__ import annotations

from tree_sitter import Node

from review_assist.model import Confidence, FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.casts import without_casts
from review_assist.syntax.nodes import arguments, callee, child, field, method, receiver, text
from review_assist.syntax.scopes import bound_value
from review_assist.syntax.source import SourceFile, squeezed

_FAR = 10
"""How far back a value is followed."""
_GIVES = frozenset("as_ptr as_mut_ptr as_char_ptr".split())
_HANDS_ON = frozenset("transpose ok unwrap expect into_iter collect take filter".split())
"""Methods that move what they are called on, so that an owner inside of it stays one."""
_OWNED_TYPE = pattern(r"(\w+::)*((K|V|KV)?(Vec|Box)<(?!dyn)|(CString|String|PathBuf|OsString)$)")
_MAY_HOLD = pattern(r"(\w+::)*(Option|Result)<")
_SEQUENCE = pattern(r"(\w+::)*(K|V|KV)?(Vec|Box)<\[?|\[")
_MAKES = pattern(
    r"(^|[.:])(CString::(new|from_vec\w*)|(String|CString|PathBuf|OsString|Vec|KVec|Box)::from|to_owned|to_vec"
    r"|to_string|into_bytes|into_boxed_\w+)$"
)
_TRIES = pattern(r"(\w+::)*CString::(new|from_vec_with_nul)")
"""What gives the owner in a `Result`, to which `map` is then a question."""
_CONVERTS = pattern(r"(^|[.:])to_(?!(str|bytes|slice|ptr|ref|string_lossy|raw|owned)\b)\w+$")
"""By Rust's convention `to_..` makes something new, `as_..` lends what is there."""


@rule(
    level="error",
    confidence="high",
    words=(".as_ptr()", ".as_mut_ptr()", ".as_char_ptr()"),
    message="the pointer from `{closure}` dangles: `{parameter}` owns the memory, and ends with the closure",
    ask="does `{closure}` return a pointer into `{parameter}`, which is freed when the closure ends?",
    why="""A C pointer says nothing of who keeps the memory. `{outer}` hands the owner itself to the closure, which
        drops it when it has answered: C then reads memory that was freed.""",
    instead="Borrow first: `{cure}`. The owner then lives as long as its variable, which C has to be done with.",
    query="""
    (call_expression function: (field_expression field: (field_identifier) @outer)
      arguments: (arguments (closure_expression parameters: (closure_parameters . (_) @parameter .)
        body: (_) @body) @closure .)
      (#any-of? @outer "map" "map_or" "map_or_else")) @call
    """,
    silent_in=(FileRole.SHIM,),
    in_c="""
        names = to_array(list);
        free(names);
        set_names(dev, names);              /* freed */
    """,
    checks="A reader then finds an owner whose scope ends behind the call of C, which no compiler looks for.",
)
def dangling_mapped_pointer(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `p ? p->data : NULL` is how an optional argument reaches a C function, and `p` is still there afterwards, since
    nothing in C ends by being looked at.

    In Rust `map` and `map_or` take what is in the `Option` out of it and give it to the closure. If that is a
    reference, nothing happens to what it refers to. If it is the `Vec`, `Box` or `CString` itself, the closure is
    now the owner, and frees it when it returns; the pointer that it returned leads to freed memory. Nothing in the
    line looks different, and the compiler says nothing, as a raw pointer has no lifetime. `as_ref()` in front
    makes the closure borrow.

    ## Keep it when
    Never.

    ## Known problems
    Whether the value owns is taken from its declaration or from the function that made it, by its name if need be:
    then it is a question.

    ```rust bad
    impl Device {
        fn set_name(&self, name: Option<&str>) -> Result<(), NulError> {
            let name = name.map(CString::new).transpose()?;
            let name = name.map_or(ptr::null(), |name| name.as_ptr());
            // SAFETY: a device, and null or a C string.
            unsafe { bindings::set_name(self.as_ptr(), name) };
            Ok(())
        }
    }
    ```
    ```rust good
    impl Device {
        fn set_name(&self, name: Option<&str>) -> Result<(), NulError> {
            let name = name.map(CString::new).transpose()?;
            let raw = name.as_ref().map_or(ptr::null(), |name| name.as_ptr());
            // SAFETY: a device, and null or a C string that lives to the end of the function.
            unsafe { bindings::set_name(self.as_ptr(), raw) };
            Ok(())
        }
    }
    ```
    ```rust good
    // A reference is copied: the string is somebody else's.
    impl Device {
        fn set_name(&self, name: Option<&CStr>) {
            let raw = name.map_or(ptr::null(), |name| name.as_ptr());
            // SAFETY: a device, and null or a C string.
            unsafe { bindings::set_name(self.as_ptr(), raw) };
        }
    }
    ```
    """
    call, parameter, outer = captures["call"], text(captures["parameter"]), text(captures["outer"])
    given, owner = without_casts(captures["body"]), receiver(call)
    if owner is None or method(given) not in _GIVES or text(receiver(given)) != parameter:
        return "the closure does more than take the pointer of its argument"
    confidence = _owns(owner, file)
    if confidence is None:
        return "the argument is not seen to own memory"
    borrowed = f"{file.quote(owner, 40)}.as_ref().{outer}(..)"
    is_sequence = method(owner) == "into_iter" and (of := receiver(owner)) is not None
    values: dict[str, Node | str] = {
        "closure": captures["closure"],
        "parameter": parameter,
        "outer": f"{outer}()",
        "cure": f"{file.quote(of, 40)}.iter().{outer}(..)" if is_sequence and of is not None else borrowed,
    }
    return Hit(at=call, values=values, confidence=confidence)


def _owns(node: Node, file: SourceFile) -> Confidence | None:
    """How sure it is that what comes out of the value owns memory; None if nothing says so."""
    is_sequence = False
    for _ in range(_FAR):
        if (declared := file.names.type_of(node)) is not None:
            return "high" if _holds_owner(declared, is_sequence=is_sequence) else None
        if node.type == "call_expression" and method(node) in ("map", "and_then"):
            made = next(iter(arguments(node)), None)
            return _makes_owner(made, file) if made is not None else None
        if node.type == "call_expression" and _TRIES.fullmatch(callee(node)):
            return "high"
        below = _below(node)
        if below is None:
            return None
        is_sequence = is_sequence or method(node) == "into_iter"
        node = below
    return None


def _holds_owner(declared: str, *, is_sequence: bool) -> bool:
    """Whether `Option<CString>`, or each element of `Vec<CString>`, is an owner; `Option<&CString>` is none."""
    held = squeezed(declared)
    while outer := _MAY_HOLD.match(held):
        held = _first_argument(held[outer.end() :])
    sequence = _SEQUENCE.match(held) if is_sequence else None
    if sequence is not None:
        held = _first_argument(held[sequence.end() :])
    return (sequence is not None) is is_sequence and _OWNED_TYPE.match(held) is not None


def _first_argument(inside: str) -> str:
    """`Vec<u8>` of `Vec<u8>,Error>` and `u8` of `u8;4]`."""
    depth = 0
    for at, character in enumerate(inside):
        if depth == 0 and character in ",;>])":
            return inside[:at]
        depth += (character in "<[(") - (character in ">])")
    return inside


def _below(node: Node) -> Node | None:
    """What a value comes from, where it is moved on the way: through `?`, `transpose()`, a `let`."""
    if node.type in ("try_expression", "parenthesized_expression", "unsafe_block", "block"):
        return child(node, 0) if node.named_child_count == 1 else None
    if node.type == "call_expression":
        return receiver(node) if method(node) in _HANDS_ON else None
    return bound_value(node)


def _without_failure(node: Node | None) -> Node | None:
    """`CString::new(n)` of `CString::new(n).unwrap()`, or with a `?`."""
    while node is not None and (node.type == "try_expression" or method(node) in ("unwrap", "expect", "ok")):
        node = child(node, 0) if node.type == "try_expression" else receiver(node)
    return node


def _makes_owner(made: Node, file: SourceFile) -> Confidence | None:
    """Of the function or closure in `.map(..)`: whether it answers with an owner."""
    if made.type == "closure_expression":
        body = _without_failure(field(made, "body"))
        name = callee(body) if body is not None and body.type == "call_expression" else ""
    else:
        name = squeezed(text(made))
    definition = file.names.functions.get(name.rpartition("::")[2])
    if definition is not None and "." not in name:
        return "high" if _holds_owner(text(field(definition, "return_type")), is_sequence=False) else None
    if _MAKES.search(name):
        return "high"
    return "medium" if _CONVERTS.search(name) else None
