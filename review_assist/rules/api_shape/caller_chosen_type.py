"""caller-chosen-type: a safe function lends what a pointer points at as whatever type its caller names."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, field, text
from review_assist.syntax.source import SourceFile, squeezed

_UNBOUND = pattern(r"(\w+)(:('\w+|\?Sized|Sized|Send|Sync|\+|\w*ForeignOwnable)*)?")
"""`T`, `T: 'static`, `T: Send + Sync`: bounds that say nothing of what lies in memory."""
_CHECKS = pattern(r"TypeId|type_id|type_name|size_of|\bis::<|assert|\bAny\b")


@rule(
    level="error",
    confidence="medium",
    words=("fn ",),
    message="`{function}` is safe, and its caller alone chooses the `{type}` that it finds behind the pointer",
    ask="what keeps a caller of `{function}` from naming another `{type}` than the one that was stored?",
    why="""A `void *` of C fits any variable, and who reads it knows what was put in. A type parameter that
        stands in the result alone is the same: safe code may call `{function}` with any type, and reads
        memory as what it is not.""",
    instead="""Let the type that has the pointer carry `{type}`, as in `struct Owner<{type}>`, so that what is
        stored and what is read are one type; or make it an `unsafe fn` whose `# Safety` section names it.""",
    query="""
    (function_item name: (_) @name type_parameters: (type_parameters) @generics parameters: (_) @parameters
      return_type: (_) @result body: (block) @body) @function
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.THUNK),
    in_c="""
        struct state *s = device_get_data(dev); /* void *: any type */
    """,
    checks="The compiler then refuses to read as one type what was stored as another.",
)
def caller_chosen_type(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `void *` is how C lends room for somebody else's data: a driver stores a pointer with the device and gets it
    back in each callback, where it is assigned to a variable of the right type. Nothing checks that it is the
    right one.

    `fn data<T>(&self) -> &T` looks as if Rust checked it, and does not. Whoever calls it names `T`, in safe
    code, and no argument has to agree with that: `data::<[u64; 100]>()` compiles, and reads past the end of what
    is there. A safe function must be harmless for any type that fits its bounds. So the type has to be part of a
    value: of the owner, `Device<T>`, or of the trait that the driver implements, with an associated type. `dyn
    Any` keeps the type beside the data and checks it at run time.

    ## Keep it when
    Any type will do, since its bounds say that each pattern of bits is a value of it, such as `FromBytes`. The
    rule is silent where a bound could say so.

    ## Known problems
    A check that is made in another function is not seen.

    ```rust bad
    impl Device {
        pub fn data<T>(&self) -> &T {
            // SAFETY: the pointer was set by `set_data`.
            unsafe { &*(self.raw_data() as *const T) }
        }
    }
    ```
    ```rust good
    impl<T> Device<T> {
        pub fn data(&self) -> &T {
            // SAFETY: `set_data` of this type stored a `T`.
            unsafe { &*(self.raw_data() as *const T) }
        }
    }
    ```
    ```rust good
    // An argument has the type.
    impl Device {
        pub fn slot<T>(&self, key: &Key<T>) -> &T {
            // SAFETY: a key is only made with the type of its slot.
            unsafe { &*(self.raw_slot(key.number) as *const T) }
        }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None:
        return "the function is not shown"
    if function.is_unsafe:
        return "the function is `unsafe`: its caller answers for it"
    if function.is_trait_method:
        return "the trait gives the signature"
    name = next((each for each in _free(captures) if _is_lent(each, captures) and _is_read(each, captures)), None)
    if name is None or _CHECKS.search(text(captures["body"])):
        return "no type is chosen by the caller alone, or the function checks it"
    return Hit(at=captures["name"], values={"function": captures["name"], "type": name})


def _free(captures: Captures) -> list[str]:
    """The type parameters that nothing but the result, and a bound that says nothing, speaks of."""
    where = next((c for c in captures["function"].named_children if c.type == "where_clause"), None)
    found = []
    for parameter in captures["generics"].named_children:
        bare = _UNBOUND.fullmatch(squeezed(text(parameter)))
        taken = text(captures["parameters"]) + text(where)
        if bare is not None and not re.search(rf"\b{bare[1]}\b", taken):
            found.append(bare[1])
    return found


def _is_lent(name: str, captures: Captures) -> bool:
    """Whether the result has a reference to it, or owns one."""
    result = squeezed(text(captures["result"]))
    return re.search(rf"&('\w+)?(mut)?{name}\b|\b(Box|Arc|Rc|Pin<&|ARef)<?(mut)?{name}\b", result) is not None


def _is_read(name: str, captures: Captures) -> bool:
    """Whether a pointer is made one to the type, and unsafe code looks behind it."""
    body = captures["body"]
    if not any(descendants(body, "unsafe_block")):
        return False
    return any(_is_cast_to(name, node) for node in descendants(body, "type_cast_expression", "generic_function"))


def _is_cast_to(name: str, node: Node) -> bool:
    """`p as *const T`, `p.cast::<T>()`, `Box::<T>::from_raw`."""
    if node.type == "type_cast_expression":
        return re.fullmatch(rf"\*(mut|const){name}", squeezed(text(field(node, "type")))) is not None
    return re.search(rf"\b(cast|from_raw|transmute)::<{name}>$", squeezed(text(node))) is not None
